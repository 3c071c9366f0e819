import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A pass travels with its person", .database)
struct TravellingPassTests {
    let here = TestDatabase.current
    let asked = TestDatabase.requirement

    /// Two claims of one person in two cohorts, the second's exam no longer waived; the code of the second.
    private func story(
        rightly: [Bool],
        retakes: String = #"{"attempts": 9, "waiting_days": []}"#,
        later: String? = nil,
        days: Int = 0
    ) async throws -> (first: Examinee, second: Examinee, code: String) {
        try await here.importExam()
        let first = try await here.examinees(retakes: retakes)[0]
        for (index, right) in rightly.enumerated() {
            if index > 0 { try await here.shiftClock(by: .seconds(days * 86_400)) }
            try await here.sit(first.link, rightly: right)
        }
        let second = try await here.examinees(["Bo"], retakes: later ?? retakes)[0]
        let people = try await [here.person(of: first.claim), here.person(of: second.claim)]
        try await here.merge(.id(people[0]), with: .id(people[1]))
        let code: String = try await here.service.read {
            try $0.one(
                "SELECT code FROM cohort JOIN enrollment ON cohort_id = cohort.id WHERE enrollment.id = \(second.claim)"
            )
        }
        try await here.say(
            ProgressEntry(.reopened, asked, note: "To be sat."),
            of: second.claim,
            in: code,
            by: .registrar
        )
        return (first, second, code)
    }

    /// The stories change their program past its trigger, which the doctor sees.
    private func broken() async throws -> [String] {
        try await here.brokenInvariants().filter { $0 != "frozen_versions_never_change" }
    }

    private func refusedCode(_ person: Examinee) async throws -> String? {
        try await refusal { _ = try await here.registrar.attempts.begin(link: person.link, requirement: asked) }?.code
    }

    @Test("an exam passed under one claim is complete under another, and the grant rests on that try")
    func travels() async throws {
        let (first, second, code) = try await story(rightly: [true])
        #expect(try await here.standing(of: second.claim, in: code)[asked]?.state == .complete)
        #expect(try await refusedCode(second) == "exam-passed")
        try await here.decide(.proposed, code)
        try await here.decide(.granted, code)
        let basis = try #require(try await here.registrar.decisions.story(of: second.claim, by: .system).last?.basis)
        let written = try #require(basis.written?.first)
        #expect(written.enrollment == first.claim.rawValue && written.passed && written.requirement == asked)
        #expect(try await broken() == [])
    }

    @Test("a try of somebody else in the basis is found by the doctor")
    func strangers() async throws {
        let (first, second, code) = try await story(rightly: [true])
        try await here.decide(.proposed, code)
        try await here.decide(.granted, code)
        try await here.force(
            """
            UPDATE person
            SET merged_into = NULL
            WHERE id IN (SELECT person_id FROM enrollment WHERE id IN (\(first.claim), \(second.claim)))
            """
        )
        #expect(try await broken() == ["grants_rest_on_what_was_met", "merges_equal_history"])
    }

    @Test("what was failed elsewhere is neither failed nor complete here, and counts as a try")
    func failed() async throws {
        let (_, second, code) = try await story(rightly: [false])
        #expect(try await here.standing(of: second.claim, in: code)[asked]?.state == .incomplete)
        #expect(try await here.sit(second.link).number == 2)
        #expect(try await here.standing(of: second.claim, in: code)[asked]?.state == .complete)
    }

    @Test("a pass after the policy's window counts neither as complete nor as passed already")
    func window() async throws {
        let (_, second, code) = try await story(
            rightly: [false, true],
            later: #"{"attempts": 9, "waiting_days": [], "within_months": 2}"#,
            days: 100
        )
        #expect(try await here.standing(of: second.claim, in: code)[asked]?.state == .incomplete)
        #expect(try await refusedCode(second) == "try-too-late")
    }
}
