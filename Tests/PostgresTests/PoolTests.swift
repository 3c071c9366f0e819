import Dispatch
import Postgres
import TestSupport
import Testing

@Suite("The pool")
struct PoolTests {
    @Test("four connections serve two hundred tasks, and no update is lost")
    func crowd() async throws {
        try await ScratchDatabase.lend(poolSize: 4, leaseTimeout: .seconds(60)) { database in
            try await database.write { try $0.script("CREATE TABLE tally (n int8); INSERT INTO tally VALUES (0)") }
            try await withThrowingTaskGroup { group in
                for _ in 0..<200 {
                    group.addTask {
                        for _ in 0..<5 {
                            try await database.write { connection in
                                let old = try connection.one("SELECT n FROM tally FOR UPDATE", as: Int.self)
                                try connection.execute("UPDATE tally SET n = \(old + 1)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.one("SELECT n FROM tally") == 1000)
            let statistics = database.statistics
            #expect(statistics.open <= 4)
            #expect(statistics.leased == 0)
            #expect(statistics.waiting == 0)
            let sessions = try await database.read { connection in
                try connection.one(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()",
                    as: Int.self
                )
            }
            #expect(sessions <= 4)
        }
    }

    /// A lease of the pool's only connection that lasts until `end` is called.
    private struct Occupation {
        private let gate = DispatchSemaphore(value: 0)
        private let task: Task<Void, any Error>

        init(of database: Database) async {
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let gate = gate
            task = Task {
                // However it ends: whoever waits for the beginning must not wait for ever.
                defer { begin.finish() }
                try await database.session { _ in
                    begin.finish()
                    gate.wait()
                }
            }
            for await _ in begun {}
        }

        func end() async throws {
            gate.signal()
            try await task.value
        }
    }

    @Test("a lease that does not come in time is an error that says so")
    func exhausted() async throws {
        try await ScratchDatabase.lend(poolSize: 1, leaseTimeout: .milliseconds(100)) { database in
            let occupation = await Occupation(of: database)
            let error = await #expect(throws: PostgresError.self) {
                try await database.read { try $0.execute("SELECT 1") }
            }
            #expect(error?.kind == .poolExhausted)
            #expect(error?.isUnavailable == true)
            #expect(error?.place.hasPrefix("PoolTests.swift:") == true)
            #expect(database.statistics.waiting == 0)
            try await occupation.end()
            #expect(try await database.one("SELECT 7::int8") == 7)
        }
    }

    @Test("a cancelled waiter leaves the queue and the next one is served")
    func cancelledWaiter() async throws {
        try await ScratchDatabase.lend(poolSize: 1, leaseTimeout: .seconds(60)) { database in
            let occupation = await Occupation(of: database)
            let waiter = Task { try await database.one("SELECT 1::int8", as: Int.self) }
            while database.statistics.waiting < 1 { await Task.yield() }
            let next = Task { try await database.one("SELECT 2::int8", as: Int.self) }
            while database.statistics.waiting < 2 { await Task.yield() }
            waiter.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
            #expect(database.statistics.waiting == 1)
            try await occupation.end()
            #expect(try await next.value == 2)
        }
    }

    @Test("those who wait are served in the order in which they came")
    func fifo() async throws {
        try await ScratchDatabase.lend(poolSize: 1, leaseTimeout: .seconds(60)) { database in
            try await database.write {
                try $0.script("CREATE TABLE arrival (n int8 GENERATED ALWAYS AS IDENTITY, who int8)")
            }
            let occupation = await Occupation(of: database)
            var tasks: [Task<Void, any Error>] = []
            for number in 1...20 {
                tasks.append(
                    Task {
                        try await database.write { _ = try $0.execute("INSERT INTO arrival (who) VALUES (\(number))") }
                    }
                )
                while database.statistics.waiting < number { await Task.yield() }
            }
            try await occupation.end()
            for task in tasks { try await task.value }
            let order = try await database.read { try $0.all("SELECT who FROM arrival ORDER BY n", as: Int.self) }
            #expect(order == Array(1...20))
        }
    }

    @Test("closing waits for leases, refuses new ones and closes every connection")
    func closes() async throws {
        try await ScratchDatabase.create { scratch in
            let database = scratch.open(poolSize: 2)
            let occupation = await Occupation(of: database)
            let closing = Task { await database.close() }
            var refusal: PostgresError?
            while refusal == nil {
                do {
                    try await database.read { try $0.execute("SELECT 1") }
                } catch let error as PostgresError {
                    refusal = error
                }
            }
            #expect(refusal?.kind == .usage)
            #expect(database.statistics.open == 1)
            try await occupation.end()
            await closing.value
            #expect(database.statistics.open == 0)
        }
    }

    @Test("a server that is not there, and one that refuses")
    func unreachable() async throws {
        try await ScratchDatabase.create { scratch in
            let nowhere = scratch.open(url: "postgresql://127.0.0.1:1/x", leaseTimeout: .milliseconds(200))
            let absent = await #expect(throws: PostgresError.self) { try await nowhere.read { _ in } }
            #expect(absent?.kind == .cannotConnect)
            #expect(absent?.isUnavailable == true)
            await nowhere.close()

            let wrong = scratch.open(url: scratch.server.url(database: "no_such"), leaseTimeout: .seconds(600))
            let refused = await #expect(throws: PostgresError.self) { try await wrong.read { _ in } }
            #expect(refused?.kind == .cannotConnect)
            #expect(refused?.message.contains("no_such") == true)
            await wrong.close()

            let nonsense = scratch.open(url: "postgresql://user:secret@[broken", leaseTimeout: .seconds(600))
            let unreadable = await #expect(throws: PostgresError.self) { try await nonsense.read { _ in } }
            #expect(unreadable?.kind == .usage)
            #expect(unreadable?.debugDescription.contains("secret") == false)
            await nonsense.close()
        }
    }

    @Test("of several hosts the one that answers is taken")
    func severalHosts() async throws {
        try await ScratchDatabase.create { scratch in
            let host = try #require(scratch.url.firstMatch(of: /host=([^&]+)/)?.1)
            let port = try #require(scratch.url.firstMatch(of: /port=([0-9]+)/)?.1)
            let url = "postgresql:///?host=127.0.0.1,\(host)&port=1,\(port)&user=postgres&dbname=\(scratch.name)"
            let database = scratch.open(url: url)
            #expect(try await database.one("SELECT current_database()", as: String.self) == scratch.name)
            await database.close()
        }
    }
}
