import Foundation
import Postgres

/// The queue of a cohort as staff see it, with the whole story of each claim.
package struct Waitlist: Sendable {
    package struct Entry: Sendable {
        package let status: EnrollmentStatus
        /// Staff gave this waiter the next seat.
        package let isPreferred: Bool
        package let receipt: Receipt
        /// Every event of the claim, and of the removed ones it goes on from, in order.
        package let events: [ToldEvent]
    }

    package let cohort: Cohort
    /// By position; then those who are offered a seat; then, where they were asked for, all others who ever waited.
    package let entries: [Entry]
}

extension Seats {
    /// The queue as of now; where something is due in the cohort, it is settled first.
    ///
    /// - Parameter ended: Whether to tell also of those who waited once and no longer do.
    package func waitlist(of code: String, ended: Bool = false, by actor: Actor) async throws -> Waitlist {
        try actor.require(.runCohorts)
        let code = code.uppercased()
        try await store.settleIfDue(code)
        return try await store.snapshot { connection in
            let cohort = try connection.cohortPage(code).cohort
            let waiters: [Waiter] = try connection.all(Waiter.inQueue(of: cohort.id, ended: ended))
            return Waitlist(
                cohort: cohort,
                entries: try waiters.map { waiter in
                    guard let status = try connection.status(of: waiter.id) else { throw Self.unknown(waiter.id) }
                    return Waitlist.Entry(
                        status: status,
                        isPreferred: waiter.isPreferred,
                        receipt: try connection.receipt(for: status),
                        events: try connection.told(
                            "event.enrollment_id IN (SELECT story.id FROM (\(Connection.story(of: waiter.id))) AS story)"
                        )
                    )
                }
            )
        }
    }

    private struct Waiter: Decodable {
        let id: EnrollmentID
        let isPreferred: Bool

        /// A removal that was undone is told with the claim that goes on from it.
        static func inQueue(of cohort: CohortID, ended: Bool) -> SQL {
            """
            SELECT enrollment.id, enrollment.preferred_at IS NOT NULL AS is_preferred
            FROM enrollment
            WHERE enrollment.cohort_id = \(cohort)
                AND enrollment.restored_at IS NULL
                AND (
                    enrollment.state IN ('waitlisted', 'offered')
                    OR (
                        \(ended)
                        AND EXISTS (
                            SELECT
                            FROM enrollment AS own
                            JOIN enrollment_event AS event ON event.enrollment_id = own.id
                            WHERE own.cohort_id = enrollment.cohort_id
                                AND own.arrival = enrollment.arrival
                                AND event.kind = 'waitlisted'
                        )
                    )
                )
            ORDER BY
                enrollment.state <> 'waitlisted',
                enrollment.state <> 'offered',
                enrollment.preferred_at NULLS LAST,
                enrollment.arrival
            """
        }
    }
}
