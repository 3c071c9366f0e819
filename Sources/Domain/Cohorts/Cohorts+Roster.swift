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
    /// The roster as of now; where something is due in the cohort, it is settled first.
    package func roster(code: String, by actor: Actor) async throws -> Roster {
        try actor.require(.runCohorts)
        try await store.settleIfDue(code)
        return try await store.snapshot { connection in
            let cohort = try connection.cohortPage(code).cohort
            return Roster(cohort: cohort, entries: try connection.all(Roster.entries(of: cohort.id)))
        }
    }
}

extension Roster {
    fileprivate static func entries(of cohort: CohortID) -> SQL {
        """
        SELECT
            enrollment.id, enrollment.name, person.email, enrollment.state, enrollment.seat_number,
            CASE WHEN enrollment.state = 'waitlisted'
                THEN count(*) FILTER (WHERE enrollment.state = 'waitlisted')
                    OVER (ORDER BY enrollment.preferred_at NULLS LAST, enrollment.arrival)
            END AS position,
            enrollment.expires_at, enrollment.arrival, enrollment.reserved_at,
            enrollment.address_confirmed_at IS NOT NULL AS address_confirmed
        FROM enrollment
        JOIN person ON person.id = enrollment.person_id
        WHERE enrollment.cohort_id = \(cohort)
        ORDER BY
            enrollment.seat_number NULLS LAST,
            enrollment.state <> 'waitlisted',
            enrollment.preferred_at NULLS LAST,
            enrollment.arrival
        """
    }
}
