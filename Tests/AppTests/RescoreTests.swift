import Domain
import Foundation
import Postgres
import Subprocess
import TestSupport
import Testing

@testable import App

/// A rescore as its second person carries it out: a decider, by the real program, under their own login.
@Suite("A rescore at the command line", .database, .timeLimit(.minutes(10)))
struct RescoreTests {
    private let database = TestDatabase.current

    @Test(
        "what an examiner asked for is looked at and applied by a decider: new keys, new scores, mail, and never twice"
    )
    func applied() async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await registrar.run("sample", "load")
            let who = [
                "--first", "--name", "Dee", "--email", "dee@x.example", "--role", "decider", "--role", "examiner",
            ]
            _ = try await registrar.run(.init(["staff", "add", Identity.systemLogin] + who))
            let form = try await database.sampleForm(keys: [1, 1, 1], cut: 2)
            let (cohort, claims) = try await database.completedCohort(["Ada Lovelace", "Bo Diddley", "Cy Twombly"])
            for (claim, answers) in zip(claims, [[1, 2, nil], [1, 1, nil], [1, 3, 1]] as [[Int?]]) {
                try await database.sitAndScore(form, claim, answers)
            }
            let asked = try await database.registrar.scores.planRescore(
                RescoreRequest(form: form.name, keys: ["I-02=B"], reason: "The source was wrong."),
                by: database.staff(.examiner)
            )

            // Looking changes nothing, and prints the line that applies it.
            let look = ["exam", "rescore", form.name, "--request", "\(asked.request)"]
            let plan = try await registrar.run(.init(look + ["--json"])).json()
            let hash = try #require(plan["hash"] as? String)
            #expect(plan["applied"] as? Bool == false && plan["asked_by"] as? String == "examiner")
            #expect(try await registrar.run(.init(look)).output.contains("--apply \(hash)"))
            #expect(try await points(form) == [[1], [2], [2]])
            let wrong = try await registrar.run("exam", "rescore", form.name, "--apply", "00")
            #expect(wrong.code == 1 && wrong.error.contains("No plan with this hash"))

            let apply = ["exam", "rescore", form.name, "--apply", hash]
            let done = try await registrar.run(.init(apply))
            #expect(done.code == 0 && done.output.contains("Done. Whoever's result flipped"), "\(done.error)")
            #expect(done.output.contains("FLIPS to passed") && done.output.contains("FLIPS to failed"))
            for line in done.output.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
            #expect(try await points(form) == [[1, 2], [2, 1], [2]])
            let results = try await registrar.run("exam", "results", form.name, "--superseded", "--json").json()
            let scores = try #require(results["items"] as? [[String: Any]])
            #expect(scores.compactMap { $0["approved_by"] as? String } == [Identity.systemLogin, Identity.systemLogin])
            for (place, count) in [1, 1, 0].enumerated() {
                let kinds = try await database.mailKinds(to: "p\(place)@\(cohort.lowercased()).example")
                #expect(kinds.count { $0 == "mail.exam_result" } == count)
            }
            #expect(try await registrar.run("audit", "tail", "--json").output.contains("exam.rescore"))

            let again = try await registrar.run(.init(apply + ["--json"]))
            #expect(again.code == 1)
            #expect(try again.problem()["code"] as? String == "rescore-applied")
            #expect(try await points(form) == [[1, 2], [2, 1], [2]])
        }
    }

    /// Of each attempt its raw scores, the first one first.
    private func points(_ form: SampleForm) async throws -> [[Int]] {
        try await database.service.read { connection in
            let attempts: [Int] = try connection.all("SELECT id FROM attempt WHERE form_id = \(form.id) ORDER BY id")
            return try attempts.map { attempt in
                try connection.all("SELECT raw::bigint FROM score WHERE attempt_id = \(attempt) ORDER BY number")
            }
        }
    }
}
