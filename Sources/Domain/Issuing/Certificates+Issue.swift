import Credentials
import Foundation
import Postgres

extension Certificates {
    /// How long a holder may say how the name is spelt, before the registered one is used.
    static let daysForTheName = 14
    /// Certificates that are signed and written in one transaction.
    private static let atOnce = 50

    /// What issuing would do: a line for each granted decision that has no certificate yet.
    package func planIssue(_ scope: IssueScope, by actor: Actor) async throws -> IssuePlan {
        try actor.require(.propose)
        return try await store.write { connection in
            let granted = try connection.granted(scope)
            try granted.requireSome(in: scope)
            let plan = try Plan("certificate.issue", granted.map(\.outcome))
            try connection.keep(plan)
            return IssuePlan(hash: plan.hash, stage: .shown, lines: granted.map(\.line))
        }
    }

    /// Issues what the plan of this hash says, a few at a time; where the key files are not, orders it from the worker
    /// beside them.
    ///
    /// Whatever is killed when, each decision has at most one certificate; the same hash again goes on where it ended.
    ///
    /// - Parameter progress: Told after each step how many of how many are issued.
    /// - Throws: `plan-changed`, `keys-missing`.
    package func issue(
        _ scope: IssueScope,
        hash: String,
        by actor: Actor,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> IssuePlan {
        try actor.require(.propose)
        guard let signer = try await signerIfHere() else { return try await order(scope, hash: hash, by: actor) }
        // What was issued since the plan was shown is done and no difference.
        let planned = try await store.write { try $0.plannedIssue(scope, hash: hash) }
        try await issue(planned, by: actor, signer, progress: progress)
        return try await store.read { connection in
            IssuePlan(
                hash: hash.lowercased(),
                stage: .applied,
                lines: try connection.decided(planned.map(\.decision)).map(\.line)
            )
        }
    }

    /// Step by step; each is whole or not at all.
    func issue(
        _ planned: [IssueOutcome],
        by actor: Actor,
        _ signer: Signer,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws {
        let ready = planned.filter(\.isIssued)
        var done = 0
        for start in stride(from: 0, to: ready.count, by: Self.atOnce) {
            let step = Array(ready[start..<min(start + Self.atOnce, ready.count)])
            try await store.write { try $0.issue(step, by: actor, signer) }
            done += step.count
            progress(done, ready.count)
        }
        try await publishStatus()
    }
}

extension [Granted] {
    fileprivate func requireSome(in scope: IssueScope) throws {
        guard isEmpty else { return }
        let place = if case .cohort(let code, _) = scope { " in \(code.uppercased())" } else { "" }
        throw Refusal.conflict(
            "nothing-to-issue",
            "No granted decision\(place) waits for its certificate. `registrar decision list` shows what was decided."
        )
    }
}

extension Connection {
    /// Granted decisions without a certificate, of people who were not erased.
    fileprivate func granted(_ scope: IssueScope) throws -> [Granted] {
        let within: SQL
        switch scope {
        case .all: within = ""
        case .cohort(let code, let enrollments):
            let cohort = try cohortPage(code.uppercased()).cohort
            within =
                "AND cohort.id = \(cohort.id)"
                + (enrollments.isEmpty ? "" : " AND enrollment.id = ANY(\(enrollments))")
        }
        return try all(
            """
            \(Granted.query)
            WHERE decision.kind = 'granted' AND certificate.id IS NULL AND person.erased_at IS NULL \(within)
            ORDER BY decision.id
            """
        )
    }

    func decided(_ decisions: [DecisionID]) throws -> [Granted] {
        try all("\(Granted.query) WHERE decision.id = ANY(\(decisions)) ORDER BY decision.id")
    }

    /// The lines of the plan that a hash stands for, if what is not issued yet would still be issued so.
    func plannedIssue(_ scope: IssueScope, hash: String) throws -> [IssueOutcome] {
        let shown: [IssueOutcome]? = try first(
            "SELECT outcomes FROM plan WHERE encode(hash, 'hex') = \(hash.lowercased()) AND verb = 'certificate.issue'",
            as: JSONB<[IssueOutcome]>.self
        )?.value
        let now = try granted(scope)
        guard let shown else {
            // Not kept: nothing was shown under this hash.
            let plan = try Plan("certificate.issue", now.map(\.outcome))
            try require(plan, is: hash)
            return plan.outcomes
        }
        let issued = Set(try decided(shown.map(\.decision)).filter { $0.certificate != nil }.map(\.decision))
        let done = shown.filter { issued.contains($0.decision) }
        // Whoever issues at the same time may have come between the two looks: the later one holds.
        let open = now.map(\.outcome).filter { !issued.contains($0.decision) }
        let plan = try Plan("certificate.issue", (done + open).sorted { $0.decision < $1.decision })
        try require(plan, is: hash)
        return plan.outcomes
    }

    /// Signs and writes certificates for decisions that have none yet.
    fileprivate func issue(_ step: [IssueOutcome], by actor: Actor, _ signer: Signer) throws {
        // 1. The claims, so that two who issue at once come one after the other; then what is still to do.
        try execute(
            """
            SELECT id
            FROM enrollment
            WHERE id = ANY(\(step.map(\.enrollment)))
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
        try execute("SELECT freeze_clock()")
        let open = try decided(step.map(\.decision)).filter { $0.certificate == nil }
        guard !open.isEmpty else { return }
        guard open.allSatisfy({ granted in !granted.isErased && step.contains { $0 == granted.outcome } }) else {
            throw Refusal.conflict(
                "plan-changed",
                "A name was confirmed, or somebody erased, meanwhile. Make the plan again and look at it."
            )
        }
        // 2. A place in a list of revocations for each, then each signed and written.
        let places = try takeStatusPlaces(open.count)
        let issued = try zip(open, places).map { try issue($0, $1, by: actor, signer) }
        try enqueue(.issued, about: issued)
        try audit(
            "certificate.issue",
            "decision",
            nil,
            by: actor,
            [
                "decisions": open.map { "\($0.decision)" }.joined(separator: " ")
            ]
        )
    }

    private func issue(
        _ granted: Granted,
        _ place: StatusPlace,
        by actor: Actor,
        _ signer: Signer
    ) throws -> CertificateID {
        struct Term: Decodable {
            let validFrom: Date
            let validUntil: Date?
        }
        let term: Term = try one(
            """
            SELECT
                date_trunc('second', registrar_clock()) AS valid_from,
                (date_trunc('second', registrar_clock()) AT TIME ZONE 'UTC' + make_interval(months => term_months))
                    AT TIME ZONE 'UTC' AS valid_until
            FROM program_version
            WHERE id = \(granted.programVersionId)
            """
        )
        let credential = Credential(
            id: CertificateID(),
            prefix: granted.prefix,
            holder: granted.name.rawValue,
            email: granted.email,
            subject: UUID(),
            program: try achieved(granted.programVersionId),
            validFrom: Instant(term.validFrom),
            validUntil: term.validUntil.map(Instant.init),
            awardedAt: Instant(term.validFrom),
            statusList: place.list,
            statusIndex: place.index
        )
        let signed = try signer.sign(credential.badge(by: signer), at: credential.validFrom)
        try execute(
            """
            INSERT INTO certificate (
                id, prefix, decision_id, person_id, program_version_id, state_since, first_issued_at, valid_from,
                valid_until, is_test, name, subject
            )
            VALUES (
                \(credential.id.rawValue), \(granted.prefix), \(granted.decision), \(granted.personId),
                \(granted.programVersionId), registrar_clock(), registrar_clock(), \(term.validFrom),
                \(term.validUntil), \(signer.address.isTest), \(credential.holder), \(credential.subject)
            )
            """
        )
        try write(signed, of: credential, version: 1, kind: .issued, by: signer)
        try execute(
            """
            INSERT INTO certificate_event (certificate_id, number, kind, at, effective_at, staff_id, operator_id)
            VALUES (\(credential.id.rawValue), 1, 'issued', registrar_clock(), \(term.validFrom), \(actor.staff?.id),
                \(actor.staff?.operatorID))
            """
        )
        return credential.id
    }

    /// Writes a signed version and its files.
    func write(
        _ signed: Signer.Signed,
        of credential: Credential,
        version: Int,
        kind: Certificate.VersionKind,
        by signer: Signer
    ) throws {
        try execute(
            """
            INSERT INTO certificate_version (
                certificate_id, number, kind, at, valid_from, valid_until, jwt_key, proof_key, status_list, status_index,
                jwt_digest, proof_digest
            )
            VALUES (
                \(credential.id.rawValue), \(version), \(kind), registrar_clock(), \(credential.validFrom.date),
                \(credential.validUntil?.date), \(signer.jwtKey.name.rawValue), \(signer.proofKey.name.rawValue),
                \(credential.statusList), \(credential.statusIndex), \(signed.jwtDigest), \(signed.proofDigest)
            )
            """
        )
        try execute(
            """
            INSERT INTO certificate_file (certificate_id, version, jwt, proof)
            VALUES (\(credential.id.rawValue), \(version), \(signed.jwt), \(signed.proof))
            """
        )
    }

    func achieved(_ version: ProgramVersionID) throws -> Credential.Achieved {
        try one(
            """
            SELECT
                program.code, program_version.number, program_version.name, program_version.summary,
                program_version.grants,
                (
                    SELECT coalesce(array_agg(requirement.name ORDER BY module.position, requirement.position), '{}')
                    FROM requirement
                    JOIN module ON module.id = requirement.module_id
                    WHERE requirement.program_version_id = program_version.id
                ) AS requirements
            FROM program_version
            JOIN program ON program.id = program_version.program_id
            WHERE program_version.id = \(version)
            """
        )
    }
}
