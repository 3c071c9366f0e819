import Domain
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import App

/// Progress at a terminal: signed off, imported, shown, attended, fetched, and mailed.
@Suite("Progress at the command line", .database, .timeLimit(.minutes(10)))
struct ProgressTests {
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

    @Test("skills are signed off by tier, a table is planned and applied, and the matrix shows it in 80 columns")
    func record() async throws {
        let (code, claims) = try await database.seatedCohort(["Ada Lovelace", "Bo Diddley"], program: nil)
        try await withOwner { registrar, folder in
            let tried = try await registrar.run(
                "progress",
                "record",
                code,
                "\(claims[0])",
                "vital-signs-skills",
                "complete",
                "--tier",
                "1",
                "--dry-run"
            )
            #expect(tried.code == 0 && tried.output.contains("Nothing was recorded"), "\(tried.error)")
            let done = try await registrar.run(
                "progress",
                "record",
                code,
                "\(claims[0])",
                "vital-signs-skills",
                "complete",
                "--all-skills",
                "--json"
            )
            #expect(try done.json()["state"] as? String == "complete", "\(done.error)")
            let file = folder.path.appending(path: "p.csv")
            try Data("candidate,requirement,state,skill\n\(claims[1]),red-flags-skills,complete,RF-01\n".utf8)
                .write(to: file)
            let plan = try await registrar.run("progress", "import", code, file.path)
            let hash = try #require(
                try await registrar.run("progress", "import", code, file.path, "--json").json()["hash"] as? String
            )
            #expect(plan.output.contains("--apply \(hash)"), "\(plan.output)\(plan.error)")
            #expect(try await registrar.run("progress", "import", code, file.path, "--apply", hash).code == 0)
            #expect(
                try await registrar.run("progress", "import", code, file.path).output.contains("Nothing to record.")
            )
            let matrix = try await registrar.run("progress", "show", code)
            #expect(matrix.output.contains("✓") && matrix.output.contains("1/6"), "\(matrix.output)")
            let one = try await registrar.run("progress", "show", code, "\(claims[0])")
            #expect(one.output.contains("Ada Lovelace") && one.output.contains("not eligible yet"))
            let blind = try await registrar.run("progress", "show", code, "--as", "instructor")
            #expect(blind.code == 0)
            for line in (matrix.output + one.output).split(separator: "\n") {
                #expect(String(line).columns <= 80, "\(line)")
            }
            let waived = try await registrar.run("progress", "record", code, "\(claims[0])", "cpr-card", "waive")
            #expect(waived.code == 1 && waived.error.contains("Say why"))
            let bad = try await registrar.run(
                "progress",
                "record",
                code,
                "\(claims[0])",
                "cpr-card",
                "complete",
                "--valid-until",
                "tomorrow"
            )
            #expect(bad.code == 2)
            let program = try await registrar.run("program", "show", "MES")
            #expect(program.output.contains("8 skills"), "\(program.output)")
            #expect(try await registrar.run("doctor").code == 0)
        }
    }

    @Test("evidence is listed and fetched, sessions are attended, and candidates are mailed their link")
    func evidence() async throws {
        let (code, claims) = try await database.seatedCohort(["Ada Lovelace"], program: nil)
        let card = try EvidenceFile.sample(name: "card.pdf")
        let brought = try BroughtEvidence(to: "cpr-card", file: card, validUntil: "2031-01-31")
        _ = try await database.registrar.progress.submit(brought, link: database.progressLink(of: claims[0]))
        try await database.shiftClockBeforeLastSession(of: code)
        try await withOwner { registrar, folder in
            let list = try await registrar.run("progress", "evidence", code, "--waiting")
            #expect(list.output.contains("waiting") && list.output.contains("card.pdf"), "\(list.error)")
            let target = folder.path.appending(path: "out.pdf").path
            let fetched = try await registrar.run("progress", "fetch", "1", "--output", target)
            #expect(
                fetched.code == 0 && FileManager.default.contents(atPath: target) == card.octets,
                "\(fetched.error)"
            )
            let seen = try await registrar.run(
                "progress",
                "record",
                code,
                "\(claims[0])",
                "cpr-card",
                "complete",
                "--valid-until",
                "2031-01-31",
                "--evidence",
                "1"
            )
            #expect(seen.code == 0, "\(seen.error)")
            #expect(try await registrar.run("progress", "evidence", code, "--waiting").output.contains("Nothing waits"))
            let attended = try await registrar.run("progress", "attend", code, "1", "--rest-came")
            #expect(attended.output.contains("1 of 2 sessions"), "\(attended.output)\(attended.error)")
            #expect(try await registrar.run("progress", "attend", code, "2", "--rest-came").code == 1)
            let invited = try await registrar.run("progress", "invite", code)
            #expect(invited.output.contains("1 mail queued."), "\(invited.error)")
            _ = try await RunningService.lend(registrar, ["work"], until: "mail sent") { _ in }
            let jobs = try await registrar.run("mail", "list", "--json").json()["items"] as? [[String: Any]] ?? []
            let mail = try #require(jobs.first { $0["kind"] as? String == "mail.progress" })
            #expect(mail["state"] as? String != "dead")
        }
    }
}
