import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("What was waived, and who decides", .database)
struct DecidedWaiverTests {
    let here = TestDatabase.current
    var decisions: Decisions { here.registrar.decisions }

    /// A proposed candidate whose written exam was waived by kim, of the office and a decider.
    private func waivedByKim() async throws -> (code: String, claim: EnrollmentID, kim: Actor) {
        let (code, claims) = try await here.completedCohort()
        let kim = try await here.member("kim", [.registrar, .decider])
        try await here.say(
            ProgressEntry(.reopened, "written-exam", note: "By mistake."),
            of: claims[0],
            in: code,
            by: .registrar
        )
        _ = try await here.registrar.progress.record(
            ProgressEntry(.waived, "written-exam", note: "Passed in Oslo."),
            of: "\(claims[0])",
            in: code,
            by: kim
        )
        try await here.decide(.proposed, code)
        return (code, claims[0], kim)
    }

    @Test("the plan tells the decider what was waived, by whom and why; the basis keeps it without the words")
    func told() async throws {
        let (code, claim, _) = try await waivedByKim()
        let request = try DecisionRequest(.granted, cohort: code, reason: "All requirements are met.")
        let plan = try await decisions.plan(request, by: here.staff(.decider))
        let waivers = try #require(plan.lines.first?.waivers)
        let exam = try #require(waivers.first { $0.requirement == "written-exam" })
        #expect(waivers.count > 1 && waivers.count { $0.requirement == "written-exam" } == 1)
        #expect((exam.by, exam.reason, exam.skill) == ("kim", "Passed in Oslo.", nil))
        let kept: [String] = try await here.service.read { try $0.all("SELECT outcomes::text FROM plan") }
        #expect(!kept.isEmpty && kept.allSatisfy { !$0.contains("Oslo") })
        try await here.decide(.granted, code)
        let basis = try #require(try await decisions.story(of: claim, by: .system).last?.basis)
        let frozen = try #require(basis.requirements?.first { $0.code == "written-exam" }?.waivers)
        #expect(frozen.map(\.by) == ["kim"] && frozen.allSatisfy { $0.reasonDigest?.count == 64 })
        let rows: [String] = try await here.service.read { try $0.all("SELECT basis::text FROM decision") }
        #expect(rows.allSatisfy { !$0.contains("Oslo") })
    }

    @Test(
        "whoever waived an exam grants nothing on it alone, by the operation and by the database; a second person agrees"
    )
    func secondPerson() async throws {
        let (code, claim, kim) = try await waivedByKim()
        let request = try DecisionRequest(.granted, cohort: code, reason: "All requirements are met.")
        let refused = try await refusal { _ = try await decisions.plan(request, by: kim) }
        #expect(refused?.code == "decider-not-independent")
        #expect(refused?.message.hasPrefix("kim waived an exam of \(claim).") == true)
        let broken = await constraint {
            try await here.service.write { try $0.insert("granted", claim, by: "kim") }
        }
        #expect(broken == "decider_neither_taught_nor_examined")
        let other = try await here.staff(.decider)
        #expect(
            try await refusal { _ = try await decisions.askOverride(of: claim, in: code, reason: "x", by: other) }?.code
                == "override-not-needed"
        )
        _ = try await decisions.askOverride(of: claim, in: code, reason: "Nobody else.", by: kim)
        _ = try await decisions.agreeToOverride(of: claim, in: code, by: other)
        let plan = try await decisions.plan(request, by: kim)
        _ = try await decisions.apply(request, hash: plan.hash, by: kim)
        #expect(try await decisions.story(of: claim, by: .system).map(\.overrideBy) == [nil, "decider"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("an exam that was waived no longer binds nobody; the waiver of a card never did")
    func others() async throws {
        let (code, claims) = try await here.completedCohort()
        let kim = try await here.member("kim", [.registrar, .decider])
        for (kind, code) in [(ProgressEntry.Kind.reopened, "cpr-card"), (.waived, "cpr-card")] {
            _ = try await here.registrar.progress.record(
                ProgressEntry(kind, code, note: "A physician."),
                of: "\(claims[0])",
                in: cohort(of: claims[0]),
                by: kim
            )
        }
        try await here.decide(.proposed, code)
        let request = try DecisionRequest(.granted, cohort: code, reason: "All requirements are met.")
        let plan = try await decisions.plan(request, by: kim)
        _ = try await decisions.apply(request, hash: plan.hash, by: kim)
    }

    private func cohort(of claim: EnrollmentID) async throws -> String {
        try await here.service.read {
            try $0.one(
                "SELECT code FROM cohort JOIN enrollment ON cohort_id = cohort.id WHERE enrollment.id = \(claim)"
            )
        }
    }
}
