import Foundation
import Postgres

extension Connection {
    /// Keeps a seat on hold until it is paid, where the cohort wants that and money is due; false where nothing stands
    /// in the way of its confirmation.
    ///
    /// The address is confirmed already. Repeating it moves no deadline.
    func awaitPayment(_ claim: Claim, by actor: Actor) throws -> Bool {
        try expectPayment(for: claim.id)
        let deadline: Date? = try first(
            """
            SELECT CASE WHEN enrollment.state = 'held' THEN greatest(enrollment.expires_at, due.at) ELSE due.at END
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN claim_money ON claim_money.enrollment_id = enrollment.id
            CROSS JOIN LATERAL (
                SELECT least(
                    cohort_clock(cohort.last_event_at) + cohort.payment_window,
                    (SELECT min(session.starts_at) FROM session WHERE session.cohort_id = cohort.id)
                ) AS at
            ) AS due
            WHERE enrollment.id = \(claim.id)
                AND cohort.payment_first
                AND claim_money.due_minor > 0
            """
        )
        guard let deadline else { return false }
        guard claim.state == .offered || !claim.addressConfirmed else { return true }
        try execute("UPDATE enrollment SET state = 'held', expires_at = \(deadline) WHERE id = \(claim.id)")
        // An accepted offer becomes a hold; a hold stays one, with a confirmed address.
        try record([
            Event(
                claim.id,
                in: claim.cohortId,
                claim.state == .offered ? .held : .addressConfirmed,
                by: actor,
                seatNumber: claim.seatNumber,
                deadline: deadline
            )
        ])
        try enqueue([Letter(.paymentDue, to: claim.id)])
        return true
    }

    /// Confirms a seat that only its payment was missing for.
    ///
    /// - Returns: Whether it did.
    func confirmIfPaid(_ id: EnrollmentID, by actor: Actor) throws -> Bool {
        let claim = try claim(id)
        guard claim.state == .held, claim.addressConfirmed, let account = try account(of: id), account.dueMinor <= 0
        else { return false }
        try confirmSeat(claim, as: .confirmed, by: actor)
        return true
    }
}
