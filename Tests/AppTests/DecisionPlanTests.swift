import Domain
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import App

/// What whoever decides and whoever issues reads before they act, by the real program.
@Suite("Plans of decisions at the command line", .database, .timeLimit(.minutes(10)))
struct DecisionPlanTests {
    private let database = TestDatabase.current

    private func asOwner(_ body: (Binary) async throws -> Void) async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            let roles = StaffMember.Role.allCases.flatMap { ["--role", $0.rawValue] }
            let who = ["staff", "add", Identity.systemLogin, "--first", "--name", "Owner", "--email", "o@x.example"]
            #expect(try await registrar.run(Arguments(who + roles)).code == 0)
            try await body(registrar)
        }
    }

    private func words(_ result: Binary.Result) -> String {
        #expect(result.output.split(separator: "\n").allSatisfy { String($0).columns <= 80 }, "\(result.output)")
        return result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("a grant shows every waiver with who and why, and so does what it rests on")
    func waivers() async throws {
        try await asOwner { registrar in
            let (code, claims) = try await database.completedCohort()
            try await database.decide(.proposed, code)
            let grant = ["decision", "grant", code, "--reason", "All is met"]
            let shown = try await registrar.run(Arguments(grant))
            let waived = "Waived \(claims[0]): MES written examination, waived by registrar: Met elsewhere."
            #expect(words(shown).contains(waived), "\(shown.output)\(shown.error)")
            let json = try await registrar.run(Arguments(grant + ["--json"])).json()
            let line = try #require((json["lines"] as? [[String: Any]])?.first)
            let waivers = try #require(line["waivers"] as? [[String: Any]])
            #expect(
                waivers.contains {
                    $0["requirement"] as? String == "written-exam" && $0["by"] as? String == "registrar"
                }
            )
            #expect(try await registrar.run(Arguments(grant + ["--yes"])).code == 0)
            let story = try await registrar.run("decision", "show", "\(claims[0])")
            #expect(words(story).contains("MES written examination (waived), waived by registrar"), "\(story.output)")
        }
    }

    @Test("a grant that no longer holds is told by the list and held back by the issue, with the way on")
    func held() async throws {
        try await asOwner { registrar in
            let (code, claims) = try await database.grantedCohort()
            let reopened = try ProgressEntry(.reopened, "written-exam", note: "After all.")
            try await database.say(reopened, of: claims[0], in: code, by: .registrar)
            let list = try await registrar.run("decision", "list", code)
            #expect(words(list).contains("\(claims[0]): MES written examination (incomplete)"), "\(list.output)")
            let issue = try await registrar.run("certificate", "issue", code)
            let told = words(issue)
            #expect(told.contains("0 to issue, 1 held back."), "\(issue.output)\(issue.error)")
            #expect(told.contains("Decide anew: `registrar decision deny \(code) --enrollment \(claims[0])`"))
            #expect(!told.contains("--apply"))
            let json = try await registrar.run("certificate", "issue", code, "--json").json()
            let line = try #require((json["lines"] as? [[String: Any]])?.first)
            #expect(line["held_because"] as? String == "MES written examination (incomplete)")
        }
    }
}
