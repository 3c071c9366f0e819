import Foundation
package import Logging
package import Postgres

/// An empty database of its own for one test, dropped when the test ends, however it ends.
package struct ScratchDatabase: Sendable {
    package let name: String
    package let url: String
    package let server: TestServer

    /// Databases that exist at the same time; more of them only make each other slow.
    private static let gate = Gate(width: 8)

    /// Creates the database, runs `body`, drops the database.
    package static func create<Outcome>(
        _ body: (ScratchDatabase) async throws -> Outcome
    ) async throws -> Outcome {
        let server = try TestServer.fromEnvironment()
        let name = "scratch_" + UUID().uuidString.replacing("-", with: "").lowercased()
        let scratch = ScratchDatabase(name: name, url: server.url(database: name), server: server)
        await gate.enter()
        do {
            try await scratch.administer("CREATE DATABASE \(identifier: name) TEMPLATE template0")
            let outcome = try await body(scratch)
            await scratch.drop()
            await gate.leave()
            return outcome
        } catch {
            await scratch.drop()
            await gate.leave()
            throw error
        }
    }

    /// Creates the database and lends a pool on it, which is closed before the database is dropped.
    package static func lend<Outcome>(
        poolSize: Int = 6,
        leaseTimeout: Duration = .seconds(10),
        lookUpConnections: Int = 2,
        lookUpQueue: Int = 4096,
        logger: Logger = .silent,
        _ body: (Database) async throws -> Outcome
    ) async throws -> Outcome {
        try await create { scratch in
            let database = scratch.open(
                poolSize: poolSize,
                leaseTimeout: leaseTimeout,
                lookUpConnections: lookUpConnections,
                lookUpQueue: lookUpQueue,
                logger: logger
            )
            do {
                let outcome = try await body(database)
                await database.close()
                return outcome
            } catch {
                await database.close()
                throw error
            }
        }
    }

    /// A pool on this database; the caller closes it.
    package func open(
        url: String? = nil,
        poolSize: Int = 6,
        leaseTimeout: Duration = .seconds(10),
        preparedStatements: Bool = true,
        commitTimeout: Duration = .seconds(10),
        lookUpConnections: Int = 2,
        lookUpQueue: Int = 4096,
        logger: Logger = .silent
    ) -> Database {
        let configuration = DatabaseConfiguration(
            url: url ?? self.url,
            poolSize: poolSize,
            leaseTimeout: leaseTimeout,
            preparedStatements: preparedStatements,
            applicationName: "tests",
            commitTimeout: commitTimeout,
            lookUpConnections: lookUpConnections,
            lookUpQueue: lookUpQueue
        )
        return Database(configuration, logger: logger)
    }

    /// Runs one statement on the server's own database, from outside this one.
    package func administer(_ sql: SQL) async throws {
        let outside = Database(DatabaseConfiguration(url: server.url, poolSize: 1), logger: .silent)
        do {
            try await outside.session { try $0.execute(sql) }
            await outside.close()
        } catch {
            await outside.close()
            throw error
        }
    }

    /// In a task of its own, so that a cancelled test drops its database too.
    private func drop() async {
        await Task { try? await administer("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)") }.value
    }
}
