/// A pool at one moment.
public struct PoolStatistics: Hashable, Sendable {
    /// The most connections the pool may open.
    public let size: Int
    /// Connections open now, idle or lent.
    public let open: Int
    /// Connections open and not lent.
    public let idle: Int
    /// Tasks waiting for a connection.
    public let waiting: Int

    /// Connections lent now.
    public var leased: Int { open - idle }
}
