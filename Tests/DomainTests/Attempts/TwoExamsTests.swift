import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Several exams of one candidate", .database)
struct TwoExamsTests {
    let here = TestDatabase.current
    var attempts: Attempts { here.registrar.attempts }

    /// A candidate whose program asks for these exams, and for nothing before them.
    private func candidate(_ requirements: String) async throws -> (claim: EnrollmentID, link: String) {
        try #require(try await candidates(["Ada"], requirements).first)
    }

    private func candidates(
        _ names: [String],
        _ requirements: String
    ) async throws -> [(claim: EnrollmentID, link: String)] {
        let program = ProgramFile.Source(
            name: "two.yaml",
            text: """
                code: TWO
                name: Two Exams
                summary: Two of them.
                grants: certification
                term_months: 24
                modules:
                  - code: exams
                    name: Exams
                    requirements:
                \(requirements)
                """
        )
        return try await here.seatedCohort(names, program: program).claims.map { ($0, here.progressLink(of: $0)) }
    }

    private static let written = """
              - {code: theory, kind: written_exam, name: Theory, exam: MINI, after: []}
              - {code: ethics, kind: written_exam, name: Ethics, exam: MINI-2, after: []}
        """

    @Test("of two written exams one is sat at a time: the other's door is shut until the first is handed in")
    func oneAtATime() async throws {
        for code in ["MINI", "MINI-2"] { try await here.importExam(TestDatabase.exam(code)) }
        let (claim, link) = try await candidate(Self.written)
        _ = try await attempts.begin(link: link, requirement: "theory")
        let second = try await refusal { _ = try await attempts.begin(link: link, requirement: "ethics") }
        #expect(second?.code == "try-open" && second?.message.contains("Another exam is under way") == true)
        guard case .shut(let why) = try await attempts.entrance(link: link, requirement: "ethics").door else {
            Issue.record("open"); return
        }
        #expect(why.code == "try-open")
        let byDatabase = await constraint {
            _ = try await here.service.write {
                try $0.execute(
                    """
                    WITH asked AS (
                        SELECT requirement.id
                        FROM enrollment
                        JOIN cohort ON cohort.id = cohort_id
                        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
                        WHERE enrollment.id = \(claim) AND requirement.code = 'ethics'
                    ),
                    let AS (
                        INSERT INTO eligibility (enrollment_id, requirement_id, basis)
                        SELECT \(claim), id, '{}' FROM asked
                        RETURNING id
                    )
                    INSERT INTO attempt (
                        enrollment_id, requirement_id, form_id, eligibility_id, number, kind, shuffle, begun_at, ends_at
                    )
                    SELECT \(claim), asked.id, exam_form.id, let.id, 1, 'online', 0, registrar_clock(),
                        registrar_clock() + interval '1 hour'
                    FROM asked, let, exam_form
                    JOIN exam ON exam.id = exam_form.exam_id AND exam.code = 'MINI-2'
                    """
                )
            }
        }
        #expect(byDatabase == "one_open_attempt_per_candidate")
        _ = try await attempts.submit(link: link, requirement: "theory")
        #expect(try await attempts.begin(link: link, requirement: "ethics").isOpen)
    }

    @Test("of two exams begun at the same moment one begins, and the other is told why not", arguments: 1...3)
    func race(_: Int) async throws {
        for code in ["MINI", "MINI-2"] { try await here.importExam(TestDatabase.exam(code)) }
        let (_, link) = try await candidate(Self.written)
        let attempts = attempts
        let codes = try await withThrowingTaskGroup(of: String?.self) { group in
            for requirement in ["theory", "ethics"] {
                group.addTask {
                    try await refusal { _ = try await attempts.begin(link: link, requirement: requirement) }?.code
                }
            }
            return try await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(codes.compactMap(\.self) == ["try-open"])
        let open: Int = try await here.service.read {
            try $0.one("SELECT count(*) FROM attempt WHERE finished_at IS NULL")
        }
        #expect(open == 1)
    }

    @Test("a written and a practical exam of the same code are told apart: the tries of one are none of the other")
    func sameCode() async throws {
        try await here.importExam(TestDatabase.exam("SAME"))
        let practical = try #require(try Practicals.samples.first)
        let file = ProgramFile.Source(name: "same.yaml", text: practical.text.replacing("MES-PRACTICAL", with: "SAME"))
        let plan = try await here.registrar.practicals.plan([file], by: .system)
        _ = try await here.registrar.practicals.apply([file], hash: plan.hash, by: .system)
        let once = "after: [], retakes: {attempts: 1}"
        let people = try await candidates(
            ["Ada", "Bo"],
            """
                  - {code: theory, kind: written_exam, name: Theory, exam: SAME, \(once)}
                  - {code: practice, kind: practical_exam, name: Practice, practical: SAME, \(once)}
            """
        )
        let (claim, link) = people[0]
        let office = try await here.staff(.registrar)
        let first: CalendarDate = try await here.service.read {
            try $0.one("SELECT first_day FROM practical_days(\(claim))")
        }
        // The only try at the written exam is failed; the practical is still to be tried, and has one try of its own.
        let attempt = try await attempts.begin(link: link, requirement: "theory")
        _ = try await attempts.submit(link: link, requirement: "theory")
        #expect(attempt.number == 1)
        let entered = try await here.registrar.practicals.schedule(claim, on: first, by: office)
        #expect(entered.number == 1 && entered.practical == "SAME")
        let standing = try await here.registrar.progress.open(link: link)
        #expect(standing.exams.map { $0.next.obstacle } == [.last, .open])
        // The other way round: a practical under way shuts no door of the written exam.
        _ = try await here.registrar.practicals.schedule(people[1].claim, on: first, by: office)
        #expect(try await attempts.begin(link: people[1].link, requirement: "theory").number == 1)
    }
}
