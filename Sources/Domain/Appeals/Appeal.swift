package import Foundation
import Postgres

/// A denied candidate's word against the denial: filed within 30 days, decided by another decider, who neither taught nor
/// examined them. Upheld, it opens the decision again; dismissed or withdrawn, the denial stands.
package struct Appeal: Codable, Sendable {
    package enum State: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case filed, upheld, dismissed, withdrawn
    }

    package let enrollmentId: EnrollmentID
    package let cohort: String
    package let name: PersonName
    /// What was granted to others.
    package let credential: String
    package let deniedAt: Date
    package let deniedBy: String
    package let reasonClass: DenialReason?
    /// The last moment at which it may be filed.
    package let until: Date
    /// nil: nobody appealed.
    package let state: State?
    package let stateSince: Date?
    /// nil while nobody decided, and where the candidate did it by link.
    package let stateBy: String?
    /// The candidate's words; nil once they were erased.
    package let words: String?
    /// Why it was decided so; nil while it was not.
    package let decidedWhy: String?
    /// IANA zone the candidate reads times in.
    package let zone: String
    package let now: Date
    let decision: DecisionID
    let isLatest: Bool

    package var mayBeFiled: Bool { state == nil && now <= until && isLatest }
}

extension Connection {
    /// Denials with what became of an appeal, the latest first.
    func appeals(where condition: SQL) throws -> [Appeal] {
        try all(
            """
            SELECT
                enrollment.id AS enrollment_id, cohort.code AS cohort, coalesce(person.name, enrollment.name) AS name,
                program_version.name AS credential, decision.id AS decision, decision.at AS denied_at,
                denier.login AS denied_by, decision.reason_class, decision.at + appeal_window() AS until,
                latest.kind AS state, latest.at AS state_since, latest.login AS state_by, filed.body ->> 'reason' AS words,
                CASE WHEN latest.kind <> 'filed' THEN latest.reason END AS decided_why,
                coalesce(enrollment.time_zone, cohort.time_zone) AS zone, registrar_clock() AS now,
                NOT EXISTS (
                    SELECT
                    FROM decision AS later
                    WHERE later.enrollment_id = enrollment.id AND later.id > decision.id
                ) AS is_latest
            FROM decision
            JOIN staff AS denier ON denier.id = decision.staff_id
            JOIN enrollment ON enrollment.id = decision.enrollment_id
            JOIN person ON person.id = enrollment.person_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN program_version ON program_version.id = cohort.program_version_id
            LEFT JOIN appeal ON appeal.decision_id = decision.id
            LEFT JOIN appeal_event AS filing ON filing.appeal_id = appeal.id AND filing.kind = 'filed'
            LEFT JOIN payload AS filed ON filed.id = filing.payload_id
            LEFT JOIN LATERAL (
                SELECT event.kind, event.at, staff.login, payload.body ->> 'reason' AS reason
                FROM appeal_event AS event
                LEFT JOIN staff ON staff.id = event.staff_id
                LEFT JOIN payload ON payload.id = event.payload_id
                WHERE event.appeal_id = appeal.id
                ORDER BY event.id DESC
                LIMIT 1
            ) AS latest ON true
            WHERE decision.kind = 'denied' AND person.erased_at IS NULL AND \(condition)
            ORDER BY decision.id DESC
            """
        )
    }

    /// The latest denial of a claim, with its appeal.
    ///
    /// - Throws: `nothing-denied`.
    func appeal(of claim: EnrollmentID) throws -> Appeal {
        guard let appeal = try appeals(where: "enrollment.id = \(claim)").first else {
            throw Refusal.notFound(
                "nothing-denied",
                "Nothing was denied to enrollment \(claim), so there is no appeal."
            )
        }
        return appeal
    }
}
