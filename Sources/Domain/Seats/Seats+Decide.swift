import Postgres

/// What a decision of staff over one claim brought about in its cohort, or would.
package struct StaffDecision: Sendable {
    /// Where the claim stands after it; for a removal that was undone, the claim that goes on.
    package let status: EnrollmentStatus
    /// The decision itself, and what followed from it: an offer of the freed seat, say.
    package let events: [ToldEvent]
    /// Nothing was changed: this is what would happen.
    package let isRehearsal: Bool
}

extension Seats {
    /// Carries out one decision of staff over one claim, or only tells what it would bring about.
    ///
    /// As `act`: lock and settle, decide, write, give what became free. The verb returns the claim that goes on.
    func decide(
        on id: EnrollmentID,
        rehearse: Bool,
        by actor: Actor,
        _ verb: @escaping @Sendable (Claim, Connection) throws -> EnrollmentID
    ) async throws -> StaffDecision {
        try actor.require(.runCohorts)
        let body: @Sendable (Connection) throws -> Result<StaffDecision, Refusal> = { connection in
            let (claim, cohorts) = try connection.lockClaim(id)
            let cohort = claim.cohortId
            let before: Int = try connection.one("SELECT last_event_number FROM cohort WHERE id = \(cohort)")
            let goingOn: EnrollmentID
            do {
                goingOn = try connection.savepoint { try verb(claim, connection) }
            } catch let refusal as Refusal {
                return .failure(refusal)
            }
            try connection.settle(cohorts, ending: claim.entryId != nil)
            guard let status = try connection.status(of: goingOn) else { throw Self.unknown(goingOn) }
            return .success(
                StaffDecision(
                    status: status,
                    events: try connection.told("event.cohort_id = \(cohort) AND event.number > \(before)"),
                    isRehearsal: rehearse
                )
            )
        }
        return try await store.write { connection in
            rehearse ? try connection.rehearse { try body(connection) } : try body(connection)
        }.get()
    }
}
