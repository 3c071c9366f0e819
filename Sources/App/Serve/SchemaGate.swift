import Domain
import Logging
import Postgres
import ServiceLifecycle

/// Lets the service work only on a schema it fits: not an older one, nor a newer one that is not marked compatible.
///
/// While the database is away nobody can tell; the gate stays shut, `/readyz` says so, and it asks again.
final class SchemaGate: Service {
    private let database: Database
    private let logger: Logger
    private let isOpen = Guarded(false)
    /// Ends when the gate opens.
    private let waiting = AsyncStream<Never>.makeStream()

    init(_ database: Database, logger: Logger) {
        self.database = database
        self.logger = logger
    }

    /// Waits until the gate opens, or the service stops.
    func passage() async {
        for await _ in waiting.stream.cancelOnGracefulShutdown() {}
    }

    /// Looks at the schema once; false while the database is away.
    ///
    /// - Throws: `Refusal` that says to migrate, or to take a newer release.
    @discardableResult
    func tryToOpen() async throws -> Bool {
        let migrator = try Migrator.ofThisRelease
        do {
            guard let state = try await promptly({ try migrator.state($0) }) else { return false }
            try Self.admit(state)
        } catch let error as PostgresError where error.isUnavailable {
            logger.debug("the database is away", metadata: ["error": "\(error)"])
            return false
        }
        isOpen.withLock { $0 = true }
        waiting.continuation.finish()
        return true
    }

    func run() async throws {
        if !isOpen.withLock(\.self) { logger.warning("the database is away; waiting for it") }
        var pause = Duration.milliseconds(250)
        while !isOpen.withLock(\.self), !Task.isShuttingDownGracefully {
            await Task.rest(pause)
            pause = min(pause * 2, .seconds(2))
            if try await tryToOpen() { logger.notice("the database is there") }
        }
        try await gracefulShutdown()
    }

    /// Why requests cannot be answered now; nil when they can.
    func obstacle() async -> String? {
        guard isOpen.withLock(\.self) else {
            return (try? await tryToOpen()) == true ? nil : "The database is away; the service waits for it."
        }
        let isAnswered = try? await promptly { try $0.isAnswered() }
        return isAnswered == true ? nil : "The database is away; the service waits for it."
    }

    /// A reading that gives up after a second, sooner than the pool does; nil then.
    private func promptly<Value: Sendable>(
        _ reading: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value? {
        let database = database
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await database.read(reading) }
            group.addTask {
                try await Task.sleep(for: .seconds(1))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private static func admit(_ state: SchemaState) throws {
        switch state {
        case .current, .ahead(compatible: true, _): return
        case .empty:
            throw Refusal.conflict("schema-empty", "The database has no tables yet. Run `registrar migrate` first.")
        case .behind(let files):
            throw Refusal.conflict(
                "schema-older",
                "The database is older than this release (\(files.joined(separator: ", ")) to apply). Run `registrar migrate` first."
            )
        case .ahead(compatible: false, let files):
            throw Refusal.conflict(
                "schema-newer",
                """
                The database is newer than this release (\(files.joined(separator: ", "))), and not marked compatible \
                with it. Start the newer release.
                """
            )
        }
    }
}
