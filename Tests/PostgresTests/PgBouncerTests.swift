import Postgres
import TestSupport
import Testing

@Suite("Through PgBouncer in transaction mode")
struct PgBouncerTests {
    private func throughBouncer(_ body: @escaping @Sendable (ScratchDatabase, String) async throws -> Void) async throws
    {
        try await ScratchDatabase.create { scratch in
            try await PgBouncer.lend(to: scratch.name) { try await body(scratch, $0) }
        }
    }

    @Test("a crowd of transactions on six clients and three servers loses nothing")
    func crowd() async throws {
        try await throughBouncer { scratch, url in
            let database = scratch.open(url: url, poolSize: 6, leaseTimeout: .seconds(60), preparedStatements: false)
            try await database.write { try $0.script("CREATE TABLE tally (n int8); INSERT INTO tally VALUES (0)") }
            try await withThrowingTaskGroup { group in
                for number in 1...60 {
                    group.addTask {
                        for _ in 1...5 {
                            try await database.write { connection in
                                let numbers = [number, nil]
                                let old = try connection.one("SELECT n FROM tally FOR UPDATE", as: Int.self)
                                try connection.execute(
                                    "UPDATE tally SET n = \(old) + cardinality(\(numbers)) / 2"
                                )
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.one("SELECT n FROM tally") == 300)
            let streamed = try await database.read { connection in
                try connection.stream("SELECT generate_series(1, 5000)", as: Int.self) { _ in }
            }
            #expect(streamed == 5000)
            await database.close()
        }
    }

    @Test("cancelling reaches the statement behind the pooler")
    func cancels() async throws {
        try await throughBouncer { scratch, url in
            let outside = scratch.open(poolSize: 1)
            let database = scratch.open(url: url, poolSize: 1, preparedStatements: false)
            let task = Task { try await database.write { try $0.execute("SELECT pg_sleep(600)") } }
            let sleeping = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
            try await outside.waitUntil("EXISTS (\(sleeping) AND query LIKE '%pg_sleep(600)%')")
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await database.one("SELECT 1::int8") == 1)
            await database.close()
            await outside.close()
        }
    }

    @Test("what needs a session of its own is refused")
    func refuses() async throws {
        try await throughBouncer { scratch, url in
            let database = scratch.open(url: url, preparedStatements: false)
            let migration = await #expect(throws: PostgresError.self) {
                try await Migrator(numbered: [], repeatable: []).migrate(database)
            }
            #expect(migration?.message == "this needs a direct connection, not one through a pooler")
            var stream = database.notifications(on: ["news"]).makeAsyncIterator()
            let listening = await #expect(throws: PostgresError.self) { _ = try await stream.next() }
            #expect(listening?.kind == .usage)
            await database.close()
        }
    }

    @Test("look-ups of many tasks share its servers, errors stay with their callers, and nothing is left read-only")
    func looksUp() async throws {
        try await throughBouncer { scratch, url in
            let database = scratch.open(url: url, poolSize: 2, leaseTimeout: .seconds(60), preparedStatements: false)
            try await database.write { try $0.script("CREATE TABLE tally (n int8); INSERT INTO tally VALUES (0)") }
            try await withThrowingTaskGroup { group in
                for task in 1...64 {
                    group.addTask {
                        for number in 1...50 where task > 4 {
                            #expect(try await database.lookUp("SELECT \(task * number)", as: Int.self) == task * number)
                        }
                        for _ in 1...50 where task <= 4 {
                            try await database.write { try $0.execute("UPDATE tally SET n = n + 1") }
                            let error = await #expect(throws: PostgresError.self) {
                                try await database.lookUpRows("SELECT 1 / \(0)")
                            }
                            #expect(error?.sqlState?.rawValue == "22012")
                            let refused = await #expect(throws: PostgresError.self) {
                                try await database.lookUpRows("SELECT n FROM tally FOR UPDATE")
                            }
                            #expect(refused?.kind == .usage)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.lookUp("SELECT n FROM tally") == 200)
            let tallies = KeyedLookUp(database, key: "key") { keys in
                "SELECT 'all' AS key, n FROM tally WHERE ctid = ANY(\(keys.addresses))"
            }
            let address = try await database.lookUp("SELECT ctid FROM tally", as: RowAddress.self)
            #expect(try await tallies.answer(of: "all", at: address) { try $0["n"] } == 200)
            await database.close()
        }
    }
}
