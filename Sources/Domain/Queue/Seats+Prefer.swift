import Postgres

extension Seats {
    /// Gives a waiter the next seat, out of turn, for a reason that everyone passed over for it can see as a class.
    ///
    /// A seat that is free is offered at once, else the next one that becomes free. Staff vouch for an address that is not
    /// confirmed yet.
    ///
    /// - Throws: `not-waiting`, `preferred-already`, and the words of a cohort that gives no more seats.
    package func prefer(
        _ id: EnrollmentID,
        because reason: StaffReason,
        rehearse: Bool = false,
        by actor: Actor
    ) async throws -> StaffDecision {
        try await decide(on: id, rehearse: rehearse, by: actor) { claim, connection in
            guard claim.state == .waitlisted else {
                throw claim.ended
                    ?? .conflict(
                        "not-waiting",
                        "\(id) is \(claim.state.rawValue): only somebody who waits can be given the next seat."
                    )
            }
            let queue = try connection.queue(of: claim)
            if let refusal = queue.refusal(for: claim.cohortCode) { throw refusal }
            guard !queue.isPreferred else {
                throw Refusal.conflict(
                    "preferred-already",
                    "\(id) gets the next seat in \(claim.cohortCode) already. `waitlist show` says why."
                )
            }
            if !claim.addressConfirmed { try connection.confirmPlaces(of: claim, by: actor) }
            // Two decisions at the same instant keep their order.
            try connection.execute(
                """
                UPDATE enrollment
                SET preferred_at = greatest(cohort_clock(cohort.last_event_at), latest.at + interval '1 microsecond')
                FROM cohort
                CROSS JOIN (
                    SELECT max(preferred_at) AS at
                    FROM enrollment
                    WHERE cohort_id = \(claim.cohortId)
                ) AS latest
                WHERE enrollment.id = \(id) AND cohort.id = enrollment.cohort_id
                """
            )
            try connection.record([
                Event(
                    id,
                    in: claim.cohortId,
                    .preferred,
                    by: actor,
                    reason: .staff(reason.category),
                    words: reason.words
                )
            ])
            try connection.auditStaff("waitlist.offer", on: claim, by: actor, because: reason)
            return id
        }
    }
}
