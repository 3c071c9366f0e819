import Logging
import Postgres
import TestSupport
import Testing

@Suite("What is said and what comes back")
struct ReturnTests {
    @Test("those who wait while the server is away are served when it returns")
    func returns() async throws {
        try await ScratchDatabase.create { scratch in
            let directory = try #require(scratch.url.firstMatch(of: /host=([^&]+)/)?.1)
            let serverPort = try #require(scratch.url.firstMatch(of: /port=([0-9]+)/).flatMap { Int($0.1) })
            func door(at port: UInt16 = 0) throws -> CuttingProxy {
                try CuttingProxy(
                    socketDirectory: String(directory),
                    serverPort: serverPort,
                    port: port,
                    losing: .answer,
                    times: 0
                )
            }
            let (logger, entries) = OverheardLog.make()
            let first = try door()
            let database = scratch.open(
                url: "postgresql://127.0.0.1:\(first.port)/\(scratch.name)?user=postgres&sslmode=disable",
                leaseTimeout: .seconds(60),
                logger: logger
            )
            try await database.write { try $0.execute("CREATE TABLE t (a int8)") }
            first.stop()
            let waiting = (1...10).map { number in
                Task { try await database.write { try $0.execute("INSERT INTO t VALUES (\(number))") } }
            }
            for await entry in entries where entry.text.contains("cannot connect") { break }
            let second = try door(at: first.port)
            for task in waiting { _ = try await task.value }
            let count = try await database.one("SELECT count(*) FROM t", as: Int.self)
            #expect(count == 10)
            await database.close()
            second.stop()
        }
    }

    @Test("the server's notices go to the log at debug")
    func notices() async throws {
        let (logger, entries) = OverheardLog.make()
        try await ScratchDatabase.lend(logger: logger) { database in
            try await database.session { try $0.script("DO $$ BEGIN RAISE NOTICE 'mind the step'; END $$") }
        }
        for await entry in entries where entry.text.contains("mind the step") {
            #expect(entry.level == .debug)
            break
        }
    }
}
