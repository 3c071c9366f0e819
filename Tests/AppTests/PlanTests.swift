import Domain
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import App

/// Changes of whole cohorts at a terminal: the plan first, then its hash.
@Suite("Plans at the command line", .database, .timeLimit(.minutes(10)))
struct PlanTests {
    private let database = TestDatabase.current

    private func withProgram(_ body: (Binary) async throws -> Void) async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await registrar.run("sample", "load")
            try await body(registrar)
        }
    }

    /// A full cohort of three with every case: confirmed and unpaid, held, offered, two who wait, one of them there.
    private func everyCase() async throws -> (code: String, next: String) {
        let code = try await database.openCohort(code: "MES-2027-01", capacity: 3)
        let next = try await database.openCohort(code: "MES-2027-02", capacity: 1, daysAhead: 90)
        let seats = database.registrar.seats
        var ids: [EnrollmentID] = []
        for (name, cohort) in [
            ("Ada Lovelace", code), ("Bo", code), ("Cy", code), ("Dee", code), ("Ed", code),
            ("Zoë Wolfeschlegelsteinhausenbergerdorff", code), ("Ed", next),
        ] {
            let address = "\(name.prefix(2).lowercased())@example.org"
            let id = try await database.reserve(cohort, address.replacing("ë", with: "e"), name: name).id
            if name != "Bo" { _ = try await seats.confirm(id, by: .applicant(id)) }
            ids.append(id)
        }
        _ = try await seats.withdraw(ids[2], by: .applicant(ids[2]))
        return (code, next)
    }

    @Test("a close is planned at 80 columns with every case, refused when stale, then applied, and again the same")
    func close() async throws {
        try await withProgram { registrar in
            let (code, next) = try await everyCase()
            let words = ["cohort", "close", code, "--carry-to", next]
            let shown = try await registrar.run(.init(words))
            #expect(shown.code == 0)
            for line in shown.output.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
            for part in [
                "kept to 20", "carried to MES-2027-02", "closed, is in MES-2027-02", "  1,295.00  ", "2,590.00 USD",
            ] {
                #expect(shown.output.contains(part), "\(part)")
            }
            let plan = try await registrar.run(.init(words + ["--dry-run", "--json"])).json()
            let hash = try #require(plan["hash"] as? String)
            #expect(plan["applied"] as? Bool == false)
            #expect((plan["lines"] as? [[String: Any]])?.count == 5)
            #expect(
                shown.output.contains(
                    "  registrar cohort close \(code) \\\n    --carry-to \(next) \\\n    --apply \(hash)"
                )
            )

            _ = try await database.reserve(code, "late@example.org")
            let stale = try await registrar.run(.init(words + ["--apply", hash, "--json"]))
            #expect(stale.code == 1)
            #expect(try stale.problem()["code"] as? String == "plan-changed")
            #expect((try stale.problem()["detail"] as? String)?.contains("is new (waitlisted, carried") == true)

            let applied = try await registrar.run(.init(words + ["--yes", "--json"])).json()
            #expect(applied["applied"] as? Bool == true)
            #expect((applied["cohort"] as? [String: Any])?["state"] as? String == "closed")
            let again = try await registrar.run(.init(words + ["--yes"]))
            #expect(again.code == 0 && again.output.contains("\(code) is closed."))
            #expect(try await registrar.run("doctor").code == 0)
        }
    }

    @Test("a cancel needs a reason, an edit says what it changes, a complete takes a sheet")
    func others() async throws {
        try await withProgram { registrar in
            let (code, next) = try await everyCase()
            let cancel = try await registrar.run("cohort", "cancel", code)
            #expect(cancel.output.contains("nothing undoes it"))
            let unreasoned = try await registrar.run("cohort", "cancel", code, "--yes")
            #expect(unreasoned.code == 1 && unreasoned.error.contains("Say why"))
            let cancelled = try await registrar.run("cohort", "cancel", code, "--reason", "No hall", "--yes", "--json")
            #expect(try cancelled.json()["applied"] as? Bool == true)

            let edit = try await registrar.run("cohort", "edit", next, "--venue", "O'Hare Inn", "--capacity", "2")
            #expect(edit.output.contains("--venue 'O'\\''Hare Inn'"))
            for line in edit.output.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
            #expect(try await registrar.run("cohort", "edit", next).code == 2)
            #expect(try await registrar.run("cohort", "edit", next, "--capacity", "11").code == 1)
            #expect(try await registrar.run("cohort", "edit", next, "--capacity", "2", "--yes").code == 0)

            let file = FileManager.default.temporaryDirectory.appending(path: "sheet-\(UUID().uuidString).csv")
            defer { try? FileManager.default.removeItem(at: file) }
            try Data("email,attended\ned@example.org,maybe\n,no\n".utf8).write(to: file)
            let sheet = try await registrar.run("cohort", "complete", next, "--attendance", file.path)
            #expect(sheet.code == 1)
            #expect(sheet.error.contains("\(file.path):2: ") && sheet.error.contains("\(file.path):3: "))
            let early = try await registrar.run("cohort", "complete", next, "--all-attended")
            #expect(early.code == 1 && early.error.contains("registrar cohort close \(next)"))
            #expect(try await registrar.run("cohort", "complete", next, "--attendance", "/nowhere").code == 2)
            #expect(try await registrar.run("cohort", "close", next, "--yes", "--apply", "x").code == 2)
        }
    }
}
