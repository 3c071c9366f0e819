import Foundation

/// The PostgreSQL server the tests run on, named by TEST_DATABASE_URL; one that is not on this machine is refused.
package struct TestServer: Sendable {
    /// The URL of a database a superuser may create others from.
    package let url: String

    package static func fromEnvironment() throws -> TestServer {
        guard let url = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] else {
            throw TestServerRefused(reason: "TEST_DATABASE_URL is not set")
        }
        return try TestServer(url: url)
    }

    package init(url: String) throws {
        guard let parts = URLComponents(string: url), ["postgres", "postgresql"].contains(parts.scheme) else {
            throw TestServerRefused(reason: "the test server must be given as a postgresql:// URL")
        }
        let given = (parts.queryItems ?? []).filter { ["host", "hostaddr"].contains($0.name) }.compactMap(\.value)
        let hosts = (given + [parts.host ?? ""]).filter { !$0.isEmpty }.flatMap { $0.split(separator: ",") }
        guard hosts.allSatisfy({ $0.hasPrefix("/") || ["localhost", "127.0.0.1", "::1", "[::1]"].contains($0) }) else {
            throw TestServerRefused(reason: "tests drop databases, so the server must be on this machine")
        }
        self.url = url
    }

    /// The same server's URL for another database; of two names libpq takes the last.
    package func url(database: String) -> String {
        url + (url.contains("?") ? "&" : "?") + "dbname=\(database)"
    }
}

/// Why the tests will not run on a server.
package struct TestServerRefused: Error, CustomStringConvertible {
    let reason: String

    package var description: String { reason }
}
