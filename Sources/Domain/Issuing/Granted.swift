import Credentials
import Foundation
import Postgres

/// A granted decision, with or without its certificate.
struct Granted: Decodable {
    let decision: DecisionID
    let enrollment: EnrollmentID
    let personId: PersonID
    let programVersionId: ProgramVersionID
    let cohort: String
    let name: PersonName
    let email: EmailAddress
    let confirmedAt: Date?
    let namedUntil: Date
    let now: Date
    let certificate: CertificateID?
    let prefix: String
    let isErased: Bool
    /// What no longer holds of it; nil while all of it does.
    let doubt: String?

    var outcome: IssueOutcome {
        let waits = confirmedAt == nil && namedUntil > now && certificate == nil
        let fate: IssueOutcome.Fate =
            if let doubt, certificate == nil {
                .held(because: doubt)
            } else {
                waits ? .waits(until: namedUntil) : .issued(nameConfirmedAt: confirmedAt)
            }
        return IssueOutcome(decision: decision, enrollment: enrollment, fate: fate)
    }

    var line: IssuePlan.Line {
        IssuePlan.Line(outcome: outcome, name: name, cohort: cohort, id: certificate?.printed(prefix: prefix))
    }

    static let query: SQL = """
        SELECT
            decision.id AS decision, enrollment.id AS enrollment, enrollment.person_id, cohort.program_version_id,
            cohort.code AS cohort, coalesce(certificate.name, certificate_name.name, person.name, enrollment.name) AS name,
            person.email, certificate_name.confirmed_at,
            decision.at + \(Certificates.daysForTheName) * interval '1 day' AS named_until, registrar_clock() AS now,
            certificate.id AS certificate, program.code AS prefix, person.erased_at IS NOT NULL AS is_erased,
            CASE WHEN certificate.id IS NULL THEN grant_in_doubt(decision.id) END AS doubt
        FROM decision
        JOIN enrollment ON enrollment.id = decision.enrollment_id
        JOIN person ON person.id = enrollment.person_id
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN program_version ON program_version.id = cohort.program_version_id
        JOIN program ON program.id = program_version.program_id
        LEFT JOIN certificate_name ON certificate_name.decision_id = decision.id
        LEFT JOIN certificate ON certificate.decision_id = decision.id

        """
}
