package import Foundation
package import Postgres

/// An exam as its candidate finds it on their page: what still stands before it, and what the retake policy says.
package struct CandidateExam: Sendable {
    package let eligibility: Eligibility
    package let next: NextTry
    /// The day of a practical that waits to be rated.
    package let heldOn: CalendarDate?
}

/// The latest word on somebody's certification, as far as they hear it.
package struct CandidateDecision: Sendable {
    package let kind: Decision.Kind
    package let at: Date
    /// Of a denial: the token of the page where it is appealed, or where its appeal stands.
    package let appeal: String?
}

extension Connection {
    func exams(of claim: EnrollmentID, among states: [RequirementState]) throws -> [CandidateExam] {
        try states.filter(\.isExam).map { exam in
            CandidateExam(
                eligibility: Eligibility(for: exam, among: states),
                next: try nextTry(of: claim, at: exam.id),
                heldOn: try first(
                    """
                    SELECT held_on
                    FROM practical_attempt
                    WHERE enrollment_id = \(claim) AND requirement_id = \(exam.id) AND NOT EXISTS (
                        SELECT FROM practical_score WHERE practical_score.attempt_id = practical_attempt.id
                    ) AND NOT EXISTS (
                        SELECT FROM practical_cancellation
                        WHERE practical_cancellation.attempt_id = practical_attempt.id
                    )
                    """
                )
            )
        }
    }

    func latestDecision(of claim: EnrollmentID, _ secrets: Secrets) throws -> CandidateDecision? {
        struct Said: Decodable {
            let kind: Decision.Kind
            let at: Date
        }
        let said: Said? = try first(
            """
            SELECT kind, at
            FROM decision
            WHERE enrollment_id = \(claim)
            ORDER BY id DESC
            LIMIT 1
            """
        )
        return said.map { said in
            let appeal = LinkToken(.appeal, claim).text(sealedWith: secrets.links)
            return CandidateDecision(kind: said.kind, at: said.at, appeal: said.kind == .denied ? appeal : nil)
        }
    }
}
