extension Seats {
    /// Declines an open offer: the seat goes to the next eligible waiter in the same transaction.
    package func decline(_ id: EnrollmentID, by actor: Actor) async throws -> EnrollmentStatus {
        try await act(on: id, by: actor) { claim, connection in
            switch claim.state {
            case .offered:
                try connection.end(claim, as: .declined, .declined, by: actor)
                try connection.auditStaff("seat.decline", on: claim, by: actor)
            case .declined:
                return
            default:
                throw claim.ended ?? .notOffered
            }
        }
    }
}
