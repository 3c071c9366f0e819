import Postgres

/// What a transfer needs to know of a claim beyond its state.
struct TransferStanding: Decodable {
    let terms: Terms?
    let transfers: Int
    let successor: EnrollmentID?
    let successorCohort: String?
    let wasConfirmed: Bool
}

extension Connection {
    func transferStanding(of id: EnrollmentID) throws -> TransferStanding {
        try one(
            """
            SELECT enrollment.terms, enrollment.transfers, next.id AS successor, cohort.code AS successor_cohort,
                EXISTS (
                    SELECT
                    FROM enrollment_event
                    WHERE enrollment_event.enrollment_id = enrollment.id
                        AND enrollment_event.kind IN ('confirmed', 'accepted')
                ) AS was_confirmed
            FROM enrollment
            LEFT JOIN enrollment AS next ON next.predecessor_id = enrollment.id
            LEFT JOIN cohort ON cohort.id = next.cohort_id
            WHERE enrollment.id = \(id)
            """
        )
    }

    /// The frozen terms bind the holder; staff go beyond them with a reason.
    func requireTerms(
        _ standing: TransferStanding,
        _ claim: Claim,
        _ reason: StaffReason?,
        by actor: Actor
    ) throws {
        let refusal: Refusal
        if let terms = standing.terms {
            guard terms.transfer(at: claim.now, after: standing.transfers) == nil else { return }
            refusal =
                standing.transfers >= terms.transfer.times ? .transferTooOften(terms) : .transferTooLate(terms)
        } else {
            refusal = .transferNotPromised
        }
        guard actor.staff != nil else { throw refusal }
        guard reason != nil else { throw Refusal.reasonNeeded }
    }
}
