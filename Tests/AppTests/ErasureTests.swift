import Domain
import Foundation
import Postgres
import Subprocess
import TestSupport
import Testing

@testable import App

/// Erasing a person at a terminal: the plan, its hash, and what is left in the spool.
@Suite("Erasing at the command line", .database, .timeLimit(.minutes(10)))
struct ErasureTests {
    private let database = TestDatabase.current

    private func mails(in folder: DataFolder, about word: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder.spool).count { name in
            try String(contentsOfFile: "\(folder.spool)/\(name)", encoding: .utf8).contains(word)
        }
    }

    @Test("a plan at 80 columns says what goes and what stays; applied, nothing is left, in the spool neither")
    func erase() async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await registrar.run("sample", "load")
            let code = try await database.openCohort(code: "MES-2027-01")
            for (name, email) in [("Ada Lovelace", "ada@example.org"), ("Bo", "bo@example.org")] {
                let words = ["seat", "reserve", code, "--name", name, "--email", email]
                #expect(try await registrar.run(.init(words)).code == 0)
            }
            var log: [String] = []
            _ = try await RunningService.lend(
                folder.binary(on: database, ["REGISTRAR_LOG": "trace"]),
                ["work"],
                until: "mail sent"
            ) { log += try await $0.lines(upTo: "mail sent") }
            #expect(try mails(in: folder, about: "ada@example.org") == 1)
            let shown = try await registrar.run("person", "show", "Ada@Example.org")
            #expect(shown.output.contains("Ada Lovelace") && shown.output.contains("MES-2027-01"))
            let plan = try await registrar.run("person", "erase", "ada@example.org")
            for line in (shown.output + plan.output).split(separator: "\n") {
                #expect(String(line).columns <= 80, "\(line)")
            }
            #expect(plan.output.contains("seat 1 given back, name gone"))
            let told = try await registrar.run("person", "erase", "ada@example.org", "--json").json()
            let (hash, person) = (try #require(told["hash"] as? String), "\(told["person"] as? Int ?? 0)")
            #expect(plan.output.contains("  registrar person erase \(person) \\\n    --apply \(hash)"))

            let done = try await registrar.run("person", "erase", person, "--apply", hash)
            #expect(done.code == 0 && done.output.contains("Person \(person) is erased."), "\(done.error)")
            #expect(try mails(in: folder, about: "ada@example.org") == 0)
            #expect(try mails(in: folder, about: "bo@example.org") == 1)
            #expect(try await registrar.run("person", "erase", person).code == 1)
            #expect(try await registrar.run("person", "show", "ada@example.org").code == 1)
            #expect(try await registrar.run("person", "show", person).output.contains("Erased"))
            #expect(try await registrar.run("cohort", "roster", code).output.contains("(erased)"))
            #expect(try await registrar.run("doctor").code == 0)
            #expect(try await registrar.run("audit", "verify").code == 0)
            #expect(try await !registrar.run("audit", "tail").output.contains("Lovelace"))
            // Nor did the log ever hold what is gone.
            #expect(!log.isEmpty && !log.contains { $0.contains("Lovelace") || $0.contains("ada@example.org") })
        }
    }

    @Test("the worker takes out of the spool what was under way when its person was erased")
    func worker() async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await registrar.run("sample", "load")
            let code = try await database.openCohort()
            let claim = try await database.reserve(code, "ada@example.org").id
            let key = try PersonKey(typed: "ada@example.org")
            let plan = try await database.registrar.people.planErasure(of: key, by: .system)
            let erased = try await database.registrar.people.erase(key, hash: plan.hash, by: .system)
            // As a worker leaves it that read the letter before the erasure and wrote it afterwards.
            try FileManager.default.createDirectory(atPath: folder.spool, withIntermediateDirectories: true)
            let late = "\(folder.spool)/00000\(erased.mails[0]).eml"
            try Data("To: ada@example.org\r\n\r\n".utf8).write(to: URL(filePath: late))
            try await database.force("UPDATE job SET run_at = now() WHERE kind = 'mail.erase'")
            _ = try await RunningService.lend(registrar, ["work"], until: "mails erased") { _ in }
            #expect(!FileManager.default.fileExists(atPath: late))
            #expect(try await database.events(of: claim).last == "withdrawn/own_request")
        }
    }

    @Test("a verified certificate says erased and exits 1; a registrar may look but not erase")
    func certificate() async throws {
        let certificate = try await database.certificate(of: "Ada Lovelace")
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await database.registrar.staff.add(
                login: Identity.systemLogin,
                name: "Owner",
                email: "owner@institute.example",
                roles: [.owner],
                by: .system
            )
            let list = try await registrar.run("person", "show", "1", "--json").json()
            #expect((list["certificates"] as? [[String: Any]])?.first?["id"] as? String == certificate.printedID)
            let refused = try await registrar.run("person", "erase", "1", "--as", "registrar", "--json")
            #expect(try refused.problem()["code"] as? String == "role-missing")
            #expect(try await registrar.run("person", "erase", "1", "--yes").code == 0)
            let verified = try await registrar.run("certificate", "verify", certificate.printedID, "--json")
            #expect(verified.code == 1)
            #expect(try verified.json()["status"] as? String == "erased")
            #expect(try verified.json()["name"] is NSNull)
            let settings = ["REGISTRAR_PUBLIC_URL": "https://registrar.example"]
            _ = try await RunningService.lend(folder.binary(on: database, settings)) { service in
                let page = try await service.get("/verify/\(certificate.printedID)")
                #expect(page.body.contains("erased at their request") && !page.body.contains("Lovelace"))
            }
            #expect(try await registrar.run("person", "show", "nobody").code == 1)
        }
    }
}
