extension Seats {
    /// Ends any live claim, for a reason that is kept; a freed seat is offered to the head of the queue at once.
    ///
    /// - Throws: `removed-already` when repeated, because a second reason would be lost; the words of another ended claim.
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
            try connection.end(claim, as: .removed, .removed, by: actor, because: reason)
            try connection.enqueue([Letter(.removed, to: id)])
            try connection.auditStaff("seat.remove", on: claim, by: actor, because: reason)
            return id
        }
    }
}
