import Foundation
import Postgres

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
            let (chosen, left) = try request.choose(among: connection.candidates(code: request.cohort))
            if request.kind != .proposed { try connection.requireIndependent(member, of: chosen.map(\.id), request) }
            let waived = try connection.waivers(of: chosen.map(\.id))
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
                lines: zip(plan.outcomes, chosen).map { outcome, candidate in
                    .init(
                        outcome: outcome,
                        name: candidate.name,
                        email: candidate.email,
                        waivers: waived.filter { $0.enrollmentId == candidate.id }
                    )
                },
                leftOut: left
            )
        }
    }
}

extension DecisionRequest {
    /// Those whom the word is said of, each with what it rests on, and who is left out of a grant as something is missing.
    fileprivate func choose(
        among candidates: [Decisions.Candidate]
    ) throws -> (chosen: [Decisions.Candidate], left: [Decisions.Candidate]) {
        let named = enrollments.map { Set($0) }
        var problems = (named ?? []).subtracting(candidates.map(\.id)).sorted().map {
            Refusal.Problem("enrollment", "\($0) did not attend \(cohort); `decision list \(cohort)` shows who did.")
        }
        let asked = candidates.filter { named?.contains($0.id) ?? true }
        let fitting = asked.filter(fits)
        let left = kind == .granted ? fitting.filter { !$0.basis.missing.isEmpty } : []
        if named != nil {
            problems += asked.filter { !fits($0) }.map {
                .init(
                    "enrollment",
                    "\($0.id) is \($0.decision?.rawValue ?? "not proposed"), so it cannot be \(kind.rawValue)."
                )
            }
            problems += left.map { .init("enrollment", $0.lack) }
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        let chosen = fitting.filter { candidate in !left.contains { $0.id == candidate.id } }
        guard !chosen.isEmpty else { throw nobody(left) }
        return (chosen, left)
    }

    private func nobody(_ left: [Decisions.Candidate]) -> Refusal {
        guard left.isEmpty else {
            return .conflict("requirements-outstanding", left.map(\.lack).joined(separator: " "))
        }
        let next = kind == .proposed ? "Everyone who attended was proposed" : "Nobody is proposed"
        return .conflict(
            "nobody-to-decide-on",
            "\(next) in \(cohort), so nobody can be \(kind.rawValue); `decision list \(cohort)` shows each."
        )
    }
}

extension Decisions.Candidate {
    /// `12 lacks: CPR card (expired, held until 2027-01-02).`
    fileprivate var lack: String {
        "\(id) lacks: \(basis.missing.map(\.words).joined(separator: ", "))."
    }
}

extension DecisionOutcome {
    fileprivate init(_ candidate: Decisions.Candidate, becomes kind: Decision.Kind) {
        self.init(enrollment: candidate.id, was: candidate.decision, becomes: kind, basis: candidate.basis)
    }
}

extension Connection {
    /// Holds everyone who attended still, so that two deciders say one thing after the other, and with them the claims under
    /// which they may have passed an exam.
    fileprivate func lockCandidates(of code: String) throws {
        try lockTries(
            of: all(
                """
                SELECT enrollment.id
                FROM enrollment
                JOIN cohort ON cohort.id = enrollment.cohort_id
                WHERE cohort.code = \(code) AND enrollment.state = 'attended'
                """
            )
        )
    }

    fileprivate func write(_ outcomes: [DecisionOutcome], _ request: DecisionRequest, by member: StaffMember) throws {
        for outcome in outcomes {
            let payload = try request.reason.map { try keep(["reason": $0]) }
            try execute(
                """
                INSERT INTO decision (
                    enrollment_id, kind, staff_id, operator_id, basis, payload_id, digest, reason_class, override_id
                )
                VALUES (\(outcome.enrollment), \(outcome.becomes.rawValue), \(member.id), \(member.operatorID),
                    \(JSONB(outcome.basis)), \(payload?.id), \(payload?.digest), \(request.reasonClass),
                    (
                        SELECT decision_override.id
                        FROM decision_override
                        WHERE decision_override.enrollment_id = \(outcome.enrollment)
                            AND decision_override.decider_id = \(member.id)
                            AND decision_override.agreed_by IS NOT NULL
                            AND \(outcome.becomes.rawValue) <> 'proposed'
                    ))
                """
            )
        }
    }
}
