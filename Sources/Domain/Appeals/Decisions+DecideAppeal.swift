import Postgres

extension Decisions {
    /// Upholds an appeal, which opens the decision again, or dismisses it, and the denial stands; by another decider.
    ///
    /// - Throws: `nothing-denied`, `appeal-not-open`, `decider-not-independent`.
    package func decideAppeal(
        of claim: EnrollmentID,
        upheld: Bool,
        reason: String,
        by actor: Actor
    ) async throws -> Appeal {
        try actor.require(.decide)
        let member = try actor.requireMember()
        let words = try StaffReason(.other, reason).words
        return try await store.write { connection in
            _ = try connection.lockedCandidate(claim)
            let appeal = try connection.openAppeal(of: claim)
            try connection.requireAnother(member, claim)
            try connection.write(upheld ? .upheld : .dismissed, appeal, words, by: actor)
            try connection.enqueueAppealNews(upheld ? .appealUpheld : .appealDismissed, on: claim)
            let verb = upheld ? "appeal.uphold" : "appeal.dismiss"
            try connection.audit(verb, "enrollment", claim.rawValue, by: actor, ["reason": words])
            return try connection.appeal(of: claim)
        }
    }

    /// Takes an appeal back, as the candidate wished, but not by whoever denied; the denial stands.
    ///
    /// - Parameter reason: How the candidate said so, in words.
    /// - Throws: `nothing-denied`, `appeal-not-open`, `decider-not-independent`.
    package func withdrawAppeal(of claim: EnrollmentID, reason: String, by actor: Actor) async throws -> Appeal {
        try actor.require(.propose)
        let member = try actor.requireMember()
        let words = try StaffReason(.ownRequest, reason).words
        return try await store.write { connection in
            _ = try connection.lockedCandidate(claim)
            let appeal = try connection.openAppeal(of: claim)
            try connection.requireAnother(member, claim)
            try connection.write(.withdrawn, appeal, words, by: actor)
            try connection.enqueueAppealNews(.appealWithdrawn, on: claim)
            try connection.audit("appeal.withdraw", "enrollment", claim.rawValue, by: actor, ["reason": words])
            return try connection.appeal(of: claim)
        }
    }
}

extension Connection {
    /// The appeal that waits for a decider.
    fileprivate func openAppeal(of claim: EnrollmentID) throws -> Int {
        let denied = try appeal(of: claim)
        guard denied.state == .filed else {
            throw Refusal.conflict(
                "appeal-not-open",
                denied.state.map { "The appeal of enrollment \(claim) was \($0.rawValue)." }
                    ?? "Nobody appealed for enrollment \(claim); `registrar decision appeal file` writes an appeal down."
            )
        }
        return try one("SELECT id FROM appeal WHERE decision_id = \(denied.decision)")
    }

    /// The database refuses it too; here it is said in words.
    fileprivate func requireAnother(_ member: StaffMember, _ claim: EnrollmentID) throws {
        let denied: Bool = try one(
            """
            SELECT EXISTS (
                SELECT
                FROM decision
                WHERE decision.enrollment_id = \(claim)
                    AND decision.kind = 'denied'
                    AND ARRAY[decision.staff_id, decision.operator_id]
                        && array_remove(ARRAY[\(member.id), \(member.operatorID)]::bigint[], NULL)
            )
            """
        )
        let isDependent = try !dependence(of: member, on: [claim]).isEmpty
        guard !denied, !isDependent else {
            throw Refusal.forbidden(
                "decider-not-independent",
                """
                \(member.login)\(member.operatorID == nil ? "" : ", or whoever acts as them,") \
                \(denied ? "denied it" : "taught or examined them"). An appeal is decided by another \
                decider, who neither denied it nor taught or examined the candidate.
                """
            )
        }
    }
}
