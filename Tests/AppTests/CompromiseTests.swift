import Credentials
import Domain
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import App

/// A key given up, a kit packed and a receipt signed, at a terminal.
@Suite("Keys, kits and receipts at the command line", .database, .timeLimit(.minutes(10)))
struct CompromiseTests {
    private let database = TestDatabase.current

    /// Whoever runs the tests is an owner.
    private func beOwner() async throws {
        _ = try await database.registrar.staff.add(
            login: Identity.systemLogin,
            name: "Owner",
            email: "owner@institute.example",
            roles: [.owner],
            by: .system
        )
    }

    private var keys: [String: String] { ["REGISTRAR_KEYS": database.registrar.keys.folder.path] }

    @Test("a key is given up by a plan and its hash; the old file is superseded then, and ends with 1")
    func compromise() async throws {
        let certificate = try await database.certificate()
        try await beOwner()
        let jwt = try #require(try await database.registrar.certificates.files(of: certificate.id, version: 1)).jwt
        let active = try await database.registrar.keys.list(by: .system).first {
            $0.kind == .rsa && $0.state == .active
        }
        let name = try #require(active).name.rawValue
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database, keys)
            let file = folder.path.appending(path: "old.jwt").path
            try Data(jwt.utf8).write(to: URL(filePath: file))
            #expect(try await registrar.run("certificate", "verify", file).code == 0)
            #expect(try await registrar.run("key", "compromise", name).code == 2)
            let shown = try await registrar.run("key", "compromise", name, "--reason", "A laptop was stolen")
            #expect(shown.code == 0, "\(shown.error)")
            for words in [
                "1 to sign anew", certificate.printedID, "Nothing was changed yet. It cannot be undone.", "--apply ",
            ] {
                #expect(shown.output.contains(words), "\(shown.output)")
            }
            #expect(
                shown.output.split(separator: "\n").allSatisfy { String($0).columns <= 80 || $0.contains("--apply") }
            )
            let plan = try await registrar.run("key", "compromise", name, "--reason", "x", "--dry-run", "--json").json()
            #expect(plan["certificates"] as? Int == 1 && plan["applied"] as? Bool == false)
            let hash = try #require(plan["hash"] as? String)
            let done = try await registrar.run(
                "key",
                "compromise",
                name,
                "--reason",
                "A laptop was stolen",
                "--apply",
                hash
            )
            #expect(done.code == 0 && done.output.contains("Signed anew: 1."), "\(done.output)\(done.error)")
            let told = try await registrar.run("certificate", "verify", file)
            #expect(told.code == 1, "\(told.output)")
            let said = told.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            for words in ["superseded", "gave up as compromised", "was signed anew"] {
                #expect(said.contains(words), "\(said)")
            }
            let nothing = try await registrar.run("certificate", "reissue", "--json")
            #expect(try nothing.code == 1 && nothing.problem()["code"] as? String == "nothing-to-reissue")
            #expect(try await registrar.run("certificate", "verify", certificate.printedID).code == 0)
        }
    }

    @Test("a kit and a receipt are files; a receipt is verified like a certificate, and by today's status")
    func files() async throws {
        let certificate = try await database.certificate()
        let id = certificate.printedID
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database, keys)
            func path(_ name: String) -> String { folder.path.appending(path: name).path }
            let packed = try await registrar.run("certificate", "kit", id, "-o", path("kit.zip"))
            #expect(packed.code == 0 && packed.output.contains("READ ME"), "\(packed.error)")
            #expect(try Data(contentsOf: URL(filePath: path("kit.zip"))).prefix(2) == Data("PK".utf8))
            for format in ["pdf", "json", "jwt"] {
                let file = path("receipt.\(format)")
                let given = try await registrar.run(
                    "certificate",
                    "receipt",
                    id,
                    "--for",
                    "File 42",
                    "--format",
                    format,
                    "-o",
                    file
                )
                #expect(given.code == 0, "\(given.error)")
                let told = try await registrar.run("certificate", "verify", file)
                #expect(told.code == 0, "\(told.output)\(told.error)")
                let said = told.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(said.contains("a receipt of an answer given on"))
                #expect(said.contains("for “File 42” (active), genuine; today's status is active"))
            }
            _ = try await database.registrar.certificates.change(
                id,
                .suspend,
                because: StaffReason(.conduct, "To be looked into."),
                by: database.staff(.decider)
            )
            let later = try await registrar.run("certificate", "verify", path("receipt.pdf"), "--json")
            #expect(later.code == 1)
            #expect(try (later.json()["receipt"] as? [String: Any])?["for"] as? String == "File 42")
            let elsewhere = folder.binary(on: database)
            let refused = try await elsewhere.run("certificate", "receipt", id, "--json")
            #expect(try refused.code == 1 && refused.problem()["code"] as? String == "receipts-elsewhere")
        }
    }
}
