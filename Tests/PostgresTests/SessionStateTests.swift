import Postgres
import TestSupport
import Testing

@Suite("Nothing of one lease is seen by the next")
struct SessionStateTests {
    @Test(
        "session state is cleared",
        arguments: [
            "SET statement_timeout = 12345",
            "SELECT set_config('statement_timeout', '12345', false)",
            "CREATE TEMP TABLE leftover (a int8)",
            "SELECT pg_advisory_lock(42)",
            "LISTEN leftover",
            "SET ROLE pg_monitor",
            "DO $$ BEGIN PERFORM set_config('statement_timeout', '12345', false); END $$",
        ]
    )
    func clears(statement: String) async throws {
        let traces: SQL = """
            SELECT current_setting('statement_timeout') || ' ' || (to_regclass('leftover') IS NULL)
                || ' ' || (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
                || ' ' || (SELECT count(*) FROM pg_listening_channels())
                || ' ' || (current_user = session_user)
            """
        try await ScratchDatabase.lend(poolSize: 1) { database in
            let clean = try await database.one(traces, as: String.self)
            // Twice, since the second time the statement is prepared already.
            for _ in 1...2 {
                let dirty = try await database.write { connection in
                    _ = try connection.rows("\(unverified: statement)")
                    return try connection.one(traces, as: String.self)
                }
                #expect(statement.hasPrefix("LISTEN") || dirty != clean)
                #expect(try await database.one(traces, as: String.self) == clean)
                try await database.session { try $0.script(statement) }
                #expect(try await database.one(traces, as: String.self) == clean)
            }
        }
    }

    @Test("a transaction a session leaves open is rolled back")
    func rollsBack() async throws {
        try await ScratchDatabase.lend(poolSize: 1) { database in
            try await database.session { try $0.script("BEGIN; CREATE TABLE half (a int8)") }
            let isThere = try await database.session {
                try $0.one("SELECT to_regclass('half') IS NOT NULL", as: Bool.self)
            }
            #expect(!isThere)
        }
    }

    @Test("SET LOCAL is no trace and keeps the connection's prepared statements")
    func local() async throws {
        try await ScratchDatabase.lend(poolSize: 1) { database in
            for _ in 1...2 {
                try await database.write { connection in
                    try connection.execute("SET LOCAL lock_timeout = 77")
                    try connection.execute("SELECT \(1)::int8")
                }
            }
            let prepared = try await database.read { connection in
                try connection.one("SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql", as: Int.self)
            }
            #expect(prepared == 3)
        }
    }
}
