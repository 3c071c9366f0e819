import Foundation
import Postgres

/// A rescore takes two persons: an examiner asks, another person who decides approves it by the plan's hash.
extension Scores {
    /// Keeps what an examiner asks for, and says everyone whose points it would move and whose result would flip; no score
    /// changes. Asked again in the same words, it is the same request.
    ///
    /// - Throws: `form-unknown`, `candidate-unknown`, `key-unchanged`, `item-unknown`.
    package func planRescore(_ request: RescoreRequest, by actor: Actor) async throws -> RescorePlan {
        try actor.require(.examine)
        guard let member = actor.staff else {
            throw Refusal.forbidden("staff-only", "A rescore is asked for by somebody with a name.")
        }
        return try await store.write { connection in
            let form = try connection.formVersion(request.form)
            let rescore = try connection.request(request, on: form, by: member, actor)
            let draft = try connection.draft(of: rescore)
            try connection.keep(draft.plan)
            return RescorePlan(draft, of: rescore, on: form, isApplied: false)
        }
    }

    /// What a request that waits for approval would do as of now, for whoever asked and for whoever approves.
    ///
    /// - Throws: `rescore-unknown`, `rescore-applied`.
    package func rescorePlan(_ id: RescoreID, by actor: Actor) async throws -> RescorePlan {
        guard actor.may(.decide) || actor.may(.examine) else { return try refuse(actor) }
        return try await store.write { connection in
            let rescore = try connection.openRescore(id)
            let draft = try connection.draft(of: rescore)
            try connection.keep(draft.plan)
            return RescorePlan(draft, of: rescore, on: try connection.formVersion(rescore.formId), isApplied: false)
        }
    }

    /// Approves a request by the hash of its plan and carries it out: new keys, a score that supersedes the one before, and
    /// mail to everyone whose result flips.
    ///
    /// - Throws: `second-person-missing` for who asked, and for an owner who acts as somebody else; `plan-changed`,
    ///   `plan-unknown`, `rescore-applied`.
    package func applyRescore(form: String, hash: String, by actor: Actor) async throws -> RescorePlan {
        try actor.require(.decide)
        let reference = try FormReference(form)
        guard let member = actor.staff, member.operatorID == nil else {
            throw Refusal.forbidden(
                "second-person-missing",
                "A rescore is approved by a second person under their own login, not by an owner as somebody else."
            )
        }
        return try await store.write { connection in
            let form = try connection.formVersion(reference)
            let rescore = try connection.openRescore(connection.rescore(ofPlan: hash))
            guard rescore.formId == form.id else { throw Refusal.rescoreUnknown }
            guard ![rescore.staffId, rescore.operatorId].contains(member.id) else {
                throw Refusal.forbidden(
                    "second-person-missing",
                    "\(member.login) asked for this rescore; another decider approves it."
                )
            }
            let draft = try connection.draft(of: rescore)
            try connection.require(draft.plan, is: hash)
            try connection.carryOut(draft, of: rescore, approvedBy: member)
            let about = ["form": form.printed, "plan": draft.plan.hash, "attempts": "\(draft.scores.count)"]
            try connection.audit("exam.rescore", "rescore", rescore.id.rawValue, by: actor, about)
            return RescorePlan(draft, of: rescore, on: form, isApplied: true)
        }
    }

    private func refuse(_ actor: Actor) throws -> RescorePlan {
        try actor.require(.examine)
        throw Refusal.rescoreUnknown
    }
}

extension Refusal {
    static let rescoreUnknown = Refusal.notFound(
        "rescore-unknown",
        "No such rescore waits for approval here. An examiner asks for one; its plan prints what to type."
    )
}

extension RescorePlan {
    fileprivate init(_ draft: RescoreDraft, of rescore: Rescore, on form: FormVersion, isApplied: Bool) {
        self.init(
            request: rescore.id,
            form: form,
            askedBy: rescore.askedBy,
            askedAt: rescore.askedAt,
            reason: rescore.reason,
            hash: draft.plan.hash,
            isApplied: isApplied,
            outcomes: draft.plan.outcomes
        )
    }
}

extension Connection {
    /// The request that a plan, once shown, was of.
    fileprivate func rescore(ofPlan hash: String) throws -> RescoreID {
        let request: RescoreID? = try first(
            """
            SELECT (outcomes -> 0 ->> 'request')::bigint
            FROM plan
            WHERE encode(hash, 'hex') = \(hash.lowercased()) AND verb = \(RescoreDraft.verb)
            """
        )
        guard let request else {
            throw Refusal.conflict(
                "plan-unknown",
                "No plan with this hash was made here. Make the plan, look at it, and apply the hash it prints."
            )
        }
        return request
    }

    /// A request that nobody approved yet, held still.
    fileprivate func openRescore(_ id: RescoreID) throws -> Rescore {
        let locked: [RescoreID] = try all("SELECT id FROM rescore WHERE id = \(id) FOR NO KEY UPDATE")
        guard !locked.isEmpty else { throw Refusal.rescoreUnknown }
        let rescore = try rescore(id)
        guard rescore.approvedAt == nil else {
            throw Refusal.conflict("rescore-applied", "This rescore was approved and carried out already.")
        }
        return rescore
    }
}
