public import Logging

/// A PostgreSQL database: each access borrows one connection for one synchronous closure; look-ups share theirs.
public final class Database: Sendable {
    let configuration: DatabaseConfiguration
    let logger: Logger
    let listeners = Listeners()
    let pipeline: Pipeline
    private let pool: Pool

    /// Opens nothing yet: the first access does.
    public init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        pipeline = Pipeline(configuration, logger: logger)
        pool = Pool(configuration, logger: logger)
    }

    /// The pool at this moment.
    public var statistics: PoolStatistics { pool.statistics }

    /// Runs `body` in one READ ONLY transaction, each statement of which sees what was committed before it began.
    @discardableResult
    public func read<Outcome: Sendable>(
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: @escaping @Sendable (Connection) throws -> Outcome
    ) async throws -> Outcome {
        try await transact(.read, Place(file, line), body)
    }

    /// Runs `body` in one READ ONLY transaction that sees one state of the database throughout (REPEATABLE READ).
    @discardableResult
    public func snapshot<Outcome: Sendable>(
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: @escaping @Sendable (Connection) throws -> Outcome
    ) async throws -> Outcome {
        try await transact(.snapshot, Place(file, line), body)
    }

    /// Runs `body` in one READ COMMITTED transaction: what it did is committed when this returns, and undone when it throws.
    ///
    /// The body is run again after a serialization failure or a deadlock, so it must act on the database alone. When
    /// COMMIT's answer is lost the server is asked for it; only if that fails too is `.commitUnknown` thrown.
    @discardableResult
    public func write<Outcome: Sendable>(
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: @escaping @Sendable (Connection) throws -> Outcome
    ) async throws -> Outcome {
        try await transact(.write, Place(file, line), body)
    }

    /// Lends a connection without a transaction, for what cannot run inside one; its session state is cleared afterwards.
    @discardableResult
    public func session<Outcome: Sendable>(
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: @escaping @Sendable (Connection) throws -> Outcome
    ) async throws -> Outcome {
        try await lease(Place(file, line)) { connection in
            connection.leavesTraces = true
            return try body(connection)
        }
    }

    /// Refuses new accesses, and returns when those under way have ended and every connection is closed.
    public func close() async {
        await listeners.close()
        await pipeline.close()
        await pool.close()
    }

    /// Lends a live connection; the task's cancellation interrupts it before it returns to the pool.
    func lease<Outcome: Sendable>(
        _ place: Place,
        _ body: @escaping @Sendable (Connection) throws -> Outcome
    ) async throws -> Outcome {
        while true {
            try Task.checkCancellation()
            let link = try await pool.acquire(place)
            let canceller = link.canceller
            canceller.open()
            let ending = await withTaskCancellationHandler {
                await link.lend(body)
            } onCancel: {
                canceller.cancel()
            }
            switch ending {
            case .dead:
                await pool.release(link, isUsable: false)
            case .finished(let result, let isUsable):
                await pool.release(link, isUsable: isUsable)
                return try result.get()
            }
        }
    }
}
