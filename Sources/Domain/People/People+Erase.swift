import Foundation
import Postgres

extension People {
    /// What erasing somebody would take and leave.
    ///
    /// - Throws: `person-unknown`, `erased-already`, `person-on-hold`, `money-undecided`.
    package func planErasure(of key: PersonKey, by actor: Actor) async throws -> ErasurePlan {
        try await carry(key, hash: nil, by: actor)
    }

    /// Erases somebody as planned, for good: seats and places are given back, and whatever names them goes.
    ///
    /// What stays are numbers, times and states, so that history, money and certificates' IDs still tell the truth. The mails
    /// that lie in a spool are for the caller to take, and for the worker, which gets a job for it.
    ///
    /// - Throws: `plan-changed`, and what planning throws.
    package func erase(_ key: PersonKey, hash: String, by actor: Actor) async throws -> ErasurePlan {
        try await carry(key, hash: hash, by: actor)
    }

    private func carry(_ key: PersonKey, hash: String?, by actor: Actor) async throws -> ErasurePlan {
        try actor.require(.runInstitute)
        let secrets = self.secrets
        return try await store.write { connection in
            // 1. Who they are, the locks of everything that is theirs, once more who they are, and what is held.
            let person = try connection.person(key)
            let rows = try connection.rows(of: person)
            let cohorts = try connection.lockAll(of: rows)
            guard try connection.person(key) == person, try connection.rows(of: person) == rows else {
                throw PostgresError.overtaken()
            }
            let known = try connection.known(of: rows)
            try connection.requireNoHold(on: rows)
            let claims = try connection.erasable(of: rows)
            try claims.requireNoMoney()
            let plan = try Plan("person.erase", connection.outcomes(of: claims, rows))
            let mails = try connection.mails(about: rows)
            let names = try known.compactMap(\.name) + claims.map(\.name) + connection.namesOnCertificates(of: rows)
            let staff = try connection.staff(of: known.map(\.email))
            let namesakes = try connection.people(named: names, except: rows)
            // 2. Shown, or done.
            if let hash {
                try connection.require(plan, is: hash)
                try connection.keepDigests(of: rows, with: secrets.addresses)
                try connection.erase(rows, claims, in: cohorts, by: actor)
                try connection.audit("person.erase", "person", person.rawValue, by: actor, ["plan": plan.hash])
            } else {
                try connection.keep(plan)
            }
            return ErasurePlan(
                person: person,
                hash: plan.hash,
                isApplied: hash != nil,
                lines: plan.outcomes,
                names: hash == nil ? names : [],
                emails: hash == nil ? known.map(\.email) : [],
                mails: mails,
                staff: staff,
                namesakes: namesakes
            )
        }
    }
}

extension Connection {
    fileprivate func erase(
        _ rows: [PersonID],
        _ claims: [ErasableClaim],
        in cohorts: [CohortID],
        by actor: Actor
    ) throws {
        let live = claims.filter(\.isLive)
        try end(live.map(\.id), as: .withdrawn)
        try record(
            live.map {
                Event(
                    $0.id,
                    in: $0.cohortId,
                    .withdrawn,
                    by: actor,
                    seatNumber: $0.seatNumber,
                    reason: .staff(.ownRequest)
                )
            }
        )
        try endSittings(of: claims.map(\.id))
        for row in rows {
            try execute("SELECT erase_person(\(row), \(actor.staff?.id), \(actor.staff?.operatorID))")
        }
        try settle(cohorts, ending: true)
        try execute(
            """
            INSERT INTO job (kind, person_id, run_at)
            SELECT \(Job.erasing), id, registrar_clock() + \(Job.longestDelivery) * interval '1 second'
            FROM unnest(\(rows)) AS id
            """
        )
    }

    fileprivate func staff(of addresses: [EmailAddress]) throws -> [String] {
        try all("SELECT login FROM staff WHERE lower(email) = ANY(\(addresses)) ORDER BY login")
    }

    fileprivate func people(named names: [PersonName], except rows: [PersonID]) throws -> [PersonID] {
        try all(
            """
            SELECT DISTINCT person.id
            FROM person
            LEFT JOIN enrollment ON enrollment.person_id = person.id
            WHERE person.id <> ALL(\(rows))
                AND person.erased_at IS NULL
                AND (
                    lower(person.name) IN (SELECT lower(name) FROM unnest(\(names)) AS name)
                    OR lower(enrollment.name) IN (SELECT lower(name) FROM unnest(\(names)) AS name)
                    OR EXISTS (
                        SELECT
                        FROM certificate
                        WHERE certificate.person_id = person.id
                            AND lower(certificate.name) IN (SELECT lower(name) FROM unnest(\(names)) AS name)
                    )
                    OR EXISTS (
                        SELECT
                        FROM merge_proposal AS proposal
                        WHERE (proposal.person_id = person.id AND proposal.other_id = ANY(\(rows)))
                            OR (proposal.other_id = person.id AND proposal.person_id = ANY(\(rows)))
                    )
                )
            ORDER BY person.id
            """
        )
    }

    fileprivate func namesOnCertificates(of rows: [PersonID]) throws -> [PersonName] {
        try all(
            "SELECT DISTINCT name FROM certificate WHERE person_id = ANY(\(rows)) AND name IS NOT NULL ORDER BY name"
        )
    }

    /// Locks everything that tells of a person, in the order that holds everywhere, so that it stays as it is read.
    ///
    /// Whoever writes to one of their claims waits for its cohort, for the claim or for the certificate; whoever makes a new
    /// one waits for the person, and then finds nobody by that address.
    @discardableResult
    func lockAll(of rows: [PersonID]) throws -> [CohortID] {
        let codes: SQL = """
            SELECT DISTINCT cohort.code
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.person_id = ANY(\(rows))
            """
        let before: [String] = try all(codes)
        let cohorts = try lock(cohorts: before, freeing: true).map(\.id)
        try execute("SELECT id FROM enrollment WHERE person_id = ANY(\(rows)) ORDER BY id FOR NO KEY UPDATE")
        try execute("SELECT id FROM certificate WHERE person_id = ANY(\(rows)) ORDER BY id FOR NO KEY UPDATE")
        try execute("SELECT id FROM person WHERE id = ANY(\(rows)) ORDER BY id FOR UPDATE")
        let after: [String] = try all(codes)
        guard Set(after).isSubset(of: before) else { throw PostgresError.overtaken() }
        return cohorts
    }
}
