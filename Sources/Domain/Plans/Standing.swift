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
    /// What is with us of this claim's money, in minor units.
    let keptMinor: Int
    /// Whether the person has a live claim on the other cohort too.
    let isThere: Bool
}

extension Standing {
    /// The money of each `enrollment`: what is still due while it is live, and what is left with us if it ends.
    static let money: SQL = """
        CROSS JOIN LATERAL (
            SELECT
                coalesce(
                    sum(CASE WHEN payment.kind IN ('expected', 'refunded') THEN amount_minor ELSE -amount_minor END), 0
                )::bigint AS due_minor,
                coalesce(
                    sum(
                        CASE payment.kind
                            WHEN 'received' THEN amount_minor
                            WHEN 'moved' THEN amount_minor
                            WHEN 'refunded' THEN -amount_minor
                        END
                    ),
                    0
                )::bigint AS kept_minor
            FROM payment
            WHERE payment.enrollment_id = enrollment.id
        ) AS money
        """
}

extension Connection {
    /// The live claims on a cohort: seats by number, then the queue in its order.
    func standings(in cohort: CohortID, beside other: CohortID?) throws -> [Standing] {
        try all(
            """
            SELECT
                enrollment.id, enrollment.state, enrollment.seat_number, enrollment.expires_at, enrollment.arrival,
                enrollment.name, person.email, money.kept_minor,
                EXISTS (
                    SELECT
                    FROM enrollment AS there
                    WHERE there.cohort_id = \(other)
                        AND there.person_id = enrollment.person_id
                        AND there.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
                ) AS is_there
            FROM enrollment
            JOIN person ON person.id = enrollment.person_id
            \(Standing.money)
            WHERE enrollment.cohort_id = \(cohort)
                AND enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
            ORDER BY enrollment.seat_number NULLS LAST, enrollment.preferred_at NULLS LAST, enrollment.arrival
            """
        )
    }
}
