import Crypto
import Foundation
import Postgres
import Schema

/// The databases that tests make on the test server: one template, and a copy of it for each test.
package struct TestCluster: Sendable {
    private let server: TestServer
    private let maintenance: Database

    /// - Throws: `TestServerRefused` when no server is named, or one elsewhere: tests make and drop databases and roles.
    package init() throws {
        server = try TestServer.fromEnvironment()
        maintenance = Database(
            DatabaseConfiguration(url: server.url, poolSize: 4, leaseTimeout: .seconds(120), applicationName: "tests"),
            logger: .silent
        )
    }

    /// Where one of the server's roles reaches a database; of two users libpq takes the last.
    package func url(of database: String, as role: String) -> String {
        server.url(database: database) + "&user=\(role)"
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

    /// The roles of every installation; another process may be making them at this moment.
    private func makeRoles() async throws {
        let roles = [
            ("registrar_owner", "LOGIN"), ("registrar_service", "LOGIN NOINHERIT"),
            ("registrar_examiner", "NOLOGIN ROLE registrar_service"),
        ]
        for (role, options) in roles {
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
