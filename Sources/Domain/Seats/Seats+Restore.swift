import Postgres

extension Seats {
    /// Undoes a removal by a new claim of the same arrival: the seat it had, if one is free, else its old place in the queue.
    ///
    /// - Throws: `not-removed`, `restored-already`, `person-is-back` (a new live claim), `served-elsewhere`, `no-seat-free`,
    ///   `person-erased`, and the words of a cohort that gives no more seats.
    package func restore(
        _ id: EnrollmentID,
        because reason: StaffReason,
        rehearse: Bool = false,
        by actor: Actor
    ) async throws -> StaffDecision {
        try await decide(on: id, rehearse: rehearse, by: actor) { claim, connection in
            try connection.requireSomebody(behind: claim.id)
            let removal = try connection.removal(of: claim)
            let place = try removal.place(for: claim, in: try connection.queue(of: claim))
            let goingOn = try connection.goOn(from: claim, at: place, by: actor, because: reason)
            if try !connection.confirmIfPaid(goingOn, by: actor) {
                try connection.enqueue([Letter(place.letter(addressConfirmed: claim.addressConfirmed), to: goingOn)])
            }
            try connection.auditStaff("seat.restore", on: claim, by: actor, because: reason)
            return goingOn
        }
    }
}

extension Connection {
    /// The claim goes on as a row of its own, with the same arrival, wish, terms and name.
    fileprivate func goOn(
        from claim: Claim,
        at place: Removal.Place,
        by actor: Actor,
        because reason: StaffReason
    ) throws -> EnrollmentID {
        try execute("UPDATE enrollment SET restored_at = registrar_clock() WHERE id = \(claim.id)")
        let id: EnrollmentID = try one(
            """
            INSERT INTO enrollment (
                cohort_id, person_id, state, arrival, seat_number, expires_at, name, time_zone, reserved_at,
                address_confirmed_at, preferred_at, entry_id, predecessor_id, terms, transfers
            )
            SELECT
                enrollment.cohort_id, enrollment.person_id, \(place.state), enrollment.arrival, \(place.seatNumber),
                \(place.deadline), enrollment.name, enrollment.time_zone, enrollment.reserved_at,
                enrollment.address_confirmed_at, enrollment.preferred_at,
                -- A wish that was served is over: whoever had the seat waits for this cohort alone.
                CASE WHEN \(place.seatNumber)::smallint IS NOT NULL OR entry.served_at IS NULL
                    THEN enrollment.entry_id
                END,
                enrollment.id, enrollment.terms, enrollment.transfers
            FROM enrollment
            LEFT JOIN entry ON entry.id = enrollment.entry_id
            WHERE enrollment.id = \(claim.id)
            RETURNING id
            """
        )
        let kind: Event.Kind =
            switch place.state {
            case .held: .held
            case .waitlisted: .waitlisted
            default: .confirmed
            }
        try record([
            Event(
                id,
                in: claim.cohortId,
                kind,
                by: actor,
                seatNumber: place.seatNumber,
                deadline: place.deadline,
                reason: .removalUndone,
                words: reason.words
            )
        ])
        try moveMoney(from: claim.id, to: id, as: .reseated, by: actor)
        guard let outcome = place.outcome else { return id }
        try execute("UPDATE enrollment SET state = \(outcome) WHERE id = \(id)")
        let event: Event.Kind = outcome == .attended ? .attended : .noShow
        try record([Event(id, in: claim.cohortId, event, by: actor, seatNumber: place.seatNumber)])
        return id
    }
}
