/// The look-ups of a database at one moment.
public struct LookUpStatistics: Hashable, Sendable {
    /// Connections open for look-ups, beside those of the pool.
    public let connections: Int
    /// Look-ups that wait for their turn.
    public let waiting: Int
    /// Look-ups sent and not yet answered.
    public let underWay: Int
}
