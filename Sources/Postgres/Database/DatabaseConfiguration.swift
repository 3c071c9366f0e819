/// Where the database is and how many connections may be open to it.
public struct DatabaseConfiguration: Sendable {
    /// Any connection string libpq reads: a URL or key=value, several hosts included. Time limits and keepalives are
    /// added where it gives none.
    public var url: String
    /// The most connections open at a time. Small is fast: 4 to 8.
    public var poolSize: Int
    /// How long an operation or a look-up waits for its turn before it fails with `.poolExhausted` or `.cannotConnect`.
    public var leaseTimeout: Duration
    /// False behind a pooler in transaction mode, which hands each transaction another server connection.
    public var preparedStatements: Bool
    /// Shown in pg_stat_activity, unless the URL says otherwise.
    public var applicationName: String
    /// How long a write whose COMMIT was not answered may ask for its fate before it throws `.commitUnknown`.
    public var commitTimeout: Duration
    /// The most connections look-ups share, beside the pool's; the second is opened when the first is busy.
    public var lookUpConnections: Int
    /// How many look-ups may wait; one more fails at once with `.poolExhausted`.
    public var lookUpQueue: Int

    /// Checks nothing; a URL that cannot be read is a `.usage` error of the first access.
    public init(
        url: String,
        poolSize: Int = 6,
        leaseTimeout: Duration = .seconds(5),
        preparedStatements: Bool = true,
        applicationName: String = "",
        commitTimeout: Duration = .seconds(10),
        lookUpConnections: Int = 2,
        lookUpQueue: Int = 4096
    ) {
        self.url = url
        self.poolSize = poolSize
        self.leaseTimeout = leaseTimeout
        self.preparedStatements = preparedStatements
        self.applicationName = applicationName
        self.commitTimeout = commitTimeout
        self.lookUpConnections = lookUpConnections
        self.lookUpQueue = lookUpQueue
    }
}
