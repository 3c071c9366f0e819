import Postgres
import TestSupport
import Testing

@Suite("Cancellation")
struct CancellationTests {
    @Test("a cancelled task returns at once, and its connection serves the next")
    func cancels() async throws {
        try await ScratchDatabase.create { scratch in
            let outside = scratch.open(poolSize: 1)
            let database = scratch.open(poolSize: 1)
            try await database.write { try $0.script("CREATE TABLE t (a int8)") }
            let process = try await database.one("SELECT pg_backend_pid()", as: Int.self)
            for _ in 1...10 {
                let task = Task {
                    try await database.write { connection in
                        try connection.execute("INSERT INTO t VALUES (1)")
                        try connection.execute("SELECT pg_sleep(600)")
                    }
                }
                try await outside.waitUntil(
                    "EXISTS (SELECT FROM pg_stat_activity WHERE pid = \(process) AND wait_event = 'PgSleep')"
                )
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                let (again, count) = try await database.read { connection in
                    (
                        try connection.one("SELECT pg_backend_pid()", as: Int.self),
                        try connection.one("SELECT count(*) FROM t", as: Int.self)
                    )
                }
                #expect(again == process)
                #expect(count == 0)
            }
            await database.close()
            await outside.close()
        }
    }

    @Test("a task cancelled while it waits for a lock lets the lock's owner go on")
    func lock() async throws {
        try await ScratchDatabase.lend(poolSize: 3) { database in
            try await database.write { try $0.script("CREATE TABLE t (a int8); INSERT INTO t VALUES (1)") }
            let cancelled = try await withThrowingTaskGroup(of: Bool.self) { group in
                let waiter = Task {
                    try await database.write { connection in
                        try connection.execute("SELECT pg_sleep(600) FROM t FOR UPDATE")
                    }
                }
                group.addTask {
                    do {
                        _ = try await waiter.value
                        return false
                    } catch { return error is CancellationError }
                }
                try await database.waitUntil(
                    """
                    EXISTS (SELECT FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event = 'PgSleep' AND query LIKE '%FOR UPDATE%')
                    """
                )
                waiter.cancel()
                return try await group.next() ?? false
            }
            #expect(cancelled)
            let changed = try await database.write { try $0.execute("UPDATE t SET a = 2") }
            #expect(changed == 1)
        }
    }

    @Test("a session whose transaction failed can still be cancelled")
    func session() async throws {
        try await ScratchDatabase.lend(poolSize: 2) { database in
            let task = Task {
                try await database.session { connection in
                    _ = try? connection.transaction { try $0.execute("SELECT 1 / 0") }
                    try connection.execute("SELECT pg_sleep(600)")
                }
            }
            try await database.waitUntil(
                """
                EXISTS (SELECT FROM pg_stat_activity
                        WHERE datname = current_database() AND query = 'SELECT pg_sleep(600)' AND wait_event = 'PgSleep')
                """
            )
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("tasks cancelled at any moment never disturb their neighbours")
    func storm() async throws {
        try await ScratchDatabase.lend(poolSize: 3, leaseTimeout: .seconds(60)) { database in
            try await database.write { try $0.script("CREATE TABLE t (a int8)") }
            let outcome = await withTaskGroup(of: Bool?.self, returning: (Int, Int).self) { group in
                for number in 0..<120 {
                    group.addTask {
                        let task = Task {
                            try await database.write { connection in
                                for _ in 0..<5 { try connection.execute("INSERT INTO t VALUES (\(number))") }
                            }
                        }
                        if number.isMultiple(of: 2) {
                            for _ in 0..<number { await Task.yield() }
                            task.cancel()
                        }
                        do {
                            try await task.value
                            return true
                        } catch { return error is CancellationError && number.isMultiple(of: 2) ? false : nil }
                    }
                }
                var (done, wrong) = (0, 0)
                for await result in group {
                    if result == true { done += 1 }
                    if result == nil { wrong += 1 }
                }
                return (done, wrong)
            }
            #expect(outcome.1 == 0)
            #expect(outcome.0 >= 60)
            let rows = try await database.one("SELECT count(*) FROM t", as: Int.self)
            #expect(rows == outcome.0 * 5)
        }
    }
}
