import Foundation
import TestSupport
import Testing

@Suite("migrate", .timeLimit(.minutes(10)))
struct MigrateTests {
    @Test("twice at once, from nothing: both end well, and the second finds nothing to do")
    func twice() async throws {
        let cluster = try TestCluster()
        let name = "registrar_boot_\(UUID().uuidString.lowercased())"
        let settings = ["DATABASE_BOOTSTRAP_URL": cluster.url(of: "postgres", as: "postgres")]
        try await DataFolder.lend { folder in
            let binary = folder.binary(
                service: cluster.url(of: name, as: "registrar_service"),
                owner: cluster.url(of: name, as: "registrar_owner"),
                settings
            )
            do {
                async let first = binary.run("migrate", "--bootstrap", "--json")
                async let second = binary.run("migrate", "--bootstrap", "--json")
                let results = try await [first, second]
                for result in results { #expect(result.code == 0, "\(result.error)") }
                let steps = try results.map { try ($0.json()["steps"] as? [Any])?.count ?? -1 }
                #expect(steps.min() == 0)
                #expect(steps.max() ?? 0 > 5)
                #expect(try await binary.run("migrate", "--dry-run").output.contains("at this release already"))
                #expect(try await binary.run("sample", "load").code == 0)
                #expect(try await binary.run("doctor").code == 0)
            } catch {
                try await cluster.drop(name)
                throw error
            }
            try await cluster.drop(name)
        }
    }

    @Test("bootstraps only the two roles that the schema knows")
    func roles() async throws {
        try await DataFolder.lend { folder in
            let binary = folder.binary(
                service: "postgresql://maya@/registrar",
                owner: "postgresql://registrar_owner@/registrar",
                ["DATABASE_BOOTSTRAP_URL": "postgresql:///postgres?host=/nowhere"]
            )
            let result = try await binary.run("migrate", "--bootstrap")
            #expect(result.code == 2)
            #expect(result.error.contains("registrar_service"))
        }
    }
}
