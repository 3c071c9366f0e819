import Logging

/// The one place a connection lives: an actor on a thread of its own, where libpq may block.
actor Link {
    private nonisolated let executor = QueueExecutor(label: "postgres")
    nonisolated let canceller = Canceller()
    private var connection: Connection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// How a lease ended, and whether another may follow on the same connection.
    enum Ending<Outcome: Sendable>: Sendable {
        /// The connection had died before the lease; nothing was run.
        case dead
        case finished(Result<Outcome, any Error>, isUsable: Bool)
    }

    func open(_ configuration: DatabaseConfiguration, logger: Logger) throws {
        connection = try Connection(opening: configuration, canceller: canceller, logger: logger)
    }

    /// Lends the connection to `body`. The caller has opened the canceller.
    func lend<Outcome: Sendable>(_ body: @Sendable (Connection) throws -> Outcome) -> Ending<Outcome> {
        guard let connection, connection.isStillAlive() else {
            canceller.close()
            return .dead
        }
        let result = Result { try body(connection) }
        return .finished(result, isUsable: connection.finishLease())
    }

    func close() {
        connection = nil
    }
}
