import Credentials
import Domain
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import App

/// Renewal at a terminal: recorded, fetched, reviewed, paid, planned, applied; lapsed and reinstated.
@Suite("Renewal at the command line", .database, .timeLimit(.minutes(10)))
struct RenewalTests {
    private let database = TestDatabase.current

    private func withOwner(_ body: (Binary, DataFolder) async throws -> Void) async throws {
        _ = try await database.registrar.staff.add(
            login: Identity.systemLogin,
            name: "Owner",
            email: "owner@institute.example",
            roles: [.owner],
            by: .system
        )
        try await DataFolder.lend { folder in try await body(folder.binary(on: database), folder) }
    }

    @Test("what came by post is recorded, reviewed and paid, and the list and the story fit in 80 columns")
    func record() async throws {
        let certificate = try await database.certificate()
        let id = certificate.printedID
        try await database.moveClock(daysBefore: 40, endOf: certificate.id)
        let day = try await database.wallDay()
        try await withOwner { registrar, folder in
            let file = folder.path.appending(path: "log.pdf")
            try EvidenceFile.sample().octets.write(to: file)
            let arguments = [
                "renewal", "record", id, "--kind", "observation", "--minutes", "300", "--on", day, "--title",
                "Knee clinic",
                "--supervisor", "Bo Diaz", "--file", file.path,
            ]
            let unlicensed = try await registrar.run(Arguments(arguments))
            #expect(
                unlicensed.code == 1 && unlicensed.error.contains("Say which license they hold"),
                "\(unlicensed.error)"
            )
            let recorded = try await registrar.run(
                Arguments(arguments + ["--license", "RPT", "--license-number", "TX-1", "--json"])
            )
            let credit = try #require(try recorded.json()["credit"] as? Int, "\(recorded.error)")
            let taken = folder.path.appending(path: "taken.pdf").path
            #expect(try await registrar.run("renewal", "fetch", "\(credit)", "--output", taken).code == 0)
            #expect(FileManager.default.contents(atPath: taken) == FileManager.default.contents(atPath: file.path))
            let list = try await registrar.run("renewal", "list", "--to-review")
            #expect(list.output.contains(id) && list.output.contains("0/300") && list.output.contains("50.00 USD"))
            let reviewed = try await registrar.run("renewal", "review", "\(credit)", "--accept")
            #expect(reviewed.code == 0 && reviewed.output.contains("50.00 USD are due"), "\(reviewed.error)")
            let refusal = try await registrar.run("certificate", "renew", id)
            #expect(refusal.code == 1 && refusal.error.contains("50.00 USD are due"))
            let paid = try await registrar.run(
                ["renewal", "pay", id, "--received", "5000", "--currency", "USD", "--reference", "BANK 7", "--json"]
            )
            let fee = try paid.json()["fee"] as? [String: Any]
            #expect(fee?["due_minor"] as? Int == 0, "\(paid.error)")
            let invited = try await registrar.run("renewal", "invite", id)
            #expect(invited.code == 0 && invited.output.contains("A mail is queued."), "\(invited.error)")
            let story = try await registrar.run("renewal", "show", id)
            #expect(story.output.contains("Bo Diaz, RPT TX-1") && story.output.contains("BANK 7"), "\(story.output)")
            let program = try await registrar.run("program", "show", "MES")
            #expect(program.output.contains("300 minutes of coursework or observation"))
            let rules = try await registrar.run("program", "show", "MES", "--json").json()["renewal"] as? [String: Any]
            #expect(rules?["minutes"] as? Int == 300)
            for line in (list.output + reviewed.output + story.output).split(separator: "\n") {
                #expect(String(line).columns <= 80, "\(line)")
            }
        }
    }

    @Test("a plan is shown, applied by its hash, and done once; without the keys it is refused")
    func renew() async throws {
        let certificate = try await database.certificate()
        let id = certificate.printedID
        try await database.moveClock(daysBefore: 40, endOf: certificate.id)
        try await database.earn(certificate.id)
        try await database.pay(certificate.id)
        try await withOwner { registrar, _ in
            let plan = try await registrar.run("certificate", "renew", "--due", "--program", "mes")
            let json = try await registrar.run("certificate", "renew", "--due", "--program", "mes", "--json").json()
            let hash = try #require(json["hash"] as? String, "\(plan.error)")
            #expect(plan.output.contains("1 to renew, 0 stay as they are.") && plan.output.contains("--apply \(hash)"))
            #expect(json["ready"] as? Int == 1)
            // This binary's data folder holds no key.
            let keyless = try await registrar.run("certificate", "renew", id, "--apply", hash)
            #expect(keyless.code != 0)
            _ = try await database.registrar.renewals.renew(hash: hash, by: database.staff(.registrar))
            let shown = try await registrar.run("certificate", "show", id)
            #expect(shown.output.contains("renewed"), "\(shown.output)")
            let early = try await registrar.run("certificate", "renew", id)
            #expect(early.code == 1 && early.error.contains("may be renewed from"), "\(early.error)")
            let usage = try await registrar.run("certificate", "renew")
            #expect(usage.code == 2)
        }
    }
}
