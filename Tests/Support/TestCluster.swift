import Crypto
import Foundation
import Postgres
import Schema

/// The PostgreSQL server that tests use: a local one, named by TEST_DATABASE_URL, reached there as a superuser.
package struct TestCluster: Sendable {
    private let url: URLComponents
    private let maintenance: Database

    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Throws: `Unusable` when no server is named, or one elsewhere: tests make and drop databases and roles.
    package init(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        guard let text = environment["TEST_DATABASE_URL"], let url = URLComponents(string: text) else {
            throw Unusable(description: "TEST_DATABASE_URL does not name a server; scripts/test starts one.")
        }
        guard Self.isLocal(url) else {
            throw Unusable(description: "TEST_DATABASE_URL names a server elsewhere; tests use a local one only.")
        }
        self.url = url
        maintenance = Database(
            DatabaseConfiguration(url: text, poolSize: 4, leaseTimeout: .seconds(120), applicationName: "tests"),
            logger: .silent
        )
    }

    private static func isLocal(_ url: URLComponents) -> Bool {
        let parameters = (url.queryItems ?? []).filter { ["host", "hostaddr"].contains($0.name) }.compactMap(\.value)
        let hosts = (parameters + [url.host ?? ""]).flatMap { $0.split(separator: ",") }
        return hosts.allSatisfy { host in
            host.hasPrefix("/") || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased())
        }
    }

    /// Where one of the server's roles reaches a database.
    package func url(of database: String, as role: String) -> String {
        var url = url
        url.path = "/\(database)"
        url.queryItems = (url.queryItems ?? []).filter { !["user", "dbname"].contains($0.name) }
        if url.host?.isEmpty ?? true {
            url.user = nil
            url.queryItems?.append(URLQueryItem(name: "user", value: role))
        } else {
            url.user = role
        }
        return url.string ?? ""
    }

    // MARK: - Databases

    /// The name of a database with the schema of this working copy and nothing in it, made once for all processes.
    ///
    /// It is built under a name of its own and then renamed: of two processes that do so at once, one comes second and
    /// drops what it built.
    package func makeTemplate() async throws -> String {
        let files = (try Schema.migrations, try Schema.repeatable)
        let name = "registrar_template_\(Self.hash(files.0 + files.1))"
        try await makeRoles()
        let exists = try await maintenance.session { connection in
            try connection.one("SELECT EXISTS (SELECT FROM pg_database WHERE datname = \(name))", as: Bool.self)
        }
        guard !exists else { return name }
        let building = "registrar_building_\(UUID().uuidString.lowercased())"
        try await run("CREATE DATABASE \(identifier: building) OWNER registrar_owner")
        do {
            let owner = Database(
                DatabaseConfiguration(url: url(of: building, as: "registrar_owner"), poolSize: 1),
                logger: .silent
            )
            let migrator = Migrator(
                numbered: files.0.map { MigrationFile(name: $0.name, text: $0.text) },
                repeatable: files.1.map { MigrationFile(name: $0.name, text: $0.text) }
            )
            let outcome = await Result { try await migrator.migrate(owner) }
            await owner.close()
            _ = try outcome.get()
            try await run("ALTER DATABASE \(identifier: building) RENAME TO \(identifier: name)")
        } catch {
            try await drop(building)
            guard (error as? PostgresError)?.sqlState == .duplicateDatabase else { throw error }
        }
        return name
    }

    /// Copies a template under a new name.
    package func clone(_ template: String, as name: String) async throws {
        try await run("CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: template) OWNER registrar_owner")
    }

    package func drop(_ name: String) async throws {
        try await run("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
    }

    private func run(_ statement: SQL) async throws {
        _ = try await maintenance.session { connection in try connection.execute(statement) }
    }

    /// The two roles of every installation; another process may be making them at this moment.
    private func makeRoles() async throws {
        for (role, options) in [("registrar_owner", "LOGIN"), ("registrar_service", "LOGIN NOINHERIT")] {
            try await run(
                """
                DO $$
                BEGIN
                    CREATE ROLE \(identifier: role) \(unverified: options);
                EXCEPTION WHEN duplicate_object OR unique_violation THEN
                    NULL;
                END
                $$
                """
            )
        }
    }

    private static func hash(_ files: [Schema.File]) -> String {
        var hasher = SHA256()
        for file in files { hasher.update(data: Data("\(file.name)\n\(file.text)\n".utf8)) }
        return hasher.finalize().prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

extension SQLState {
    fileprivate static let duplicateDatabase = SQLState(rawValue: "42P04")
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
