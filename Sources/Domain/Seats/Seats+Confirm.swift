extension Seats {
    /// Confirms: a hold becomes a confirmed seat; a waiting person's address is confirmed, in
    /// every queue of the same wish, and so can be offered a seat.
    ///
    /// The mailed link does both, and confirms the wish for the list if there was one; staff vouch for the address, not
    /// for the list. Repeating it changes nothing.
    ///
    /// - Throws: `hold-lapsed` and the other words of an ended claim; `offer-open` where an answer is awaited.
    package func confirm(_ id: EnrollmentID, by actor: Actor) async throws -> EnrollmentStatus {
        try await act(on: id, by: actor) { claim, connection in
            if let ended = claim.ended { throw ended }
            if case .applicant = actor { try connection.confirmConsent(id, digestedWith: secrets.addresses) }
            switch claim.state {
            case .held:
                try connection.confirmSeat(claim, as: .confirmed, by: actor)
            case .waitlisted where !claim.addressConfirmed:
                try connection.confirmPlaces(of: claim, by: actor)
            case .offered:
                throw Refusal.conflict("offer-open", "A seat is offered to you: accept it or decline it.")
            default:
                return
            }
            try connection.auditStaff("seat.confirm", on: claim, by: actor)
        }
    }
}
