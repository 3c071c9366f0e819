import Postgres
import Psychometrics
import TestSupport
import Testing

@testable import Domain

@Suite("The agreement of raters", .database)
struct RaterAgreementTests {
    let here = TestDatabase.current

    /// A practical of three criteria, rated by two examiners; the last attempt by one of them only.
    private func rated(_ pairs: [([Int], [Int]?)]) async throws -> String {
        guard case .staff(let first) = try await here.member("maya"),
            case .staff(let second) = try await here.member("sam")
        else { throw Unexpected() }
        let (_, claims) = try await here.completedCohort(pairs.indices.map { "P\($0)" })
        let code = "PR-\(here.nextNumber())"
        try await here.owner.write { connection in
            try connection.execute("ALTER TABLE practical_attempt DISABLE TRIGGER USER")
            try connection.execute("ALTER TABLE practical_score DISABLE TRIGGER USER")
            let practical: Int = try connection.one(
                """
                INSERT INTO practical (code, version, name, cut, digest)
                VALUES (\(code), 1, 'Practical', 6, sha256('p'))
                RETURNING id
                """
            )
            for (place, weight) in [2, 1, 1].enumerated() {
                try connection.execute(
                    """
                    INSERT INTO criterion (practical_id, position, code, name, levels, weight, safe_from)
                    VALUES (\(practical), \(place + 1), \("C\(place + 1)"), 'Criterion', ARRAY['no', 'some', 'well'],
                        \(weight), \(place == 2 ? 1 : nil as Int?))
                    """
                )
            }
            for (claim, (one, other)) in zip(claims, pairs) {
                let attempt: Int = try connection.one(
                    """
                    WITH used AS (
                        INSERT INTO eligibility (enrollment_id, requirement_id, basis)
                        SELECT \(claim), requirement.id, '{}'
                        FROM enrollment
                        JOIN cohort ON cohort.id = enrollment.cohort_id
                        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
                        WHERE enrollment.id = \(claim) AND requirement.kind = 'practical_exam'
                        RETURNING id, requirement_id
                    )
                    INSERT INTO practical_attempt
                        (enrollment_id, requirement_id, practical_id, eligibility_id, number, held_on, staff_id)
                    SELECT \(claim), used.requirement_id, \(practical), used.id, 1, current_date, \(first.id)
                    FROM used
                    RETURNING id
                    """
                )
                for (rater, levels) in [(first.id, one), (second.id, other)] {
                    guard let levels else { continue }
                    try connection.execute(
                        """
                        WITH task AS (
                            INSERT INTO rating_task (attempt_id, rater_id, on_day, staff_id)
                            VALUES (\(attempt), \(rater), current_date, \(first.id))
                            RETURNING id
                        )
                        SELECT id
                        FROM task
                        """
                    )
                    try connection.execute(
                        """
                        INSERT INTO rating (task_id, levels)
                        SELECT id, \(levels.map(Int16.init))
                        FROM rating_task
                        WHERE attempt_id = \(attempt) AND rater_id = \(rater)
                        """
                    )
                }
                guard other != nil else { continue }
                try connection.execute(
                    """
                    INSERT INTO practical_score (attempt_id, doubled_points, maximum, cut, unsafe, tasks)
                    VALUES (\(attempt), 0, 8, 6, '{}', '{}')
                    """
                )
            }
        }
        return code
    }

    @Test("is κ by criterion and of the verdicts, and intraclass correlations of the points, over attempts rated twice")
    func agreement() async throws {
        let code = try await rated([
            ([2, 2, 2], [2, 2, 2]), ([1, 2, 1], [2, 2, 1]), ([0, 1, 1], [0, 0, 0]), ([2, 2, 0], [2, 2, 1]),
            ([0, 0, 0], nil),
        ])
        let report = try await here.registrar.scores.analyzePractical(code, by: here.staff(.examiner))
        #expect(report.sample.description == "n = 4, insufficient data" && report.printed == "\(code).1")
        #expect(
            report.criteria.map(\.table.counts) == [
                [[1, 0, 0], [0, 0, 1], [0, 0, 2]], [[0, 0, 0], [1, 0, 0], [0, 0, 3]],
                [[0, 1, 0], [1, 1, 0], [0, 0, 1]],
            ]
        )
        #expect(
            report.criteria[0].table.kappa(.linear)
                == AgreementTable(counts: report.criteria[0].table.counts).kappa(.linear)
        )
        // Points 8 8, 5 7, 2 0, 6 7; with the hurdle the last fails for one rater.
        #expect(report.verdicts.counts == [[1, 2], [0, 1]])
        let points = IntraclassCorrelation(targets: [[8, 8], [5, 7], [2, 0], [6, 7]])
        #expect(report.points == points && report.points.randomSingle != nil)
    }

    @Test("without two ratings of anything there is none, and an unknown practical is told")
    func none() async throws {
        let code = try await rated([([0, 0, 0], nil)])
        for (name, word) in [
            (code, "practical-unrated"), ("\(code).2", "practical-unknown"), ("X", "practical-unknown"),
        ] {
            let refused = try await refusal { _ = try await here.registrar.scores.analyzePractical(name, by: .system) }
            #expect(refused?.code == word)
        }
    }
}
