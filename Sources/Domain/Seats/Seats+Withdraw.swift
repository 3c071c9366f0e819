extension Seats {
    /// Gives a seat or a place in the queue back; a freed seat is offered to the head of the queue at once.
    package func withdraw(_ id: EnrollmentID, by actor: Actor) async throws -> EnrollmentStatus {
        try await act(on: id, by: actor) { claim, connection in
            switch claim.state {
            case .held, .offered, .waitlisted, .confirmed:
                try connection.end(claim, as: .withdrawn, .withdrawn, by: actor)
                try connection.enqueue([Letter(.withdrawn, to: id)])
                try connection.auditStaff("seat.withdraw", on: claim, by: actor)
            case .withdrawn:
                return
            case .attended, .noShow:
                throw Refusal.conflict(
                    "cohort-completed",
                    "\(claim.cohortCode) has taken place; there is no seat to give back."
                )
            default:
                throw claim.ended ?? .notOffered
            }
        }
    }
}
