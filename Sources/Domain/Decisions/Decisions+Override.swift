import Postgres

extension Decisions {
    /// Leave for one decider to decide on somebody whom they taught or examined, or of whom they waived an exam: asked for with a written reason, and good
    /// once another decider, who did neither, has agreed.
    package struct Override: Codable, Hashable, Sendable {
        package let decider: String
        /// nil: nobody agreed yet.
        package let agreedBy: String?
        /// nil once its words were erased.
        package let reason: String?

        /// Those asked for an `enrollment`, as a list.
        static let listed: SQL = """
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'decider', decider.login, 'agreedBy', agreeing.login, 'reason', payload.body ->> 'reason'
            ) ORDER BY decision_override.id), '[]')
            FROM decision_override
            JOIN staff AS decider ON decider.id = decision_override.decider_id
            LEFT JOIN staff AS agreeing ON agreeing.id = decision_override.agreed_by
            LEFT JOIN payload ON payload.id = decision_override.payload_id
            WHERE decision_override.enrollment_id = enrollment.id
            """
    }

    /// Asks, for oneself, to decide on somebody whom one taught or examined, or of whom one waived an exam.
    ///
    /// - Throws: `enrollment-unknown`, `override-not-needed`, `override-asked`.
    package func askOverride(
        of claim: EnrollmentID,
        in cohort: String,
        reason: String,
        by actor: Actor
    ) async throws -> [Override] {
        try actor.require(.decide)
        let member = try actor.requireMember()
        let words = try StaffReason(.other, reason).words
        return try await store.write { connection in
            try connection.lock(claim, of: cohort)
            guard try !connection.isIndependent(member, of: claim) else {
                throw Refusal.conflict(
                    "override-not-needed",
                    "\(member.login) neither taught nor examined \(claim), nor waived an exam: decide without an override."
                )
            }
            guard try !connection.overrides(of: claim).contains(where: { $0.decider == member.login }) else {
                throw Refusal.conflict(
                    "override-asked",
                    "\(member.login) asked for \(claim) already; another decider agrees with --agree."
                )
            }
            let payload = try connection.keep(["reason": words])
            try connection.execute(
                """
                INSERT INTO decision_override (enrollment_id, decider_id, operator_id, payload_id, digest)
                VALUES (\(claim), \(member.id), \(member.operatorID), \(payload.id), \(payload.digest))
                """
            )
            let about = ["cohort": cohort.uppercased(), "reason": words]
            try connection.audit("decision.ask_override", "enrollment", claim.rawValue, by: actor, about)
            return try connection.overrides(of: claim)
        }
    }

    /// Agrees, as the second person, that whoever asked decides.
    ///
    /// - Parameter decider: Who asked; nil where only one did.
    /// - Throws: `second-person`, `decider-not-independent`, `nothing-to-agree-to`.
    package func agreeToOverride(
        of claim: EnrollmentID,
        in cohort: String,
        decider: String? = nil,
        by actor: Actor
    ) async throws -> [Override] {
        try actor.require(.decide)
        let member = try actor.requireMember()
        guard member.operatorID == nil else {
            throw Refusal.forbidden("second-person", "Whoever acts for \(member.login) is no second person.")
        }
        return try await store.write { connection in
            try connection.lock(claim, of: cohort)
            let asked = try connection.overrides(of: claim).filter {
                $0.agreedBy == nil && (decider == nil || $0.decider == decider)
            }
            guard let override = asked.first, asked.count == 1 else {
                throw Refusal.conflict(
                    "nothing-to-agree-to",
                    asked.isEmpty
                        ? "Nobody asks for an override of \(claim); `registrar decision list \(cohort)` shows each."
                        : "Several ask for \(claim); say whom with --decider: \(asked.map(\.decider).joined(separator: ", "))."
                )
            }
            guard override.decider != member.login else {
                throw Refusal.forbidden("second-person", "\(member.login) asked; another decider agrees.")
            }
            guard try connection.isIndependent(member, of: claim) else {
                throw Refusal.forbidden(
                    "decider-not-independent",
                    "\(member.login) taught or examined \(claim) too, or waived an exam. A decider who did not agrees."
                )
            }
            try connection.agree(to: override, of: claim, by: member)
            let about = ["cohort": cohort.uppercased(), "decider": override.decider]
            try connection.audit("decision.agree_override", "enrollment", claim.rawValue, by: actor, about)
            return try connection.overrides(of: claim)
        }
    }
}

extension Connection {
    fileprivate func lock(_ claim: EnrollmentID, of code: String) throws {
        _ = try lockedCandidate(claim)
        guard try candidates(code: code.uppercased()).contains(where: { $0.id == claim }) else {
            throw Refusal.notFound(
                "enrollment-unknown",
                "\(claim) did not attend \(code.uppercased()); `decision list \(code.uppercased())` shows who did."
            )
        }
    }

    func overrides(of claim: EnrollmentID) throws -> [Decisions.Override] {
        let listed: JSONB<[Decisions.Override]> = try one(
            "SELECT (\(Decisions.Override.listed)) FROM enrollment WHERE enrollment.id = \(claim)"
        )
        return listed.value
    }

    /// Whether a member, and whoever acts as them, may decide on a claim without a second person.
    fileprivate func isIndependent(_ member: StaffMember, of claim: EnrollmentID) throws -> Bool {
        try dependence(of: member, on: [claim]).isEmpty && waivedExams(by: member, of: [claim]).isEmpty
    }

    /// Of these claims those whose person a member, or whoever acts as them, taught or examined.
    func dependence(of member: StaffMember, on claims: [EnrollmentID]) throws -> [EnrollmentID] {
        try all(
            """
            SELECT id
            FROM enrollment
            WHERE id = ANY(\(claims))
                AND (has_taught(\(member.id), person_id) OR coalesce(has_taught(\(member.operatorID), person_id), false))
            ORDER BY id
            """
        )
    }

    fileprivate func agree(to override: Decisions.Override, of claim: EnrollmentID, by member: StaffMember) throws {
        do {
            try execute(
                """
                UPDATE decision_override
                SET agreed_by = \(member.id), agreed_at = registrar_clock()
                FROM staff
                WHERE decision_override.enrollment_id = \(claim)
                    AND staff.id = decision_override.decider_id
                    AND staff.login = \(override.decider)
                """
            )
        } catch let error as PostgresError where error.constraint == "override_takes_two_persons" {
            throw Refusal.forbidden(
                "second-person",
                "\(member.login) acted for \(override.decider) when they asked; another decider agrees."
            )
        }
    }
}
