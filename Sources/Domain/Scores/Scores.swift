package import Foundation
import Postgres

/// What exams came to: results, rescores, reports and analyses. Score rows only grow; the latest of an attempt counts.
package struct Scores: Sendable {
    let store: Store
    let secrets: Secrets
}

/// One score of one attempt, as an examiner sees it: a number stands for the candidate.
package struct ExamResult: Codable, Sendable {
    package let candidate: CandidateNumber
    package let cohort: String
    let exam: String
    let formCode: String
    let formVersion: Int
    /// The candidate's tries at this exam, from 1.
    package let attempt: Int
    package let kind: String
    package let finishedAt: Date
    /// Of the attempt's scores, from 1: a later one supersedes those before.
    package let number: Int
    package let isSuperseded: Bool
    package let raw: Int
    package let items: Int
    package let cut: Int
    package let scaled: Int
    package let passed: Bool
    package let scoredAt: Date
    package let approvedBy: String?
    /// nil for the score at the end of the attempt, and once its words were erased.
    package let reason: String?

    package var form: String { "\(exam)/\(formCode).\(formVersion)" }
}

extension Scores {
    /// The results of a cohort or of a form, by candidate number.
    ///
    /// - Parameter superseded: Whether scores that a rescore replaced are listed too.
    /// - Throws: `form-unknown` for what is neither a cohort's code nor a form's name.
    package func results(of what: String, superseded: Bool = false, by actor: Actor) async throws -> [ExamResult] {
        try actor.require(.examine)
        return try await store.write { connection in
            let cohort: CohortID? = try connection.first("SELECT id FROM cohort WHERE code = \(what.uppercased())")
            let form = try cohort == nil ? connection.formVersion(namedBeside: what).id : nil
            try connection.number(candidatesOf: cohort, form)
            return try connection.all(
                """
                SELECT
                    candidate.number AS candidate, cohort.code AS cohort, exam.code AS exam, exam_form.code AS form_code,
                    exam_form.version AS form_version, attempt.number AS attempt, attempt.kind, attempt.finished_at,
                    score.number, score.raw, score.items, score.cut, score.scaled, score.passed, score.at AS scored_at,
                    score.number < max(score.number) OVER (PARTITION BY attempt.id) AS is_superseded,
                    approver.login AS approved_by, payload.body ->> 'reason' AS reason
                FROM score
                JOIN attempt ON attempt.id = score.attempt_id
                JOIN exam_form ON exam_form.id = attempt.form_id
                JOIN exam ON exam.id = exam_form.exam_id
                JOIN enrollment ON enrollment.id = attempt.enrollment_id
                JOIN cohort ON cohort.id = enrollment.cohort_id
                JOIN candidate ON candidate.enrollment_id = enrollment.id
                LEFT JOIN staff AS approver ON approver.id = score.approved_by
                LEFT JOIN payload ON payload.id = score.payload_id
                WHERE enrollment.cohort_id = coalesce(\(cohort), enrollment.cohort_id)
                    AND attempt.form_id = coalesce(\(form), attempt.form_id)
                    AND (\(superseded) OR NOT EXISTS (
                        SELECT
                        FROM score AS later
                        WHERE later.attempt_id = score.attempt_id AND later.number > score.number
                    ))
                ORDER BY exam.code, exam_form.code, exam_form.version, candidate.number, attempt.number, score.number
                """
            )
        }
    }
}

extension Connection {
    /// A form where a cohort's code would do as well: what is neither is told so.
    fileprivate func formVersion(namedBeside what: String) throws -> FormVersion {
        do {
            return try formVersion(FormReference(what))
        } catch let refusal as Refusal where refusal.kind != .conflict {
            throw Refusal.notFound("form-unknown", "There is neither a cohort nor a form “\(what)”.")
        }
    }

    /// Gives everybody who was scored a candidate number who has none yet, but for who was erased.
    func number(candidatesOf cohort: CohortID?, _ form: Int?) throws {
        let claims: [EnrollmentID] = try all(
            """
            SELECT DISTINCT attempt.enrollment_id
            FROM attempt
            JOIN enrollment ON enrollment.id = attempt.enrollment_id
            JOIN person ON person.id = enrollment.person_id AND person.erased_at IS NULL
            WHERE enrollment.cohort_id = coalesce(\(cohort), enrollment.cohort_id)
                AND attempt.form_id = coalesce(\(form), attempt.form_id)
                AND NOT EXISTS (SELECT FROM candidate WHERE candidate.enrollment_id = attempt.enrollment_id)
            """
        )
        for claim in claims { _ = try candidateNumber(of: claim) }
    }
}
