import Postgres
import TestSupport
import Testing

@Suite("LISTEN")
struct ListenTests {
    @Test("messages arrive in order, and listening goes on after the server cut the line")
    func reconnects() async throws {
        try await ScratchDatabase.lend { database in
            var stream = database.notifications(on: ["news", "Other Channel"]).makeAsyncIterator()
            #expect(try await stream.next()?.isBeginning == true)
            #expect(try await stream.next()?.channel == "Other Channel")
            try await database.write { connection in
                try connection.execute("NOTIFY news, 'one'")
                _ = try connection.rows("SELECT pg_notify('Other Channel', 'zwölf')")
            }
            let one = try await stream.next()
            #expect(one?.channel == "news")
            #expect(one?.payload == "one")
            #expect(one?.isBeginning == false)
            #expect(try await stream.next()?.payload == "zwölf")

            try await database.session { connection in
                _ = try connection.rows(
                    """
                    SELECT pg_terminate_backend(pid, 10000)
                    FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'LISTEN%'
                    """
                )
            }
            let again = try await stream.next()
            #expect(again?.isBeginning == true)
            #expect(try await stream.next()?.isBeginning == true)
            try await database.write { _ = try $0.execute("NOTIFY news, 'two'") }
            #expect(try await stream.next()?.payload == "two")
        }
    }

    @Test("the connection ends with the task that listens")
    func ends() async throws {
        try await ScratchDatabase.lend { database in
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                for try await _ in database.notifications(on: ["news"]) { begin.finish() }
            }
            for await _ in begun {}
            task.cancel()
            try await task.value
            try await database.waitUntil(
                "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%')"
            )
        }
    }

    @Test("closing the database ends its listeners")
    func closes() async throws {
        try await ScratchDatabase.create { scratch in
            let database = scratch.open()
            var stream = database.notifications(on: ["news"]).makeAsyncIterator()
            _ = try await stream.next()
            await database.close()
            #expect(try await stream.next() == nil)
        }
    }

    @Test("what time will not cure ends the stream with an error")
    func refused() async throws {
        try await ScratchDatabase.create { scratch in
            let database = scratch.open(url: scratch.server.url(database: "no_such"))
            var stream = database.notifications(on: ["news"]).makeAsyncIterator()
            let error = await #expect(throws: PostgresError.self) { _ = try await stream.next() }
            #expect(error?.kind == .cannotConnect)
            await database.close()
        }
    }
}
