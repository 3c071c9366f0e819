import Postgres
import TestSupport
import Testing

@Suite("Look-ups by key")
struct KeyedLookUpTests {
    /// A table of ten thousand names, and the question about some of them.
    private func names(in database: Database) async throws -> KeyedLookUp {
        try await database.write { connection in
            try connection.script(
                """
                CREATE TABLE t (id text PRIMARY KEY, name text NOT NULL);
                INSERT INTO t SELECT n::text, 'row ' || n FROM generate_series(1, 10000) AS n;
                """
            )
        }
        return KeyedLookUp(database, key: "id") { "SELECT id, name FROM t WHERE id = ANY(\($0.names))" }
    }

    private func name(_ row: Row) throws -> String { try row["name"] }

    @Test("each key gets its own row, and one without a row nothing")
    func answers() async throws {
        try await ScratchDatabase.lend { database in
            let names = try await names(in: database)
            #expect(try await names.answer(of: "7", read: name) == "row 7")
            #expect(try await names.answer(of: "0", read: name) == nil)
        }
    }

    @Test("a hundred thousand from 64 tasks, some about the same key, are right and go in far fewer statements")
    func crowd() async throws {
        try await ScratchDatabase.lend(leaseTimeout: .seconds(120)) { database in
            let names = try await names(in: database)
            let statements = Counter()
            let counted = KeyedLookUp(database, key: "id") { keys in
                statements.next()
                return "SELECT id, name FROM t WHERE id = ANY(\(keys.names))"
            }
            let wrong = Counter()
            try await withThrowingTaskGroup { group in
                for task in 0..<64 {
                    group.addTask {
                        for turn in stride(from: task, to: 100_000, by: 64) {
                            let id = turn / 3 % 10001
                            let answer = try await counted.answer(of: "\(id)", read: name)
                            if answer != (id == 0 ? nil : "row \(id)") { wrong.next() }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(wrong.value == 0)
            #expect(statements.value < 50_000)
            #expect(try await names.answer(of: "10000", read: name) == "row 10000")
        }
    }

    @Test("by address comes the row that is meant or none, wherever rows lie by now")
    func address() async throws {
        try await ScratchDatabase.lend { database in
            let names = try await names(in: database)
            let located = KeyedLookUp(database, key: "id") { "SELECT id, ctid FROM t WHERE id = ANY(\($0.names))" }
            let placed = KeyedLookUp(database, key: "id") { keys in
                "SELECT id, name FROM t WHERE ctid = ANY(\(keys.addresses))"
            }
            func address(_ key: String) async throws -> RowAddress? {
                try await located.answer(of: key) { try $0["ctid"] }
            }
            let seven = try await address("7")
            #expect(try await placed.answer(of: "7", at: seven, read: name) == "row 7")
            #expect(try await placed.answer(of: "8", at: seven, read: name) == nil)
            #expect(try await placed.answer(of: "7", read: name) == nil)

            // An update lays the row elsewhere, as it does when it fails.
            _ = try? await database.write { connection in
                try connection.execute("UPDATE t SET name = 'never' WHERE id = '7'")
                try connection.execute("SELECT 1 / 0")
            }
            #expect(try await placed.answer(of: "7", at: seven, read: name) == "row 7")
            try await database.write { try $0.execute("UPDATE t SET name = 'moved' WHERE id = '7'") }
            #expect(try await placed.answer(of: "7", at: seven, read: name) == nil)
            #expect(try await placed.answer(of: "7", at: try await address("7"), read: name) == "moved")

            // Another row lies there, then none, then the table is shorter than that.
            try await database.write { connection in
                try connection.execute("CREATE TABLE u AS SELECT id, name FROM t ORDER BY id::int8 DESC")
                try connection.execute("DROP TABLE t")
                try connection.execute("ALTER TABLE u RENAME TO t")
            }
            #expect(try await placed.answer(of: "7", at: seven, read: name) == nil)
            #expect(try await placed.answer(of: "9994", at: seven, read: name) == "row 9994")
            let last = try await address("1")
            try await database.write { try $0.execute("TRUNCATE t") }
            #expect(try await placed.answer(of: "9994", at: seven, read: name) == nil)
            #expect(try await placed.answer(of: "1", at: last, read: name) == nil)
            #expect(try await names.answer(of: "7", read: name) == nil)
        }
    }

    @Test("what fails fails everyone who asked in it, and nobody who asks next")
    func failure() async throws {
        try await ScratchDatabase.lend { database async throws in
            let halves = KeyedLookUp(database, key: "key") { keys in
                "SELECT key, 100 / key::int8 AS half FROM unnest(\(keys.names)) AS key"
            }
            let half: @Sendable (Row) throws -> Int = { try $0["half"] }
            let error = await #expect(throws: PostgresError.self) { try await halves.answer(of: "0", read: half) }
            #expect(error?.sqlState?.rawValue == "22012")
            #expect(try await halves.answer(of: "50", read: half) == 2)
        }
    }

    @Test("a row that cannot be read is an error, not a crash, and a lost connection is opened again")
    func trouble() async throws {
        try await ScratchDatabase.lend { database in
            let names = try await names(in: database)
            let error = await #expect(throws: PostgresError.self) {
                try await names.answer(of: "1") { row -> Int in try row["name"] }
            }
            #expect(error?.kind == .decoding)
            let keyless = KeyedLookUp(database, key: "number") { "SELECT id, name FROM t WHERE id = ANY(\($0.names))" }
            await #expect(throws: PostgresError.self) { try await keyless.answer(of: "1", read: name) }
            _ = try await database.read { connection in
                try connection.all(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                    as: Bool.self
                )
            }
            #expect(try await names.answer(of: "3", read: name) == "row 3")
        }
    }

    @Test("who comes while a statement is stuck goes beside it, however few they are")
    func stuck() async throws {
        try await ScratchDatabase.lend(leaseTimeout: .seconds(60)) { database in
            let names = try await names(in: database)
            let barrier = try await Barrier(in: database)
            let held = KeyedLookUp(database, key: "id") { keys in
                guard keys.names.contains("1") else { return "SELECT id, name FROM t WHERE id = ANY(\(keys.names))" }
                return "SELECT id, name FROM t WHERE id = ANY(\(keys.names)) AND NOT EXISTS (SELECT FROM barrier)"
            }
            let first = Task { try await held.answer(of: "1", read: name) }
            while database.lookUpStatistics.underWay == 0 { await Task.yield() }
            #expect(try await held.answer(of: "2", read: name) == "row 2")
            #expect(try await names.answer(of: "3", read: name) == "row 3")
            try await barrier.lift()
            #expect(try await first.value == "row 1")
        }
    }

    @Test("who waited too long for a turn is told so")
    func late() async throws {
        try await ScratchDatabase.lend(leaseTimeout: .milliseconds(200), lookUpConnections: 1) { database in
            _ = try await names(in: database)
            let barrier = try await Barrier(in: database)
            let held = KeyedLookUp(database, key: "id") { keys in
                "SELECT id, name FROM t WHERE id = ANY(\(keys.names)) AND NOT EXISTS (SELECT FROM barrier)"
            }
            let first = Task { try await held.answer(of: "1", read: name) }
            while database.lookUpStatistics.underWay == 0 { await Task.yield() }
            let error = await #expect(throws: PostgresError.self) { try await held.answer(of: "2", read: name) }
            #expect(error?.kind == .poolExhausted)
            try await barrier.lift()
            #expect(try await first.value == "row 1")
        }
    }

    @Test("beyond the queue the next one is refused at once")
    func full() async throws {
        try await ScratchDatabase.lend(leaseTimeout: .seconds(60), lookUpConnections: 1, lookUpQueue: 3) { database in
            let names = try await names(in: database)
            let barrier = try await Barrier(in: database)
            let first = await database.lookUpBehindBarrier()
            // Some are under way behind the barrier, three wait for them to come back, and there is room for no more.
            let refused = Counter()
            let tasks = (1...10).map { id in
                Task {
                    do {
                        return try await names.answer(of: "\(id)", read: name)
                    } catch let error as PostgresError where error.kind == .poolExhausted {
                        refused.next()
                        return nil
                    }
                }
            }
            while refused.value < 4 { await Task.yield() }
            try await barrier.lift()
            #expect(try await first.value == 0)
            var answered = 0
            for task in tasks where try await task.value != nil { answered += 1 }
            #expect(answered + refused.value == 10)
            #expect(answered >= 3)
        }
    }
}
