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

    @Test("of a written exam the try that counts is kept: form, score, and the digests of answers and keys")
    func written() async throws {
        let (code, claims) = try await here.completedCohort()
        try await here.sitOnPaper(claims[0])
        let basis = try await candidate(code).basis
        let written = try #require(basis.written?.first)
        #expect((written.exam, written.form, written.formVersion) == ("MES-WRITTEN", "Z", 1))
        #expect((written.raw, written.items, written.cut, written.passed) == (1, 1, 1, true))
        #expect((written.number, written.scoreNumber) == (1, 1))
        #expect(written.answersDigest.count == 64 && written.keysDigest.count == 64)
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

extension TestDatabase {
    /// A try at the written exam of MES that passed, as the owner writes it down past every operation.
    fileprivate func sitOnPaper(_ claim: EnrollmentID) async throws {
        _ = try await owner.write { connection in
            try connection.script(
                """
                ALTER TABLE requirement DISABLE TRIGGER USER;
                UPDATE requirement SET detail = '{"exam": "MES-WRITTEN"}' WHERE code = 'written-exam';
                ALTER TABLE requirement ENABLE TRIGGER USER;
                INSERT INTO exam (code, name) VALUES ('MES-WRITTEN', 'Written') ON CONFLICT DO NOTHING;
                INSERT INTO exam_form (
                    exam_id, code, version, minutes, cut_hundredths, cut_method, cut_study, digest, frozen_at
                )
                SELECT id, 'Z', 1, 60, 100, 'set', '{}', sha256(''), now() FROM exam WHERE code = 'MES-WRITTEN';
                ALTER TABLE attempt DISABLE TRIGGER USER;
                """
            )
            try connection.execute(
                """
                WITH let_in AS (
                    INSERT INTO eligibility (enrollment_id, requirement_id, basis)
                    SELECT enrollment.id, requirement.id, '{}'
                    FROM enrollment
                    JOIN cohort ON cohort.id = enrollment.cohort_id
                    JOIN requirement ON requirement.program_version_id = cohort.program_version_id
                    WHERE enrollment.id = \(claim) AND requirement.code = 'written-exam'
                    RETURNING id, enrollment_id, requirement_id
                )
                INSERT INTO attempt (
                    enrollment_id, requirement_id, form_id, eligibility_id, number, kind, shuffle, ends_at, finished_at,
                    finish
                )
                SELECT let_in.enrollment_id, let_in.requirement_id, exam_form.id, let_in.id, 1, 'paper', 1,
                    registrar_clock() + interval '1 hour', registrar_clock(), 'scanned'
                FROM let_in
                JOIN exam_form ON exam_form.code = 'Z'
                """
            )
            try connection.script(
                """
                ALTER TABLE attempt ENABLE TRIGGER USER;
                INSERT INTO score (attempt_id, number, raw, items, cut, scaled, areas, answers_digest, keys_digest)
                SELECT id, 1, 1, 1, 1, 800, '[]', sha256('a'), sha256('k') FROM attempt;
                """
            )
        }
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
