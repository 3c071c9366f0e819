import Postgres
import TestSupport
import Testing

@Suite("Lost connections")
struct LossTests {
    private func process(_ database: Database) async throws -> Int {
        try await database.one("SELECT pg_backend_pid()", as: Int.self)
    }

    /// Ends a server process and waits until it is gone.
    private func kill(_ process: Int, from outside: Database) async throws {
        try await outside.session { _ = try $0.rows("SELECT pg_terminate_backend(\(process)::int4, 10000)") }
    }

    @Test("a backend killed in a transaction is a lost connection, and the next lease works")
    func midTransaction() async throws {
        try await ScratchDatabase.create { scratch in
            let outside = scratch.open(poolSize: 1)
            let database = scratch.open(poolSize: 1)
            try await database.write { try $0.script("CREATE TABLE t (a int8)") }
            let victim = try await process(database)
            let task = Task {
                try await database.write { connection in
                    try connection.execute("INSERT INTO t VALUES (1)")
                    try connection.execute("SELECT pg_sleep(600)")
                }
            }
            try await outside.waitUntil(
                "EXISTS (SELECT FROM pg_stat_activity WHERE pid = \(victim) AND wait_event = 'PgSleep')"
            )
            try await kill(victim, from: outside)
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.kind == .connectionLost)
            #expect(error?.sqlState == .adminShutdown)
            #expect(error?.isUnavailable == true)
            #expect(try await database.one("SELECT count(*) FROM t") == 0)
            await database.close()
            await outside.close()
        }
    }

    @Test("a killed idle connection is never handed out")
    func idle() async throws {
        try await ScratchDatabase.create { scratch in
            let outside = scratch.open(poolSize: 1)
            let database = scratch.open(poolSize: 1)
            for _ in 1...20 {
                let victim = try await process(database)
                try await kill(victim, from: outside)
                #expect(try await process(database) != victim)
            }
            #expect(database.statistics.open == 1)
            await database.close()
            await outside.close()
        }
    }

    @Test("every idle connection dies at once, and nobody notices")
    func allIdle() async throws {
        try await ScratchDatabase.create { scratch in
            let outside = scratch.open(poolSize: 1)
            let database = scratch.open(poolSize: 4)
            for _ in 1...5 {
                try await withThrowingTaskGroup { group in
                    for _ in 1...40 { group.addTask { try await database.read { _ = try $0.execute("SELECT 1") } } }
                    try await group.waitForAll()
                }
                try await outside.session { connection in
                    _ = try connection.rows(
                        """
                        SELECT pg_terminate_backend(pid, 10000)
                        FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """
                    )
                }
            }
            await database.close()
            await outside.close()
        }
    }

    @Test("a write to a server that takes none gives the connection up: another may be the primary")
    func demoted() async throws {
        try await ScratchDatabase.create { scratch in
            try await scratch.administer(
                "ALTER DATABASE \(identifier: scratch.name) SET default_transaction_read_only = on"
            )
            let database = scratch.open(poolSize: 1)
            let stale = try await process(database)
            try await scratch.administer("ALTER DATABASE \(identifier: scratch.name) RESET ALL")
            let error = await #expect(throws: PostgresError.self) {
                try await database.write { try $0.execute("CREATE TABLE t (a int8)") }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
            try await database.write { try $0.execute("CREATE TABLE t (a int8)") }
            let fresh = try await process(database)
            #expect(fresh != stale)
            await database.close()
        }
    }

    @Test("a body that swallows the loss is still told")
    func swallowed() async throws {
        try await ScratchDatabase.lend { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.write { connection in
                    _ = try? connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(error?.kind == .connectionLost)
        }
    }
}
