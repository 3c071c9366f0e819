import Domain
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import App

/// Certificates verified at a terminal: by ID, by file, by list.
@Suite("Verifying at the command line", .database, .timeLimit(.minutes(10)))
struct VerifyTests {
    private let database = TestDatabase.current

    @Test("an ID in any spelling ends with 0 while it is active, with 1 for every other answer")
    func ids() async throws {
        let id = try await database.certificate().printedID
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            let told = try await registrar.run("certificate", "verify", id.lowercased())
            #expect(told.code == 0)
            #expect(told.output.hasPrefix("Issuer       Medical Exercise Institute\n"))
            #expect(told.output.contains("Signature    valid, by the key did:web:registrar.example#"))
            let address = "https://registrar.example/verify/\(id)"
            #expect(try await registrar.run("certificate", "verify", address).code == 0)
            let mistyped = try await registrar.run("certificate", "verify", "MES-7K3M9-QRT2W-S", "--json")
            #expect(try mistyped.code == 1 && mistyped.problem()["code"] as? String == "certificate-mistyped")
            #expect(try await registrar.run("certificate", "verify", "nobody.pdf").error.contains("missing"))
            #expect(try await registrar.run("certificate", "verify", id, "--csv", "--json").code == 2)
        }
        let counted = try await database.registrar.certificates.lookUps(by: .system)
        #expect(counted.map(\.total) == [3])
    }

    @Test("a file is checked as itself: genuine, superseded, forged, unreadable")
    func files() async throws {
        let certificate = try await database.certificate()
        let certificates = database.registrar.certificates
        let jwt = try #require(try await certificates.files(of: certificate.id, version: 1)).jwt
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            let file = folder.path.appending(path: "some.file").path
            func verify(_ octets: [UInt8], _ words: String...) async throws -> Binary.Result {
                try Data(octets).write(to: URL(filePath: file))
                return try await registrar.run(Arguments(["certificate", "verify", file] + words))
            }
            let pdf = SmallPDF(attachments: [("certificate.jwt", Array(jwt.utf8))]).octets
            let altered = try await verify(pdf)
            #expect(altered.code == 1 && altered.output.contains("a PDF, not as it was issued: The signed certificate"))
            #expect(altered.output.contains("✗  What is drawn was not drawn here"))
            #expect(try await verify(pdf, "--json").json()["state"] as? String == "altered")
            _ = try await certificates.rendering(.letter, of: certificate) { _ in pdf }
            let genuine = try await verify(pdf)
            #expect(genuine.code == 0)
            #expect(genuine.output.hasPrefix("Issuer "))
            #expect(genuine.output.contains("a PDF, as it was issued (version 1, the latest)"))
            #expect(genuine.output.contains("✓  What is drawn is as it was drawn here."))
            #expect(genuine.output.split(separator: "\n").allSatisfy { String($0).columns <= 80 })

            let forged = try await verify(Array(jwt.dropLast(4).utf8) + Array("AAAA".utf8))
            #expect(forged.code == 1 && forged.output.contains("not to be relied on"))
            let unreadable = try await verify(Array("%PDF-1.7\n".utf8), "--json")
            #expect(try unreadable.code == 1 && unreadable.problem()["code"] as? String == "file-unreadable")
            #expect(try await verify(Array(jwt.utf8), "--csv").code == 2)

            _ = try await certificates.correct(
                certificate.printedID,
                name: "Ada King",
                because: StaffReason(.instituteError, "A name was missing."),
                by: database.staff(.decider)
            )
            let superseded = try await verify(Array(jwt.utf8), "--json")
            #expect(superseded.code == 1)
            #expect(try superseded.json()["state"] as? String == "superseded")
            let latest = try superseded.json()["certificate"] as? [String: Any]
            #expect(latest?["name"] as? String == "Ada King" && latest?["status"] as? String == "active")
        }
    }

    @Test("a list comes from a file or from standard input, and leaves as a table, as JSON or as CSV")
    func lists() async throws {
        let (code, _) = try await database.grantedCohort(["Ada Lovelace", "=Bo"])
        let ids = try await database.issue(code).lines.compactMap(\.id)
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            let all = try await registrar.run(["certificate", "verify", "-"], input: ids.joined(separator: "\n"))
            #expect(all.code == 0)
            #expect(all.output.contains("2 of 2 active, by the register of Medical Exercise Institute."))
            #expect(all.output.split(separator: "\n").allSatisfy { String($0).columns <= 80 })

            let mixed = "number,certificate\n1,\(ids[1])\n2,x\n"
            let told = try await registrar.run(["certificate", "verify", "-", "--json"], input: mixed)
            let items = try told.json()["items"] as? [[String: Any]]
            #expect(told.code == 1)
            #expect(items?.compactMap { $0["status"] as? String } == ["active", "unknown"])

            let csv = try await registrar.run(["certificate", "verify", "-", "--csv"], input: mixed)
            #expect(csv.code == 1)
            let row = "\(ids[1]),Medical Exercise Institute,Medical Exercise Specialist,'=Bo,active,"
            #expect(csv.output.contains(row))
            #expect(csv.output.split(separator: "\n").count == 3)
            #expect(try await registrar.run(["certificate", "verify", "-"], input: " ").error.contains("empty"))
            #expect(try await registrar.run("certificate", "verify", ids[0], "--csv").output.hasPrefix("asked,"))
        }
    }

    @Test("what the service counted is written down when it stops, and told by day")
    func counted() async throws {
        let id = try await database.certificate().printedID
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            let ending = try await RunningService.lend(registrar) { service in
                for path in ["/api/v1/certificates/\(id)", "/verify/\(id)", "/verify/nobody"] {
                    _ = try await service.get(path)
                }
            }
            #expect(ending.status == .exited(0))
            _ = try await database.registrar.staff.add(
                login: Identity.systemLogin,
                name: "Ada",
                email: "ada@institute.example",
                roles: [.registrar],
                by: .system
            )
            let told = try await registrar.run("certificate", "lookups", "--json").json()
            let day = try #require((told["items"] as? [[String: Any]])?.first)
            let answers = day["answers"] as? [String: Int]
            #expect(day["total"] as? Int == 3)
            #expect(answers?["active"] == 2 && answers?["unknown"] == 1 && answers?["revoked"] == 0)
            #expect(try await registrar.run("certificate", "lookups").output.contains("LOOK-UPS  VALID"))
            #expect(try await registrar.run("certificate", "lookups", "--days", "0").code == 2)
        }
    }
}
