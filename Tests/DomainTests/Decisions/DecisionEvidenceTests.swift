import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Decisions on evidence", .database)
struct DecisionEvidenceTests {
    let here = TestDatabase.current
    var decisions: Decisions { here.registrar.decisions }

    private func candidate(_ code: String) async throws -> Decisions.Candidate {
        try #require(try await decisions.candidates(code: code, by: .system).first)
    }

    @Test("passed, conditions outstanding: a state that ends by itself when the card comes in, up to the decision")
    func conditions() async throws {
        let (code, claims) = try await here.practicalCohort()
        #expect(try await candidate(code).standing == .incomplete)
        try await here.takePractical(claims[0])
        let waiting = try await candidate(code)
        #expect(waiting.standing == .passedConditionsOutstanding)
        #expect(waiting.basis.missing.map(\.code) == ["cpr-card"])
        try await here.decide(.proposed, code)
        let refused = try await refusal { try await here.decide(.granted, code) }
        #expect(refused?.code == "requirements-outstanding")
        #expect(refused?.message == "\(claims[0]) lacks: CPR card (incomplete).")
        try await here.bringCard(claims[0])
        #expect(try await candidate(code).standing == .complete)
        try await here.decide(.granted, code)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("the basis is frozen with each word: requirements, the practical with its raters, the policy's digest")
    func basis() async throws {
        let (code, claims) = try await here.practicalCohort()
        let taken = try await here.takePractical(claims[0])
        try await here.decide(.proposed, code)
        try await here.bringCard(claims[0])
        try await here.decide(.granted, code)
        let story = try await decisions.story(of: claims[0], by: .system)
        let (proposed, granted) = (try #require(story.first?.basis), try #require(story.last?.basis))
        #expect(proposed.requirements?.map(\.state) == ["complete", "incomplete", "complete"])
        #expect(granted.requirements?.map(\.state) == ["complete", "complete", "complete"])
        #expect(granted.requirements?[1].events.count == 1)
        #expect(granted.onEvidence == true)
        let practical = try #require(granted.practical?.first)
        #expect((practical.practical, practical.version, practical.number) == ("MES-PRACTICAL", 1, 1))
        #expect(practical.tasks == taken.raters.map(\.task.rawValue))
        #expect((practical.doubledPoints, practical.cut, practical.passed) == (60, 27, true))
        #expect(practical.digest.count == 64 && practical.eligibility > 0)
        #expect(granted.written == [])
    }

    @Test("a card that expired on the decision's day refuses the grant and is named, in words and by the database")
    func expired() async throws {
        let (code, claims) = try await here.practicalCohort()
        try await here.takePractical(claims[0])
        try await here.bringCard(claims[0], days: 1)
        try await here.decide(.proposed, code)
        // On its last day it still holds.
        try await here.shiftClock(by: .seconds(86_400))
        let decider = try await here.staff(.decider)
        let request = try DecisionRequest(.granted, cohort: code, enrollments: [claims[0].rawValue], reason: "Fine.")
        let plan = try await decisions.plan(request, by: decider)
        try await here.shiftClock(by: .seconds(86_400))
        let refused = try await refusal { _ = try await decisions.apply(request, hash: plan.hash, by: decider) }
        #expect(refused?.kind == .invalid)
        #expect(refused?.message.contains("lacks: CPR card (expired, held until 20") == true)
        let broken = await constraint {
            try await here.service.write { try $0.insert("granted", claims[0], by: "decider") }
        }
        #expect(broken == "only_who_met_everything_is_granted")
        #expect(try await candidate(code).standing == .passedConditionsOutstanding)
    }

    @Test("of several, who lacks something is left out of a grant and told; the others are granted")
    func leftOut() async throws {
        let (code, claims) = try await here.practicalCohort(["Ada", "Bo"])
        for claim in claims { try await here.takePractical(claim) }
        try await here.bringCard(claims[0])
        try await here.decide(.proposed, code)
        let plan = try await here.decide(.granted, code)
        #expect(plan.lines.map(\.outcome.enrollment) == [claims[0]])
        #expect(plan.leftOut.map(\.id) == [claims[1]])
    }

    @Test("a program whose requirements say nothing beyond their kind decides on attendance alone, as before")
    func attendance() async throws {
        _ = try await here.draftCohort()
        let (code, _) = try await here.completedCohort(["Ada"], program: "MEPD")
        let ada = try await candidate(code)
        #expect(ada.standing == .attended)
        #expect(ada.basis.onEvidence == false && ada.basis.requirements == nil)
        try await here.decide(.proposed, code)
        try await here.decide(.granted, code)
    }

    @Test("a basis of before it was gathered on evidence still reads")
    func older() throws {
        let old = """
            {"cohort": "A", "program": "MES", "programVersion": 1, "programDigest": "00", "grants": "certification",
            "attendanceEvent": 3}
            """
        let basis = try JSONDecoder().decode(DecisionBasis.self, from: Data(old.utf8))
        #expect(basis.requirements == nil && basis.missing == [])
    }
}

extension Connection {
    /// A decision past every operation, as the service alone could write it.
    func insert(_ kind: String, _ claim: EnrollmentID, by login: String, through owner: String? = nil) throws {
        let payload = try keep(["reason": "By hand."])
        try execute(
            """
            INSERT INTO decision (enrollment_id, kind, staff_id, operator_id, basis, payload_id, digest)
            SELECT \(claim), \(kind), staff.id, (SELECT id FROM staff WHERE login = \(owner)), '{}', \(payload.id),
                \(payload.digest)
            FROM staff
            WHERE staff.login = \(login)
            """
        )
    }
}
