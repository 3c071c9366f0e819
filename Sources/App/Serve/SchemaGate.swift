import Domain
import Logging
import Postgres
import ServiceLifecycle
import Synchronization

/// Lets the service work only on a schema it fits: not an older one, nor a newer one that is not marked compatible.
///
/// While the database is away nobody can tell; the gate stays shut, `/readyz` says so, and it asks again.
final class SchemaGate: Service {
    private let database: Database
    private let logger: Logger
    private let isOpen = Mutex(false)

    init(_ database: Database, logger: Logger) {
        self.database = database
        self.logger = logger
    }

    /// Looks at the schema once; false while the database is away.
    ///
    /// - Throws: `Refusal` that says to migrate, or to take a newer release.
    @discardableResult
    func tryToOpen() async throws -> Bool {
        let migrator = try Migrator.ofThisRelease
        do {
            let state = try await database.read { try migrator.state($0) }
            try Self.admit(state)
        } catch let error as PostgresError where error.isUnavailable {
            logger.warning("the database is away; waiting for it", metadata: ["error": "\(error)"])
            return false
        }
        isOpen.withLock { $0 = true }
        return true
    }

    func run() async throws {
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
        guard isOpen.withLock(\.self) else { return "The database is away; the service waits for it." }
        do {
            _ = try await database.read { try $0.one("SELECT 1", as: Int.self) }
            return nil
        } catch {
            return "The database is away; the service waits for it."
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
