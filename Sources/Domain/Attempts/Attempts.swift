import Foundation
import Postgres

/// Tries at written exams: begun, answered and handed in by the candidate's link, or read from paper by an examiner.
package struct Attempts: Sendable {
    let store: Store
    let secrets: Secrets

    init(store: Store, secrets: Secrets) {
        self.store = store
        self.secrets = secrets
    }

    /// The claim behind a candidate's mailed link.
    func claim(behind link: String) throws -> EnrollmentID {
        guard let token = LinkToken(link, sealedWith: secrets.links), token.purpose == .progress else {
            throw Refusal.notFound(
                "link-unknown",
                "This link is not known here. Open it from the mail again, or copy the whole of it."
            )
        }
        return token.enrollment
    }
}

/// One claim beside one written exam of its program.
struct Candidacy: Decodable {
    let claim: EnrollmentID
    let state: Enrollment.State
    let requirement: RequirementID
    let requirementCode: String
    let examId: ExamID
    let exam: String
    let examName: String
    /// IANA zone the candidate reads times in.
    let zone: String
    let timePercent: Int

    var hasSeat: Bool { [.confirmed, .attended].contains(state) }

    /// - Throws: `no-candidate` once the seat is gone.
    func requireSeat() throws {
        guard hasSeat else {
            throw Refusal.conflict("no-candidate", "The seat is \(state.rawValue), so there is no exam to sit.")
        }
    }
}

extension Connection {
    /// - Throws: `exam-unknown`, `person-erased`.
    func candidacy(of claim: EnrollmentID, requirement: String) throws -> Candidacy {
        try requireSomebody(behind: claim)
        let candidacy: Candidacy? = try first(
            """
            SELECT
                enrollment.id AS claim, enrollment.state, requirement.id AS requirement,
                requirement.code AS requirement_code, exam.id AS exam_id, exam.code AS exam, exam.name AS exam_name,
                coalesce(enrollment.time_zone, cohort.time_zone) AS zone,
                coalesce(
                    (
                        SELECT accommodation.time_percent
                        FROM accommodation
                        WHERE accommodation.enrollment_id = enrollment.id
                        ORDER BY accommodation.id DESC
                        LIMIT 1
                    ),
                    100
                ) AS time_percent
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN requirement ON requirement.program_version_id = cohort.program_version_id
            JOIN exam ON exam.code = requirement.detail ->> 'exam'
            WHERE enrollment.id = \(claim) AND requirement.code = \(requirement) AND requirement.kind = 'written_exam'
            """
        )
        guard let candidacy else {
            throw Refusal.notFound("exam-unknown", "There is no written exam at this address. Open it from your page.")
        }
        return candidacy
    }
}
