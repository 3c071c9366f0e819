import Foundation
import Postgres

/// What is to be said of whom: one word on some or all candidates of a cohort.
package struct DecisionRequest: Sendable {
    let kind: Decision.Kind
    let cohort: String
    /// nil: everyone in the cohort whom the word fits.
    let enrollments: [EnrollmentID]?
    let reason: String?

    /// - Throws: `Refusal` of kind invalid where a reason is missing, or too long.
    package init(_ kind: Decision.Kind, cohort: String, enrollments: [Int] = [], reason: String? = nil) throws {
        // What is kept of a staff reason holds here too; a proposal alone may go without one.
        let words = try kind == .proposed && reason == nil ? nil : StaffReason(.other, reason ?? "").words
        self.kind = kind
        self.cohort = cohort.uppercased()
        self.enrollments = enrollments.isEmpty ? nil : enrollments.map(EnrollmentID.init(rawValue:))
        self.reason = words
    }

    var verb: String {
        switch kind {
        case .proposed: "decision.propose"
        case .granted: "decision.grant"
        case .denied: "decision.deny"
        case .deferred: "decision.defer"
        }
    }

    /// Whether the word fits what was said before.
    func fits(_ before: Decision.Kind?) -> Bool {
        switch kind {
        case .proposed: before == nil || before == .deferred && enrollments != nil
        case .granted, .denied: before == .proposed || before == .deferred
        case .deferred: before == .proposed || before == .deferred && enrollments != nil
        }
    }
}

extension Decisions {
    /// What would be said of whom.
    ///
    /// - Throws: `decider-not-independent`, `nobody-to-decide-on`, and everyone named whom the word does not fit.
    package func plan(_ request: DecisionRequest, by actor: Actor) async throws -> DecisionPlan {
        try await carry(request, hash: nil, by: actor)
    }

    /// Says it, if the plan of this hash still holds; said twice, the second time changes nothing and is refused.
    package func apply(_ request: DecisionRequest, hash: String, by actor: Actor) async throws -> DecisionPlan {
        try await carry(request, hash: hash, by: actor)
    }

    private func carry(_ request: DecisionRequest, hash: String?, by actor: Actor) async throws -> DecisionPlan {
        try actor.require(request.kind == .proposed ? .propose : .decide)
        guard let member = actor.staff else {
            throw Refusal.forbidden("staff-only", "A decision is made by somebody with a name.")
        }
        return try await store.write { connection in
            // 1. The lock, then what is known.
            try connection.lockCandidates(of: request.cohort)
            let chosen = try request.choose(among: connection.candidates(code: request.cohort))
            if request.kind != .proposed { try connection.requireIndependent(member, of: chosen.map(\.id), request) }
            let plan = try Plan(request.verb, chosen.map { DecisionOutcome($0, becomes: request.kind) })
            // 2. Shown, or said.
            if let hash {
                try connection.require(plan, is: hash)
                try connection.write(plan.outcomes, request, by: member)
                try connection.enqueueNews(of: request.kind, on: chosen.map(\.id))
                let about = [
                    "cohort": request.cohort, "plan": plan.hash,
                    "enrollments": plan.outcomes.map { "\($0.enrollment)" }.joined(separator: " "),
                ]
                try connection.audit(request.verb, "cohort", nil, by: actor, about)
            } else {
                try connection.keep(plan)
            }
            return DecisionPlan(
                cohort: request.cohort,
                kind: request.kind,
                hash: plan.hash,
                isApplied: hash != nil,
                lines: zip(plan.outcomes, chosen).map { .init(outcome: $0, name: $1.name, email: $1.email) }
            )
        }
    }
}

extension DecisionRequest {
    /// Those whom the word is said of, each with what it rests on.
    fileprivate func choose(among candidates: [Decisions.Candidate]) throws -> [Decisions.Candidate] {
        let named = enrollments.map { Set($0) }
        var problems = (named ?? []).subtracting(candidates.map(\.id)).sorted().map {
            Refusal.Problem("enrollment", "\($0) did not attend \(cohort); `decision list \(cohort)` shows who did.")
        }
        let chosen = candidates.filter { named?.contains($0.id) ?? true }
        if named != nil {
            problems += chosen.filter { !fits($0.decision) }.map {
                .init(
                    "enrollment",
                    "\($0.id) is \($0.decision?.rawValue ?? "not proposed"), so it cannot be \(kind.rawValue)."
                )
            }
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        let fitting = chosen.filter { fits($0.decision) }
        guard !fitting.isEmpty else {
            let next = kind == .proposed ? "Everyone who attended was proposed" : "Nobody is proposed"
            throw Refusal.conflict(
                "nobody-to-decide-on",
                "\(next) in \(cohort), so nobody can be \(kind.rawValue); `decision list \(cohort)` shows each."
            )
        }
        return fitting
    }
}

extension DecisionOutcome {
    fileprivate init(_ candidate: Decisions.Candidate, becomes kind: Decision.Kind) {
        self.init(enrollment: candidate.id, was: candidate.decision, becomes: kind, basis: candidate.basis)
    }
}

extension Connection {
    /// Holds everyone who attended still, so that two deciders say one thing after the other.
    fileprivate func lockCandidates(of code: String) throws {
        try execute(
            """
            SELECT enrollment.id
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE cohort.code = \(code) AND enrollment.state = 'attended'
            ORDER BY enrollment.id
            FOR NO KEY UPDATE OF enrollment
            """
        )
    }

    /// The database refuses it too; here it is said in words.
    fileprivate func requireIndependent(
        _ member: StaffMember,
        of claims: [EnrollmentID],
        _ request: DecisionRequest
    ) throws {
        let taught: [EnrollmentID] = try all(
            """
            SELECT id
            FROM enrollment
            WHERE id = ANY(\(claims))
                AND (has_taught(\(member.id), person_id) OR coalesce(has_taught(\(member.operatorID), person_id), false))
            ORDER BY id
            """
        )
        guard !taught.isEmpty else { return }
        let who = taught.map { "\($0)" }.joined(separator: ", ")
        throw Refusal.forbidden(
            "decider-not-independent",
            """
            \(member.login)\(member.operatorID == nil ? "" : ", or whoever acts as them,") taught \(who). Somebody who \
            neither taught nor examined them decides: ask another decider, or leave them out with --enrollment.
            """
        )
    }

    fileprivate func write(_ outcomes: [DecisionOutcome], _ request: DecisionRequest, by member: StaffMember) throws {
        for outcome in outcomes {
            let payload = try request.reason.map { try keep(["reason": $0]) }
            try execute(
                """
                INSERT INTO decision (enrollment_id, kind, staff_id, operator_id, basis, payload_id, digest)
                VALUES (\(outcome.enrollment), \(outcome.becomes.rawValue), \(member.id), \(member.operatorID),
                    \(JSONB(outcome.basis)), \(payload?.id), \(payload?.digest))
                """
            )
        }
    }
}
