import Crypto
package import Domain
import Foundation
package import Postgres
import Synchronization

/// One test's own institute: a database, the service over it, and builders for what stories begin with.
package final class TestDatabase: Sendable {
    @TaskLocal static var scoped: TestDatabase?

    /// The database of the running test; its suite has the trait `.database`.
    package static var current: TestDatabase {
        guard let scoped else { preconditionFailure("This suite lacks the trait .database.") }
        return scoped
    }

    package let name: String
    /// Connection strings of the two roles, for a process of its own.
    package let serviceURL: String
    package let ownerURL: String
    /// As the service: no definitions, and history only grows.
    package let service: Database
    /// As the owner, who may do what the service may not.
    package let owner: Database
    package let registrar: Registrar
    /// The folder of its private keys.
    private let keys: String
    package static let secrets = Secrets(root: SymmetricKey(data: Array(repeating: 7, count: 32)))

    private let cluster: TestCluster
    private let lastNumber = Atomic(0)

    init(on cluster: TestCluster, _ template: String) async throws {
        self.cluster = cluster
        name = "registrar_test_\(UUID().uuidString.lowercased())"
        serviceURL = cluster.url(of: name, as: "registrar_service")
        ownerURL = cluster.url(of: name, as: "registrar_owner")
        service = Database(
            DatabaseConfiguration(url: serviceURL, poolSize: 4, leaseTimeout: .seconds(60), applicationName: "service"),
            logger: .silent
        )
        owner = Database(
            DatabaseConfiguration(url: ownerURL, poolSize: 2, leaseTimeout: .seconds(60), applicationName: "owner"),
            logger: .silent
        )
        keys = FileManager.default.temporaryDirectory.appending(path: "\(name)-keys").path
        registrar = Registrar(
            database: service,
            secrets: Self.secrets,
            keys: KeyFolder(path: keys),
            logger: .silent
        )
        try await cluster.clone(template, as: name)
    }

    /// In a task of its own, so that a cancelled test drops its database too; what is left over harms nobody.
    func drop() async {
        await service.close()
        await owner.close()
        try? FileManager.default.removeItem(atPath: keys)
        await Task { try? await cluster.drop(name) }.value
    }

    /// Takes private keys away, as a disk does that was not copied.
    package func loseKeyFiles(beginning name: String) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: keys) where file.hasPrefix(name) {
            try FileManager.default.removeItem(atPath: "\(keys)/\(file)")
        }
    }

    /// Moves the product's clock on; several shifts add up. Nobody sleeps in a test.
    package func shiftClock(by duration: Duration) async throws {
        try await force(
            """
            INSERT INTO clock_shift (shift)
            VALUES (\(Interval(duration)))
            ON CONFLICT (only_row) DO UPDATE
            SET shift = clock_shift.shift + excluded.shift
            """
        )
    }

    /// Sets the product's clock to an hour before the last session of a cohort begins.
    package func shiftClockBeforeLastSession(of code: String) async throws {
        try await force(
            """
            INSERT INTO clock_shift (shift)
            SELECT max(starts_at) - interval '1 hour' - now()
            FROM cohort
            JOIN session ON cohort_id = cohort.id
            WHERE code = \(code)
            ON CONFLICT (only_row) DO UPDATE
            SET shift = excluded.shift
            """
        )
    }

    /// Changes the data as the owner, past every operation.
    package func force(_ statement: SQL) async throws {
        _ = try await owner.write { connection in try connection.execute(statement) }
    }

    /// The names of the invariants that no longer hold; in a test the clock is shifted, and no worker runs.
    package func brokenInvariants() async throws -> [String] {
        let expected = [
            "clock_is_not_shifted", "audit_is_sealed_in_time", "deadlines_are_kept", "jobs_run_on_time",
            "purges_run_at_night",
        ]
        return try await registrar.doctor.examine(by: .system)
            .filter { !$0.isHeld && !expected.contains($0.invariant) }
            .map(\.invariant)
    }

    /// A number not given out before in this test.
    package func nextNumber() -> Int {
        lastNumber.add(1, ordering: .relaxed).newValue
    }
}

/// A test met an answer of another shape than its story has.
package struct Unexpected: Error {
    package init() {}
}
