import Postgres
import TestSupport
import Testing

@Suite("Look-ups and lost connections")
struct LookUpLossTests {
    private static let others = "datname = current_database() AND pid <> pg_backend_pid()"

    /// Ends every server process of the database but the caller's own, and waits until they are gone.
    private func killAll(from outside: Database) async throws {
        try await outside.session { connection in
            _ = try connection.rows(
                """
                SELECT pg_terminate_backend(pid, 10000)
                FROM pg_stat_activity
                WHERE \(unverified: Self.others)
                """
            )
        }
    }

    @Test("servers killed under load are replaced, and every look-up is answered")
    func underLoad() async throws {
        try await ScratchDatabase.create { scratch in
            let outside = scratch.open(poolSize: 1)
            let database = scratch.open(leaseTimeout: .seconds(60))
            let (answered, rounds) = (Counter(), Counter())
            try await withThrowingTaskGroup { group in
                for task in 1...32 {
                    group.addTask {
                        while rounds.value < 15 {
                            let answer = try await database.lookUp("SELECT \(task) * 10", as: Int.self)
                            #expect(answer == task * 10)
                            answered.next()
                        }
                    }
                }
                group.addTask {
                    repeat {
                        // None that was lost may be lost again: that would be one kill too many for it.
                        let goal = answered.value + 1000
                        while answered.value < goal { await Task.yield() }
                        try await killAll(from: outside)
                    } while rounds.next() < 15
                }
                try await group.waitForAll()
            }
            await database.close()
            await outside.close()
        }
    }

    @Test("those under way and those waiting are asked again on a new connection")
    func underWay() async throws {
        try await ScratchDatabase.create { scratch in
            let outside = scratch.open(poolSize: 2)
            let database = scratch.open(lookUpConnections: 1)
            #expect(try await database.lookUp("SELECT 0::int8", as: Int.self) == 0)
            let barrier = try await Barrier(in: outside)
            let first = await database.lookUpBehindBarrier()
            let waiting = (1...5).map { number in Task { try await database.lookUp("SELECT \(number)", as: Int.self) } }
            await database.waitForLookUps(5)
            let stuck = "wait_event_type = 'Lock' AND query LIKE '%FROM barrier'"
            try await outside.waitUntil("EXISTS (SELECT FROM pg_stat_activity WHERE \(Self.others) AND \(stuck))")
            try await outside.session { connection in
                _ = try connection.rows(
                    """
                    SELECT pg_terminate_backend(pid, 10000)
                    FROM pg_stat_activity
                    WHERE \(unverified: Self.others) AND \(unverified: stuck)
                    """
                )
            }
            try await barrier.lift()
            #expect(try await first.value == 0)
            for (number, task) in zip(1..., waiting) { #expect(try await task.value == number) }
            await database.close()
            await outside.close()
        }
    }

    @Test("one that kills its own server is asked twice, and its neighbours as often as it takes")
    func poison() async throws {
        try await ScratchDatabase.lend(leaseTimeout: .seconds(60), lookUpConnections: 1) { database in
            let barrier = try await Barrier(in: database)
            let first = await database.lookUpBehindBarrier()
            let outcomes = await withTaskGroup(of: (Int, Result<Int?, any Error>).self) { group in
                for number in 0..<30 {
                    group.addTask {
                        let sql: SQL =
                            number % 10 == 3
                            ? "SELECT \(number) FROM pg_terminate_backend(pg_backend_pid())" : "SELECT \(number)"
                        do {
                            return (number, .success(try await database.lookUp(sql, as: Int.self)))
                        } catch {
                            return (number, .failure(error))
                        }
                    }
                    await database.waitForLookUps(number + 1)
                }
                try? await barrier.lift()
                return await group.reduce(into: [Int: Result<Int?, any Error>]()) { $0[$1.0] = $1.1 }
            }
            #expect(try await first.value == 0)
            for (number, outcome) in outcomes {
                if number % 10 == 3 {
                    let error = #expect(throws: PostgresError.self) { try outcome.get() }
                    #expect(error?.kind == .connectionLost)
                    #expect(error?.sqlState == .adminShutdown)
                    #expect(error?.isUnavailable == true)
                    #expect(error?.place.hasPrefix("LookUpLossTests.swift:") == true)
                } else {
                    #expect(try outcome.get() == number)
                }
            }
        }
    }

    @Test("an idle connection that dies is replaced by the next look-up")
    func idle() async throws {
        try await ScratchDatabase.create { scratch in
            let outside = scratch.open(poolSize: 1)
            let database = scratch.open()
            for number in 1...20 {
                #expect(try await database.lookUp("SELECT \(number)", as: Int.self) == number)
                try await killAll(from: outside)
            }
            while database.lookUpStatistics.connections > 0 { await Task.yield() }
            #expect(try await database.lookUp("SELECT 21::int8", as: Int.self) == 21)
            await database.close()
            await outside.close()
        }
    }

    @Test("a server that is not there, and one that refuses")
    func unreachable() async throws {
        try await ScratchDatabase.create { scratch in
            let nowhere = scratch.open(url: "postgresql://127.0.0.1:1/x", leaseTimeout: .milliseconds(200))
            let absent = await #expect(throws: PostgresError.self) { try await nowhere.lookUpRows("SELECT 1") }
            #expect(absent?.kind == .cannotConnect)
            #expect(absent?.isUnavailable == true)
            #expect(absent?.place.hasPrefix("LookUpLossTests.swift:") == true)
            await nowhere.close()

            let database = scratch.open(leaseTimeout: .seconds(600))
            #expect(try await database.lookUp("SELECT 1::int8", as: Int.self) == 1)
            let admission = "ALTER DATABASE \(scratch.name) WITH ALLOW_CONNECTIONS"
            try await scratch.administer("\(unverified: admission) false")
            try await scratch.administer(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = \(scratch.name)"
            )
            let refused = await #expect(throws: PostgresError.self) { try await database.lookUpRows("SELECT 1") }
            #expect(refused?.kind == .cannotConnect)
            #expect(refused?.isUnavailable == true)
            try await scratch.administer("\(unverified: admission) true")
            #expect(try await database.lookUp("SELECT 2::int8", as: Int.self) == 2)
            await database.close()
        }
    }

    @Test("look-ups wait for a server that comes back")
    func comesBack() async throws {
        try await ScratchDatabase.create { scratch in
            let directory = try #require(scratch.url.firstMatch(of: /host=([^&]+)/)?.1)
            let serverPort = try #require(scratch.url.firstMatch(of: /port=([0-9]+)/).flatMap { Int($0.1) })
            func makeProxy(port: UInt16) throws -> CuttingProxy {
                let directory = String(directory)
                return try CuttingProxy(socketDirectory: directory, serverPort: serverPort, port: port, losing: .answer)
            }
            let proxy = try makeProxy(port: 0)
            let (logger, log) = OverheardLog.make()
            let database = scratch.open(
                url: "postgresql://127.0.0.1:\(proxy.port)/\(scratch.name)?user=postgres&sslmode=disable",
                leaseTimeout: .seconds(60),
                logger: logger
            )
            #expect(try await database.lookUp("SELECT 1::int8", as: Int.self) == 1)
            proxy.stop()
            let waiting = (2...9).map { number in Task { try await database.lookUp("SELECT \(number)", as: Int.self) } }
            for await entry in log where entry.text.hasPrefix("cannot connect") { break }
            let again = try makeProxy(port: proxy.port)
            for (number, task) in zip(2..., waiting) { #expect(try await task.value == number) }
            await database.close()
            again.stop()
        }
    }
}
