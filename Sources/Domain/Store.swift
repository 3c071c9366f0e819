package import Logging
package import Postgres

/// The one way to the database for every operation: one closure is one transaction.
///
/// What only time can mend (a lost server, a lock timeout, a full disk, an unknown commit) leaves here as
/// `Refusal.unavailable`; every other error leaves unchanged.
package struct Store: Sendable {
    package let database: Database
    private let logger: Logger

    package init(_ database: Database, logger: Logger) {
        self.database = database
        self.logger = logger
    }

    package func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await mapped { try await database.read(body) }
    }

    /// As `read`, with one state of the database for every statement.
    package func snapshot<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await mapped { try await database.snapshot(body) }
    }

    @discardableResult
    package func write<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value
    {
        try await mapped { try await database.write(body) }
    }

    /// What the database says of a key now, asked together with others; it waits for no transaction and locks nothing.
    package func lookUp<Answer: Sendable>(
        _ key: String,
        in rows: KeyedLookUp,
        read: @escaping @Sendable (Row) throws -> Answer
    ) async throws -> Answer? {
        try await mapped { try await rows.answer(of: key, read: read) }
    }

    /// The same for who does not wait; a failure is told by a task, as it has to be noted.
    package func lookUp(
        _ key: String,
        at address: RowAddress? = nil,
        in rows: KeyedLookUp,
        then hearer: @escaping KeyedLookUp.Hearer
    ) {
        rows.ask(key, at: address) { row in
            switch row {
            case .success: hearer(row)
            case .failure(let error): Task { hearer(.failure(mapped(error))) }
            }
        }
    }

    private func mapped<Value: Sendable>(_ access: () async throws -> Value) async throws -> Value {
        do { return try await access() } catch { throw mapped(error) }
    }

    private func mapped(_ error: any Error) -> any Error {
        guard let error = error as? PostgresError, error.isUnavailable else { return error }
        logger.warning("database unavailable", metadata: ["error": "\(error)"])
        return Refusal.unavailable
    }
}
