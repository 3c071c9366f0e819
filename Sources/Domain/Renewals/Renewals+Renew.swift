import Credentials
import Foundation
import Postgres

extension Renewals {
    /// Certificates that are signed and written in one transaction.
    private static let atOnce = 50

    /// What renewing would do, certificate by certificate; what may not be renewed stays as it is, with the reason.
    ///
    /// - Throws: for one certificate by its ID, why it may not be renewed; `nothing-to-renew` where none of many may;
    ///   `certificate-unknown`, `certificate-mistyped`.
    package func planRenewal(_ scope: RenewalScope, by actor: Actor) async throws -> RenewalPlan {
        try actor.require(.propose)
        let ids = try await ids(in: scope)
        return try await store.write { connection in
            let standings = try connection.standings(scope, ids)
            let lines = standings.map(RenewalPlan.Line.init)
            guard lines.contains(where: { $0.outcome.until != nil }) else {
                if standings.count == 1, let refusal = standings[0].refusal { throw refusal }
                throw Refusal.conflict(
                    "nothing-to-renew",
                    standings.isEmpty
                        ? "Nobody's renewal is open. `registrar renewal list` shows who is on the way."
                        : "None of these may be renewed. \(lines.compactMap(\.why).prefix(5).joined(separator: " "))"
                )
            }
            let plan = try Plan("certificate.renew", lines.map(\.outcome))
            try connection.keep(plan)
            return RenewalPlan(hash: plan.hash, isApplied: false, lines: lines, renewed: 0)
        }
    }

    /// Renews what the plan of this hash says, a few at a time, under the same IDs: from the old end on by one term.
    ///
    /// Killed halfway, the same hash goes on where it ended. Of two who renew the same certificates at once, each is
    /// renewed by one of them.
    ///
    /// - Parameter progress: Told after each step how many of how many are renewed.
    /// - Throws: `plan-unknown`, `plan-changed`, `renewed-already` where nothing was left to do, `keys-missing`,
    ///   `keys-elsewhere`.
    package func renew(
        hash: String,
        by actor: Actor,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> RenewalPlan {
        try actor.require(.propose)
        try actor.requireName()
        let signer = try await certificates.signer()
        let planned = try await store.read { try $0.plannedRenewal(hash) }
        var renewed: Set<CertificateID> = []
        let ready = planned.filter { $0.until != nil }
        // All at once before the first is touched: what no longer holds stops the whole.
        try await store.read { _ = try $0.stillToRenew(ready) }
        for start in stride(from: 0, to: ready.count, by: Self.atOnce) {
            let step = Array(ready[start..<min(start + Self.atOnce, ready.count)])
            renewed.formUnion(try await store.write { try $0.renew(step, by: actor, signer) })
            progress(min(start + Self.atOnce, ready.count), ready.count)
        }
        if renewed.isEmpty, let first = ready.first, let until = first.until {
            throw Refusal.renewedAlready(first.certificate, until: until)
        }
        let count = renewed.count
        return try await store.read { connection in
            let standings = try connection.renewalStandings(of: planned.compactMap(\.id))
            let byID = Dictionary(standings.map { ($0.certificate.id, $0) }, uniquingKeysWith: { first, _ in first })
            let lines = planned.compactMap { outcome in
                outcome.id.flatMap { byID[$0] }.map { standing in
                    RenewalPlan.Line(
                        outcome: outcome,
                        holder: standing.certificate.name,
                        credential: standing.certificate.title,
                        endsAt: standing.certificate.validUntil,
                        why: outcome.until == nil ? standing.refusal?.message : nil
                    )
                }
            }
            return RenewalPlan(hash: hash.lowercased(), isApplied: true, lines: lines, renewed: count)
        }
    }

    private func ids(in scope: RenewalScope) async throws -> [CertificateID] {
        guard case .these(let inputs) = scope else { return [] }
        var ids: [CertificateID] = []
        for input in inputs {
            let id = try await certificates.require(input).id
            if !ids.contains(id) { ids.append(id) }
        }
        return ids
    }
}

extension RenewalOutcome {
    /// The last eleven characters decide.
    fileprivate var id: CertificateID? {
        if case .id(let id) = CertificateID.read(certificate) { id } else { nil }
    }
}

extension Connection {
    fileprivate func standings(_ scope: RenewalScope, _ ids: [CertificateID]) throws -> [RenewalStanding] {
        switch scope {
        case .these: return try renewalStandings(of: ids)
        case .due(let program):
            return try renewalStandings(of: renewable(program?.uppercased())).filter {
                $0.phase == .open || $0.phase == .grace
            }
        }
    }

    fileprivate func plannedRenewal(_ hash: String) throws -> [RenewalOutcome] {
        let shown: JSONB<[RenewalOutcome]>? = try first(
            "SELECT outcomes FROM plan WHERE encode(hash, 'hex') = \(hash.lowercased()) AND verb = 'certificate.renew'"
        )
        guard let shown else {
            throw Refusal.conflict(
                "plan-unknown",
                "No plan with this hash was made here. Make the plan, look at it, and apply the hash it prints."
            )
        }
        return shown.value
    }

    /// Those that are not renewed yet, each as planned.
    fileprivate func stillToRenew(_ planned: [RenewalOutcome]) throws -> [RenewalStanding] {
        let standings = try renewalStandings(of: planned.compactMap(\.id))
        let byID = Dictionary(standings.map { ($0.certificate.id, $0) }, uniquingKeysWith: { first, _ in first })
        var open: [RenewalStanding] = []
        var changes: [String] = []
        for outcome in planned {
            guard let standing = outcome.id.flatMap({ byID[$0] }) else { continue }
            // The end that was planned has come about: it was renewed meanwhile, whatever became of it since.
            if standing.certificate.validUntil == outcome.until { continue }
            let now = RenewalPlan.Line(standing).outcome
            if now == outcome {
                open.append(standing)
            } else {
                changes.append("\(outcome.subject): \(outcome.words), now \(now.words)")
            }
        }
        guard changes.isEmpty else {
            throw Refusal.conflict(
                "plan-changed",
                "The plan no longer holds: \(changes.prefix(5).joined(separator: "; ")). Make it again and look at it."
            )
        }
        return open
    }

    fileprivate func renew(_ step: [RenewalOutcome], by actor: Actor, _ signer: Signer) throws -> [CertificateID] {
        // 1. The certificates, so that two who renew at once come one after the other; then what is still to do.
        try execute(
            """
            SELECT id
            FROM certificate
            WHERE id = ANY(\(step.compactMap { $0.id?.rawValue }))
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
        try execute("SELECT freeze_clock()")
        let open = try stillToRenew(step)
        // 2. Each signed and written; the file before it stays as good as it was.
        for standing in open {
            _ = try begin(.renewed, standing, by: signer, actor)
            let id = standing.certificate.id
            try execute(
                """
                INSERT INTO certificate_event (certificate_id, number, kind, at, effective_at, staff_id, operator_id)
                SELECT \(id.rawValue), max(number) + 1, 'renewed', registrar_clock(), registrar_clock(),
                    \(actor.staff?.id), \(actor.staff?.operatorID)
                FROM certificate_event
                WHERE certificate_id = \(id.rawValue)
                """
            )
            try audit(
                "certificate.renew",
                "certificate",
                standing.number,
                by: actor,
                [
                    "was": standing.certificate.validUntil?.formatted(.iso8601),
                    "is": standing.renewedUntil?.formatted(.iso8601),
                ]
            )
        }
        try enqueue(CertificateLetter.Kind.renewed, about: open.map(\.certificate.id))
        return open.map(\.certificate.id)
    }
}
