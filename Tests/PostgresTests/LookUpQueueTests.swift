import Postgres
import TestSupport
import Testing

@Suite("Many look-ups at once")
struct LookUpQueueTests {
    @Test("a hundred thousand from 64 tasks, each answered with its own row")
    func crowd() async throws {
        try await ScratchDatabase.lend(leaseTimeout: .seconds(120)) { database in
            try await database.write { connection in
                try connection.script(
                    """
                    CREATE TABLE t (id int8 PRIMARY KEY, name text NOT NULL);
                    INSERT INTO t SELECT n, 'row ' || n FROM generate_series(1, 10000) AS n;
                    """
                )
            }
            let wrong = Counter()
            try await withThrowingTaskGroup { group in
                for task in 0..<64 {
                    group.addTask {
                        for id in stride(from: task, to: 100_000, by: 64) {
                            let id = id % 10001
                            let name = try await database.lookUp("SELECT name FROM t WHERE id = \(id)", as: String.self)
                            if name != (id == 0 ? nil : "row \(id)") { wrong.next() }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(wrong.value == 0)
            await database.waitForIdleLanes()
            #expect(database.lookUpStatistics.waiting == 0)
            #expect((1...2).contains(database.lookUpStatistics.connections))
        }
    }

    @Test("a slow one leaves the other connection to the rest")
    func slow() async throws {
        try await ScratchDatabase.lend { database in
            let barrier = try await Barrier(in: database)
            let slow = await database.lookUpBehindBarrier()
            #expect(try await database.lookUp("SELECT 1::int8", as: Int.self) == 1)
            #expect(database.lookUpStatistics.connections == 2)
            try await barrier.lift()
            #expect(try await slow.value == 0)
        }
    }

    @Test("a full queue refuses the next one at once")
    func full() async throws {
        try await ScratchDatabase.lend(leaseTimeout: .seconds(60), lookUpConnections: 1, lookUpQueue: 3) { database in
            let barrier = try await Barrier(in: database)
            let first = await database.lookUpBehindBarrier()
            let waiting = (1...3).map { number in
                Task { try await database.lookUp("SELECT \(number)", as: Int.self) }
            }
            await database.waitForLookUps(3)
            let error = await #expect(throws: PostgresError.self) { try await database.lookUpRows("SELECT 4") }
            #expect(error?.kind == .poolExhausted)
            #expect(error?.isUnavailable == true)
            try await barrier.lift()
            for (number, task) in zip(1..., waiting) { #expect(try await task.value == number) }
            #expect(try await first.value == 0)
        }
    }

    @Test("whoever waits too long is told so, while the one under way goes on")
    func late() async throws {
        try await ScratchDatabase.create { scratch in
            let outside = scratch.open(poolSize: 1, leaseTimeout: .seconds(60))
            let database = scratch.open(leaseTimeout: .seconds(1), lookUpConnections: 1)
            // Opening takes its time as well, on a busy machine.
            while (try? await database.lookUpRows("SELECT 1")) == nil {}
            let barrier = try await Barrier(in: outside)
            let first = await database.lookUpBehindBarrier()
            let error = await #expect(throws: PostgresError.self) { try await database.lookUpRows("SELECT 1") }
            #expect(error?.kind == .poolExhausted)
            try await barrier.lift()
            #expect(try await first.value == 0)
            await database.close()
            await outside.close()
        }
    }

    @Test("a cancelled task stops waiting at once, and its neighbours are answered")
    func cancels() async throws {
        try await ScratchDatabase.lend(leaseTimeout: .seconds(60), lookUpConnections: 1) { database in
            let barrier = try await Barrier(in: database)
            let underWay = await database.lookUpBehindBarrier()
            let waiter = Task { try await database.lookUp("SELECT 1::int8", as: Int.self) }
            await database.waitForLookUps(1)
            let neighbour = Task { try await database.lookUp("SELECT 2::int8", as: Int.self) }
            await database.waitForLookUps(2)
            waiter.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
            underWay.cancel()
            await #expect(throws: CancellationError.self) { try await underWay.value }
            let late = Task { try await database.lookUp("SELECT 3::int8", as: Int.self) }
            late.cancel()
            await #expect(throws: CancellationError.self) { try await late.value }
            try await barrier.lift()
            #expect(try await neighbour.value == 2)
            #expect(try await database.lookUp("SELECT 4::int8", as: Int.self) == 4)
            #expect(database.lookUpStatistics.connections == 1)
        }
    }

    @Test("tasks cancelled at any moment disturb nobody")
    func storm() async throws {
        try await ScratchDatabase.lend(leaseTimeout: .seconds(60)) { database in
            let wrong = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<2000 {
                    group.addTask {
                        let task = Task { try await database.lookUp("SELECT \(number)", as: Int.self) }
                        if number % 2 == 0 {
                            for _ in 0..<number % 50 { await Task.yield() }
                            task.cancel()
                        }
                        do {
                            return try await task.value != number
                        } catch { return !(error is CancellationError && number % 2 == 0) }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(wrong == 0)
        }
    }

    @Test("closing answers what was asked, refuses what comes later, and leaves no connection")
    func closes() async throws {
        try await ScratchDatabase.create { scratch in
            let outside = scratch.open(poolSize: 2)
            let database = scratch.open(lookUpConnections: 1)
            let barrier = try await Barrier(in: outside)
            let first = await database.lookUpBehindBarrier()
            let waiting = Task { try await database.lookUp("SELECT 1::int8", as: Int.self) }
            await database.waitForLookUps(1)
            let closing = Task { await database.close() }
            // Until closing has begun a probe only waits, so it is cancelled.
            var refusal: PostgresError?
            while refusal == nil {
                let probe = Task { try await database.lookUp("SELECT 2::int8", as: Int.self) }
                await Task.yield()
                probe.cancel()
                do { _ = try await probe.value } catch { refusal = error as? PostgresError }
            }
            #expect(refusal?.kind == .usage)
            try await barrier.lift()
            #expect(try await first.value == 0)
            #expect(try await waiting.value == 1)
            await closing.value
            #expect(database.lookUpStatistics.connections == 0)
            #expect(database.lookUpStatistics.waiting == 0)
            await outside.close()
        }
    }

    @Test("a database that is dropped unclosed leaves no connection either")
    func dropped() async throws {
        try await ScratchDatabase.create { scratch in
            let outside = scratch.open(poolSize: 1)
            for _ in 1...3 {
                let database = scratch.open()
                let barrier = try await Barrier(in: database)
                let slow = await database.lookUpBehindBarrier()
                #expect(try await database.lookUp("SELECT 1::int8", as: Int.self) == 1)
                try await barrier.lift()
                _ = try await slow.value
            }
            try await outside.waitUntil(
                "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) = 1"
            )
            await outside.close()
        }
    }
}
