package import Foundation
import Postgres

/// Certification decisions. One rule above all: whoever taught or examined somebody does not decide on them.
package struct Decisions: Sendable {
    let store: Store
    let secrets: Secrets

    /// How far somebody is from a certificate, as the database computes it.
    package enum Standing: String, Codable, PostgresCodable, Sendable {
        /// The program decides on attendance alone.
        case attended
        case complete
        /// Every exam is passed and the workshop attended, while something else is missing. It ends by itself when that
        /// comes in.
        case passedConditionsOutstanding = "passed_conditions_outstanding"
        case incomplete
    }

    /// Somebody who attended, and the latest word on their certification.
    package struct Candidate: Codable, Sendable {
        package let id: EnrollmentID
        package let name: PersonName
        package let email: EmailAddress
        package let standing: Standing
        /// nil: nobody proposed them yet.
        package let decision: Decision.Kind?
        package let decidedAt: Date?
        package let decidedBy: String?
        package let reason: String?
        package let reasonClass: DenialReason?
        /// The last thing that happened to an appeal against that decision.
        package let appeal: Appeal.State?
        /// What no longer holds of a grant that no certificate rests on; nil while all of it does.
        package let doubt: String?
        /// Who asked to decide on them though they taught or examined them, and who agreed.
        package let overrides: [Override]
        package let basis: DecisionBasis
    }

    /// Everyone who attended a completed cohort, by seat; nothing is decided any more on who was erased.
    ///
    /// - Throws: `cohort-not-completed` while attendance is not known.
    package func candidates(code: String, by actor: Actor) async throws -> [Candidate] {
        try actor.require(.propose)
        return try await store.read { try $0.candidates(code: code.uppercased()) }
    }

    /// The whole story of one claim's certification, oldest first.
    package func story(of id: EnrollmentID, by actor: Actor) async throws -> [Decision] {
        try actor.require(.propose)
        return try await store.read { connection in
            try connection.all(
                """
                SELECT
                    decision.id, decision.enrollment_id, decision.kind, decision.at, staff.login AS staff,
                    operator.login AS acting_owner, payload.body ->> 'reason' AS reason, decision.reason_class,
                    agreeing.login AS override_by,
                    CASE WHEN decision.basis ? 'attendanceEvent' THEN decision.basis END AS basis
                FROM decision
                JOIN staff ON staff.id = decision.staff_id
                LEFT JOIN staff AS operator ON operator.id = decision.operator_id
                LEFT JOIN payload ON payload.id = decision.payload_id
                LEFT JOIN decision_override ON decision_override.id = decision.override_id
                LEFT JOIN staff AS agreeing ON agreeing.id = decision_override.agreed_by
                WHERE decision.enrollment_id = \(id)
                ORDER BY decision.id
                """
            )
        }
    }
}

extension Connection {
    func candidates(code: String) throws -> [Decisions.Candidate] {
        let cohort = try cohortPage(code).cohort
        guard cohort.state == .completed else {
            throw Refusal.conflict(
                "cohort-not-completed",
                """
                \(cohort.code) is \(cohort.state.rawValue). Say who attended first: \
                `registrar cohort complete \(cohort.code)`.
                """
            )
        }
        guard cohort.grants != .nothing else {
            throw Refusal.conflict("grants-nothing", "\(cohort.programName) grants no certificate.")
        }
        return try all(
            """
            SELECT
                enrollment.id, enrollment.name, person.email, certification_standing(enrollment.id) AS standing,
                latest.kind AS decision, latest.at AS decided_at, latest.login AS decided_by, latest.reason,
                latest.reason_class, latest.appeal, latest.doubt, (\(Decisions.Override.listed)) AS overrides,
                \(DecisionBasis.gathered) AS basis
            FROM enrollment
            JOIN person ON person.id = enrollment.person_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN program_version ON program_version.id = cohort.program_version_id
            JOIN program ON program.id = program_version.program_id
            CROSS JOIN LATERAL (
                SELECT max(event.number) AS number
                FROM enrollment_event AS event
                WHERE event.enrollment_id = enrollment.id AND event.kind = 'attended'
            ) AS attended
            LEFT JOIN LATERAL (
                SELECT
                    decision.kind, decision.at, staff.login, payload.body ->> 'reason' AS reason,
                    decision.reason_class,
                    (
                        SELECT event.kind
                        FROM appeal
                        JOIN appeal_event AS event ON event.appeal_id = appeal.id
                        WHERE appeal.decision_id = decision.id
                        ORDER BY event.id DESC
                        LIMIT 1
                    ) AS appeal,
                    CASE
                        WHEN decision.kind = 'granted' AND NOT EXISTS (
                            SELECT FROM certificate WHERE certificate.decision_id = decision.id
                        ) THEN grant_in_doubt(decision.id)
                    END AS doubt
                FROM decision
                JOIN staff ON staff.id = decision.staff_id
                LEFT JOIN payload ON payload.id = decision.payload_id
                WHERE decision.enrollment_id = enrollment.id
                ORDER BY decision.id DESC
                LIMIT 1
            ) AS latest ON true
            WHERE enrollment.cohort_id = \(cohort.id) AND enrollment.state = 'attended' AND person.erased_at IS NULL
            ORDER BY enrollment.seat_number
            """
        )
    }
}
