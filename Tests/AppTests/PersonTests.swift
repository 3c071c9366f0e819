import Domain
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import App

/// A person's rights at a terminal: what is known, packed; two addresses of one human; what is over its time.
@Suite("People at the command line", .database, .timeLimit(.minutes(10)))
struct PersonTests {
    private let database = TestDatabase.current

    private func expectFits(_ outputs: String...) {
        for line in outputs.joined(separator: "\n").split(separator: "\n") {
            #expect(String(line).columns <= 80, "\(line)")
        }
    }

    private func owner() async throws {
        _ = try await database.registrar.staff.add(
            login: Identity.systemLogin,
            name: "Owner",
            email: "owner@institute.example",
            roles: [.owner],
            by: .system
        )
    }

    /// What Python's own zipfile says of an archive: its names in their order, and one file's octets.
    private func unzip(_ path: String, _ name: String) async throws -> (names: [String], text: String) {
        let script =
            "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print('\\n'.join(z.namelist())); print('--'); "
            + "sys.stdout.write(z.read(sys.argv[2]).decode())"
        let result = try await Subprocess.run(
            .name("python3"),
            arguments: ["-I", "-c", script, path, name],
            output: .string(limit: 8 << 20),
            error: .string(limit: 1 << 16)
        )
        let parts = result.standardOutput.components(separatedBy: "\n--\n")
        guard parts.count == 2 else { throw Unexpected() }
        return (parts[0].components(separatedBy: "\n"), parts[1])
    }

    @Test("export packs a page, JSON and the files, for its owner's eyes alone; nothing is left of one that failed")
    func export() async throws {
        let certificate = try await database.certificate(of: "Ada <Lovelace>")
        try await owner()
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            let path = folder.path.appending(path: "ada.zip").path
            let answer = try await registrar.run("person", "export", "1", "--output", path, "--json")
            #expect(answer.code == 0, "\(answer.error)")
            #expect(try answer.json()["file"] as? String == path)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let page = try await unzip(path, "index.html")
            let names = ["pdf", "jwt", "json"].map { "certificates/\(certificate.printedID).\($0)" }
            #expect(page.names == ["index.html", "person.json"] + names)
            #expect(page.text.contains("What we know about Ada &lt;Lovelace&gt;") && !page.text.contains("Ada <Love"))
            #expect(!page.text.contains("http://") && !page.text.contains("<script"))
            let json = try await unzip(path, "person.json").text
            let told = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            let sections = try #require(told["sections"] as? [String: [String: Any]])
            let rows = try #require(sections["certificates"]?["rows"] as? [[String: Any]])
            #expect(rows.map { $0["id"] as? String } == [certificate.printedID])
            #expect(told["version"] as? Int == 1 && sections.count == DossierSection.all.count)
            let nowhere = folder.path.appending(path: "missing/ada.zip").path
            #expect(try await registrar.run("person", "export", "1", "--output", nowhere).code == 1)
            let shown = try await registrar.run("person", "export", "1", "--output", path)
            expectFits(shown.output.replacing(path, with: "ada.zip"))
            #expect(try await registrar.run("audit", "tail").output.contains("person.export"))
        }
    }

    @Test("merge shows a plan at 80 columns, then makes two one; unmerge undoes it")
    func merge() async throws {
        let first = try await database.openCohort()
        let second = try await database.openCohort()
        for (cohort, email) in [(first, "ada@example.org"), (second, "lovelace@example.org")] {
            let id = try await database.reserve(cohort, email, name: "Ada Lovelace", subscribe: true).id
            _ = try await database.registrar.seats.confirm(id, by: .applicant(id))
        }
        try await owner()
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            let words = ["person", "merge", "ada@example.org", "lovelace@example.org"]
            let plan = try await registrar.run(.init(words))
            #expect(plan.code == 0, "\(plan.error)")
            expectFits(plan.output)
            let hash = try #require(try await registrar.run(.init(words + ["--json"])).json()["hash"] as? String)
            #expect(plan.output.contains("  registrar person merge 1 2 \\\n    --apply \(hash)"))
            let done = try await registrar.run(.init(words + ["--apply", hash]))
            #expect(done.code == 0 && done.output.contains("They are one person."), "\(done.error)")
            let shown = try await registrar.run("person", "show", "lovelace@example.org")
            #expect(shown.output.contains("ada@example.org, lovelace@example.org") && shown.output.contains(second))
            #expect(try await registrar.run("doctor").code == 0)
            #expect(try await registrar.run("person", "unmerge", "2").output.contains("two people again"))
            #expect(try await registrar.run("person", "unmerge", "2").code == 1)
            #expect(try await registrar.run("person", "hold", "1", "--reason", "A claim").code == 0)
            #expect(try await registrar.run("person", "erase", "1", "--yes").code == 1)
            #expect(try await registrar.run("person", "release", "1").code == 0)
        }
    }

    @Test(
        "purge shows what is over its time at 80 columns, takes it, and reports; the worker does so at night, files too"
    )
    func purge() async throws {
        let cohort = try await database.openCohort()
        _ = try await database.reserve(cohort, "ada@example.org", name: "Ada Lovelace")
        try await owner()
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await RunningService.lend(registrar, ["work"], until: "mail sent") { _ in }
            let mail = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.spool).first)
            // One of somebody whom no purge erases.
            let other = "\(folder.spool)/000999.eml"
            try FileManager.default.copyItem(atPath: "\(folder.spool)/\(mail)", toPath: other)
            try await database.shiftClock(by: .seconds(100 * 86_400))
            _ = try await database.registrar.seats.settleDue()
            try await database.shiftClock(by: .seconds(100 * 86_400))
            let plan = try await registrar.run("person", "purge", "--dry-run")
            #expect(plan.output.contains("unconfirmed_claims"))
            let rules = try await registrar.run("institute", "retention", "list")
            expectFits(plan.output, rules.output)
            #expect(rules.output.contains("90 days"))
            let done = try await registrar.run("person", "purge", "--yes")
            #expect(done.code == 0 && done.output.contains("unconfirmed_claims"), "\(done.error)")
            #expect(try await registrar.run("person", "purge").output == "Nothing is over its time.\n")
            _ = try await RunningService.lend(registrar, ["work"], until: "purged what is over its time") { _ in }
            // By the product's clock it was written two hundred days ago.
            #expect(!FileManager.default.fileExists(atPath: other))
            let report = try await registrar.run("person", "purge", "--report")
            expectFits(report.output)
            #expect(report.output.contains("the worker") && report.output.contains("1 unconfirmed_claims"))
            let set = try await registrar.run("institute", "retention", "set", "plans", "never")
            #expect(set.output.hasPrefix("plans: is kept"))
            #expect(try await registrar.run("institute", "retention", "set", "plans", "soon").code == 2)
        }
    }
}
