import Foundation
import Postgres

/// A live claim as a plan weighs it, read under the cohort's lock after settling.
struct Standing: Decodable {
    let id: EnrollmentID
    let state: Enrollment.State
    let seatNumber: Int?
    let expiresAt: Date?
    let arrival: Int
    let name: PersonName
    let email: EmailAddress
    /// What becomes a case when the claim ends for no fault of its bearer, in minor units.
    let caseMinor: Int
    /// Whether the person has a live claim on the other cohort too.
    let isThere: Bool
}

extension Connection {
    /// The live claims on a cohort: seats by number, then the queue in its order.
    func standings(in cohort: CohortID, beside other: CohortID?) throws -> [Standing] {
        try all(
            """
            SELECT
                enrollment.id, enrollment.state, enrollment.seat_number, enrollment.expires_at, enrollment.arrival,
                enrollment.name, person.email,
                money.with_us_minor - cases.minor AS case_minor,
                EXISTS (
                    SELECT
                    FROM enrollment AS there
                    WHERE there.cohort_id = \(other)
                        AND is_one_human(there.person_id, enrollment.person_id)
                        AND there.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
                ) AS is_there
            FROM enrollment
            JOIN person ON person.id = enrollment.person_id
            JOIN claim_money AS money ON money.enrollment_id = enrollment.id
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(payment_case.amount_minor), 0)::bigint AS minor
                FROM payment_case
                WHERE payment_case.enrollment_id = enrollment.id AND payment_case.settled_at IS NULL
            ) AS cases
            WHERE enrollment.cohort_id = \(cohort)
                AND enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
            ORDER BY enrollment.seat_number NULLS LAST, enrollment.preferred_at NULLS LAST, enrollment.arrival
            """
        )
    }
}
