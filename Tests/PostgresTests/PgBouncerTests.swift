import Foundation
import Glibc
import Postgres
import Subprocess
import TestSupport
import Testing

@Suite("Through PgBouncer in transaction mode")
struct PgBouncerTests {
    /// Runs a PgBouncer of its own before the test server, and gives `body` a URL through it.
    private func throughBouncer(_ body: @escaping @Sendable (ScratchDatabase, String) async throws -> Void) async throws
    {
        try await ScratchDatabase.create { scratch in
            let folder = FileManager.default.temporaryDirectory.appending(path: "bouncer-\(scratch.name)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let port = try Self.freePort()
            let host = try #require(scratch.url.firstMatch(of: /host=([^&]+)/)?.1)
            let serverPort = try #require(scratch.url.firstMatch(of: /port=([0-9]+)/)?.1)
            let settings = """
                [databases]
                * = host=\(host) port=\(serverPort) user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = \(port)
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = 3
                """
            let file = folder.appending(path: "pgbouncer.ini").path
            try Data(settings.utf8).write(to: URL(filePath: file))
            let url = "postgresql://127.0.0.1:\(port)/\(scratch.name)?user=postgres&sslmode=disable"
            // PgBouncer refuses to run as root.
            _ = try await Subprocess.run(
                .name("runuser"),
                arguments: ["-u", "postgres", "--", "/usr/sbin/pgbouncer", "-q", file],
                input: .none,
                output: .discarded,
                error: .discarded
            ) { execution in
                do {
                    try await body(scratch, url)
                    try execution.send(signal: .terminate)
                } catch {
                    try execution.send(signal: .terminate)
                    throw error
                }
            }
        }
    }

    /// A port nobody listens on.
    private static func freePort() throws -> UInt16 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && getsockname(socket, address, &length) == 0
            }
        }
        try #require(isBound)
        return UInt16(bigEndian: address.sin_port)
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
}
