extension Seats {
    /// Accepts an open offer: the seat is confirmed, and the same wish waits nowhere any more. Repeating it changes nothing.
    package func accept(_ id: EnrollmentID, by actor: Actor) async throws -> EnrollmentStatus {
        try await act(on: id, by: actor) { claim, connection in
            switch claim.state {
            case .offered:
                try connection.confirmSeat(claim, as: .accepted, by: actor)
                if let entry = claim.entryId { try connection.serve(entry) }
                try connection.auditStaff("seat.accept", on: claim, by: actor)
            case .confirmed, .attended, .noShow:
                return
            case .held where claim.addressConfirmed:
                // Accepted before; what is missing is the payment.
                return
            default:
                throw claim.ended ?? .notOffered
            }
        }
    }
}

extension Refusal {
    static let notOffered = conflict(
        "not-offered",
        "No seat is offered to you now. The page shows your place in the queue."
    )
}
