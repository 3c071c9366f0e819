import Dispatch
import Postgres
import TestSupport

/// How many rows a reservation left behind, table by table.
struct Rows: Decodable, Equatable, Sendable {
    var people = 0
    var enrollments = 0
    var events = 0
    var keys = 0
    var jobs = 0
}

/// Trouble that a real server has now and then.
extension TestDatabase {
    func rows() async throws -> Rows {
        try await owner.read { connection in
            try connection.one(
                """
                SELECT
                    (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM enrollment) AS enrollments,
                    (SELECT count(*) FROM enrollment_event) AS events, (SELECT count(*) FROM idempotency) AS keys,
                    (SELECT count(*) FROM job) AS jobs
                """
            )
        }
    }

    /// Keeps a cohort's row locked on another connection until `body` lets go, or returns.
    func holding<Value: Sendable>(
        _ cohort: String,
        _ body: @Sendable (_ letGo: @escaping @Sendable () -> Void) async throws -> Value
    ) async throws -> Value {
        try await holding(by: "SELECT FROM cohort WHERE code = \(cohort) FOR UPDATE", body)
    }

    /// Keeps what a statement locks locked on another connection until `body` lets go, or returns.
    func holding<Value: Sendable>(
        by statement: SQL,
        _ body: @Sendable (_ letGo: @escaping @Sendable () -> Void) async throws -> Value
    ) async throws -> Value {
        let locked = AsyncStream.makeStream(of: Void.self)
        let mayEnd = DispatchSemaphore(value: 0)
        let owner = owner
        let holder = Task {
            defer { locked.continuation.finish() }
            try await owner.write { connection in
                try connection.execute(statement)
                locked.continuation.yield()
                mayEnd.wait()
            }
        }
        for await _ in locked.stream { break }
        defer { mayEnd.signal() }
        let value = try await body { mayEnd.signal() }
        mayEnd.signal()
        try await holder.value
        return value
    }

    /// Makes the server answer an insert as it does when no block can be added to the table's file.
    func fillDisk(at table: String) async throws {
        try await force(
            """
            CREATE OR REPLACE FUNCTION disk_is_full() RETURNS trigger
            LANGUAGE plpgsql
            AS $$
            BEGIN
                RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
            END
            $$
            """
        )
        try await force(
            """
            CREATE TRIGGER disk_is_full BEFORE INSERT ON \(identifier: table)
            FOR EACH STATEMENT EXECUTE FUNCTION disk_is_full()
            """
        )
    }

    func freeDisk(at table: String) async throws {
        try await force("DROP TRIGGER disk_is_full ON \(identifier: table)")
    }

    /// Ends every connection of the service, and takes no new one.
    func shutDoor() async throws {
        try await administer("ALTER DATABASE \(identifier: name) ALLOW_CONNECTIONS false")
        try await administer(
            """
            SELECT pg_terminate_backend(pid, 5000)
            FROM pg_stat_activity
            WHERE datname = \(name) AND usename = 'registrar_service'
            """
        )
    }

    func openDoor() async throws {
        try await administer("ALTER DATABASE \(identifier: name) ALLOW_CONNECTIONS true")
    }

    /// As the server's superuser, from outside this database.
    private func administer(_ statement: SQL) async throws {
        let server = Database(
            DatabaseConfiguration(url: try TestServer.fromEnvironment().url, poolSize: 1),
            logger: .silent
        )
        do {
            try await server.session { try $0.execute(statement) }
            await server.close()
        } catch {
            await server.close()
            throw error
        }
    }
}
