import Foundation
import Glibc
import Subprocess

/// A real PgBouncer in transaction mode before the test server, with fewer connections than its clients.
package enum PgBouncer {
    /// Starts one, lends a URL through it to a database as one role, and ends it.
    package static func lend(
        to database: String,
        as role: String = "postgres",
        _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let server = try TestServer.fromEnvironment().url
        guard
            let host = server.firstMatch(of: /host=([^&]+)/)?.1,
            let serverPort = server.firstMatch(of: /port=([0-9]+)/)?.1
        else { throw TestServerRefused(reason: "PgBouncer needs the test server's host and port") }
        let folder = FileManager.default.temporaryDirectory.appending(path: "bouncer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = try freePort()
        let settings = """
            [databases]
            * = host=\(host) port=\(serverPort) user=\(role)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 3
            """
        let file = folder.appending(path: "pgbouncer.ini")
        try Data(settings.utf8).write(to: file)
        // PgBouncer refuses to run as root.
        _ = try await Subprocess.run(
            .name("runuser"),
            arguments: ["-u", "postgres", "--", "/usr/sbin/pgbouncer", "-q", file.path],
            input: .none,
            output: .discarded,
            error: .discarded
        ) { execution in
            do {
                try await body("postgresql://127.0.0.1:\(port)/\(database)?user=\(role)&sslmode=disable")
                try execution.send(signal: .terminate)
            } catch {
                try execution.send(signal: .terminate)
                throw error
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
        guard isBound else { throw Unexpected() }
        return UInt16(bigEndian: address.sin_port)
    }
}
