import Postgres

extension Practicals {
    /// Calls a candidate's practical off before anybody rated it: the sitting stays in history and uses no try up, its raters
    /// and the candidate are told by mail.
    ///
    /// - Throws: `no-open-practical`, `rated-already`, and a reason without words.
    package func cancel(
        _ candidate: CandidateNumber,
        because cause: PracticalCancellation.Cause,
        reason: String,
        by actor: Actor
    ) async throws -> PracticalStanding {
        try actor.requireMayArrangePracticals()
        let member = try actor.requireMember()
        let reason = try StaffReason(.other, reason).words
        return try await store.write { connection in
            let open = try connection.lockedPractical(of: candidate)
            let sitting = try connection.practicalStanding(open.attempt)
            let raters = try connection.callOff(sitting, cause, reason: reason, by: member)
            try connection.tellCalledOff(raters)
            try connection.tell(.practicalCancelled, of: open.attempt, to: open.claim)
            try connection.audit(
                "practical.cancel",
                "enrollment",
                open.claim.rawValue,
                by: actor,
                [
                    "candidate": "\(candidate)", "on": "\(sitting.heldOn)", "reason_class": cause.rawValue,
                    "reason": reason,
                ]
            )
            return try connection.practicalStanding(open.attempt)
        }
    }
}
