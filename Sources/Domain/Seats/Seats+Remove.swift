import Postgres

extension Seats {
    /// Ends any live claim, for a reason that is kept; a freed seat is offered to the head of the queue at once.
    ///
    /// - Throws: `removed-already` when repeated, because a second reason would be lost; the words of another ended claim;
    ///   `granted` once a certificate was granted on it.
    package func remove(
        _ id: EnrollmentID,
        because reason: StaffReason,
        rehearse: Bool = false,
        by actor: Actor
    ) async throws -> StaffDecision {
        try await decide(on: id, rehearse: rehearse, by: actor) { claim, connection in
            guard claim.state != .removed else {
                throw Refusal.conflict(
                    "removed-already",
                    "\(id) was removed from \(claim.cohortCode) already. To undo that, restore it."
                )
            }
            if let ended = claim.ended { throw ended }
            guard try !connection.isGranted(id) else {
                throw Refusal.conflict(
                    "granted",
                    "A certificate was granted on \(id), which rests on attendance. Revoke the certificate instead, if need be."
                )
            }
            try connection.end(claim, as: .removed, .removed, by: actor, because: reason)
            try connection.enqueue([Letter(.removed, to: id)])
            try connection.auditStaff("seat.remove", on: claim, by: actor, because: reason)
            return id
        }
    }
}

extension Connection {
    /// Whether a certificate was granted on a claim, which then stays attended.
    fileprivate func isGranted(_ claim: EnrollmentID) throws -> Bool {
        try one("SELECT EXISTS (SELECT FROM decision WHERE enrollment_id = \(claim) AND kind = 'granted')")
    }
}
