import TestSupport
import Testing

@testable import Domain

@Suite("Overrides", .database)
struct OverrideTests {
    let here = TestDatabase.current
    var decisions: Decisions { here.registrar.decisions }

    /// A proposed candidate, whose instructor is a decider too, and the only other decider.
    private func story() async throws -> (code: String, claim: EnrollmentID, instructor: Actor, other: Actor) {
        let (code, claims) = try await here.completedCohort()
        try await here.decide(.proposed, code)
        let instructor = try await here.registrar.staff.changeRoles(
            login: "instructor",
            grant: [.decider],
            withdraw: [],
            by: .system
        )
        return (code, claims[0], .staff(instructor), try await here.staff(.decider))
    }

    @Test("asked for with a reason, agreed by another decider: then the first decides, and all of it is seen")
    func granted() async throws {
        let (code, claim, instructor, other) = try await story()
        let asked = try await decisions.askOverride(of: claim, in: code, reason: "Nobody else is here.", by: instructor)
        #expect(asked == [.init(decider: "instructor", agreedBy: nil, reason: "Nobody else is here.")])
        #expect(
            try await refusal { try await here.decide(.granted, code, by: .instructor) }?.code
                == "decider-not-independent"
        )
        _ = try await decisions.agreeToOverride(of: claim, in: code, by: other)
        try await here.decide(.granted, code, by: .instructor)
        let story = try await decisions.story(of: claim, by: .system)
        #expect(story.map(\.overrideBy) == [nil, "decider"])
        #expect(story.last?.staff == "instructor")
        let candidate = try #require(try await decisions.candidates(code: code, by: .system).first)
        #expect(candidate.overrides.map(\.agreedBy) == ["decider"])
        let verbs = try await here.registrar.audit.tail(by: .system).map(\.verb)
        #expect(verbs.prefix(3) == ["decision.grant", "decision.agree_override", "decision.ask_override"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("one person is not two: not oneself, not through an owner, not somebody who taught them too")
    func second() async throws {
        let (code, claim, instructor, other) = try await story()
        _ = try await decisions.askOverride(of: claim, in: code, reason: "Nobody else is here.", by: instructor)
        #expect(
            try await refusal { _ = try await decisions.agreeToOverride(of: claim, in: code, by: instructor) }?.code
                == "second-person"
        )
        guard case .staff(var acted) = other, case .staff(let owner) = try await here.staff(.owner) else { return }
        acted.operatorID = owner.id
        let through = Actor.staff(acted)
        #expect(
            try await refusal { _ = try await decisions.agreeToOverride(of: claim, in: code, by: through) }?.code
                == "second-person"
        )
        #expect(
            try await refusal { _ = try await decisions.askOverride(of: claim, in: code, reason: "x", by: other) }?.code
                == "override-not-needed"
        )
        #expect(
            try await refusal { _ = try await decisions.askOverride(of: claim, in: code, reason: "x", by: instructor) }?
                .code == "override-asked"
        )
        await #expect(throws: Refusal.self) {
            _ = try await decisions.askOverride(of: claim, in: code, reason: " ", by: instructor)
        }
        _ = try await decisions.agreeToOverride(of: claim, in: code, by: other)
        #expect(
            try await refusal { _ = try await decisions.agreeToOverride(of: claim, in: code, by: other) }?.code
                == "nothing-to-agree-to"
        )
    }

    @Test("a rater decides on nobody they rated, and an override does not make an owner who taught independent")
    func rater() async throws {
        let (code, claims) = try await here.practicalCohort()
        _ = try await here.member("maya", [.examiner, .decider])
        try await here.takePractical(claims[0])
        try await here.bringCard(claims[0])
        try await here.decide(.proposed, code)
        let maya = try await here.member("maya")
        let request = try DecisionRequest(.granted, cohort: code, reason: "Fine.")
        #expect(
            try await refusal { _ = try await decisions.plan(request, by: maya) }?.code == "decider-not-independent"
        )
        _ = try await decisions.askOverride(of: claims[0], in: code, reason: "Nobody else.", by: maya)
        _ = try await decisions.agreeToOverride(of: claims[0], in: code, by: here.staff(.decider))
        guard case .staff(var acted) = maya, case .staff(let instructor) = try await here.staff(.instructor) else {
            return
        }
        acted.operatorID = instructor.id
        let through = Actor.staff(acted)
        #expect(
            try await refusal { _ = try await decisions.plan(request, by: through) }?.code == "decider-not-independent"
        )
        _ = try await decisions.plan(request, by: maya)
    }
}
