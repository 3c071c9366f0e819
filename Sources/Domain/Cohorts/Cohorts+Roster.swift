package import Foundation
import Postgres

/// Who is in a cohort, who waits, and who no longer is.
package struct Roster: Encodable, Sendable {
    package struct Entry: Codable, Sendable {
        package let id: EnrollmentID
        package let name: PersonName
        package let email: EmailAddress
        package let state: Enrollment.State
        package let seatNumber: Int?
        /// 1 is the head of the queue; only while waitlisted.
        package let position: Int?
        /// When a hold or an offer ends.
        package let expiresAt: Date?
        /// The order in which people came.
        package let arrival: Int
        package let addressConfirmed: Bool
        package let reservedAt: Date
    }

    package let cohort: Cohort
    /// Seats by number, then the queue by position, then ended rows by arrival.
    package let entries: [Entry]
}

extension Cohorts {
    /// The roster as of now, as if settled: an expired hold or offer shows as lapsed.
    package func roster(code: String, by actor: Actor) async throws -> Roster {
        try actor.require(.runCohorts)
        return try await store.snapshot { connection in
            let cohort = try connection.cohortPage(code).cohort
            let entries = try connection.all(
                """
                SELECT
                    entry.id, entry.name, entry.email, entry.state, entry.arrival, entry.address_confirmed,
                    entry.reserved_at,
                    CASE WHEN entry.state <> 'lapsed' THEN entry.seat_number END AS seat_number,
                    CASE WHEN entry.state <> 'lapsed' THEN entry.expires_at END AS expires_at,
                    CASE WHEN entry.state = 'waitlisted'
                        THEN count(*) FILTER (WHERE entry.state = 'waitlisted') OVER (ORDER BY entry.arrival)
                    END AS position
                FROM (
                    SELECT
                        enrollment.id, enrollment.name, person.email, enrollment.arrival, enrollment.reserved_at,
                        enrollment.seat_number, enrollment.expires_at,
                        enrollment.address_confirmed_at IS NOT NULL AS address_confirmed,
                        CASE WHEN enrollment.expires_at <= \(cohort.now) THEN 'lapsed' ELSE enrollment.state END AS state
                    FROM enrollment
                    JOIN person ON person.id = enrollment.person_id
                    WHERE enrollment.cohort_id = \(cohort.id)
                ) AS entry
                ORDER BY
                    CASE
                        WHEN entry.state IN ('held', 'offered', 'confirmed', 'attended', 'no_show') THEN 1
                        WHEN entry.state = 'waitlisted' THEN 2
                        ELSE 3
                    END,
                    CASE WHEN entry.state <> 'lapsed' THEN entry.seat_number END,
                    entry.arrival
                """,
                as: Roster.Entry.self
            )
            return Roster(cohort: cohort, entries: entries)
        }
    }
}
