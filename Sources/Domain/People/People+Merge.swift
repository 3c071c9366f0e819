import Foundation
import Postgres

extension People {
    /// What it would mean if the other person were the same human as this one.
    ///
    /// - Throws: `person-unknown`, `merged-already`, `same-person`, `erased-already`, `address-missing`, `both-live`.
    package func planMerge(_ key: PersonKey, with other: PersonKey, by actor: Actor) async throws -> MergePlan {
        try await carry(key, with: other, hash: nil, by: actor)
    }

    /// Makes two people one, as planned: this one stays, the other's rows stay where they are and are read as theirs.
    ///
    /// No history is rewritten, and links that were mailed to either go on working. A consent is that of one address, and
    /// does not carry over to another.
    ///
    /// - Throws: `plan-changed`, and what planning throws.
    package func merge(_ key: PersonKey, with other: PersonKey, hash: String, by actor: Actor) async throws -> MergePlan
    {
        try await carry(key, with: other, hash: hash, by: actor)
    }

    private func carry(
        _ key: PersonKey,
        with otherKey: PersonKey,
        hash: String?,
        by actor: Actor
    ) async throws -> MergePlan {
        try actor.require(.runInstitute)
        return try await store.write { connection in
            // 1. Who they are, the locks of everything that is theirs, and once more who they are.
            let person = try connection.person(key)
            let other = try connection.unmerged(otherKey)
            guard person != other else {
                throw Refusal.conflict("same-person", "Both are person \(person): there is nothing to merge.")
            }
            let (mine, theirs) = (try connection.rows(of: person), try connection.rows(of: other))
            try connection.lockAll(of: mine + theirs)
            let own = try connection.ownRow(of: otherKey)
            guard try connection.person(key) == person, own.id == other, own.mergedInto == nil,
                try connection.rows(of: person) == mine, try connection.rows(of: other) == theirs
            else { throw PostgresError.overtaken() }
            let known = try connection.known(of: mine + theirs)
            try known.requireAddress(of: person, before: other)
            try connection.requireNeverBothLive(mine, theirs)
            let plan = try Plan("person.merge", connection.outcomes(of: person, mine, other, theirs))
            // 2. Shown, or done.
            if let hash {
                try connection.require(plan, is: hash)
                try connection.merge(theirs, into: person, by: actor)
                try connection.audit(
                    "person.merge",
                    "person",
                    person.rawValue,
                    by: actor,
                    ["other": "\(other)", "plan": plan.hash]
                )
            } else {
                try connection.keep(plan)
            }
            return MergePlan(
                person: person,
                other: other,
                emails: known.filter { mine.contains($0.id) }.map(\.email),
                otherEmails: known.filter { theirs.contains($0.id) }.map(\.email),
                names: known.compactMap(\.name),
                hash: plan.hash,
                isApplied: hash != nil,
                lines: plan.outcomes
            )
        }
    }
}

extension [Connection.KnownPerson] {
    /// Who stays is who can be reached, where one of the two can.
    fileprivate func requireAddress(of person: PersonID, before other: PersonID) throws {
        guard let own = first(where: { $0.id == person }), let new = first(where: { $0.id == other }),
            own.email.isPlaceholder, !new.email.isPlaceholder
        else { return }
        throw Refusal.conflict(
            "address-missing",
            "Nobody knows an address of person \(person). Name the one who has one first: \(other), then \(person)."
        )
    }
}

extension Connection {
    /// Who is to be merged, by their own row.
    ///
    /// - Throws: `person-unknown`, `merged-already`.
    fileprivate func unmerged(_ key: PersonKey) throws -> PersonID {
        let own = try ownRow(of: key)
        guard let into = own.mergedInto else { return own.id }
        throw Refusal.conflict(
            "merged-already",
            """
            Person \(own.id) is one with person \(into) already. Merge person \(into), or undo that first: `registrar person \
            unmerge \(own.id)`.
            """
        )
    }

    /// One human has one claim that lives in a cohort; which of two goes is for staff to say.
    fileprivate func requireNeverBothLive(_ mine: [PersonID], _ theirs: [PersonID]) throws {
        let live: [String] = try all(
            """
            SELECT
                cohort.code || ': enrollment ' || own.id || ' (' || replace(own.state, '_', ' ') || ') and '
                    || other.id || ' (' || replace(other.state, '_', ' ') || ')'
            FROM enrollment AS own
            JOIN enrollment AS other ON other.cohort_id = own.cohort_id
            JOIN cohort ON cohort.id = own.cohort_id
            WHERE own.person_id = ANY(\(mine)) AND other.person_id = ANY(\(theirs))
                AND own.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
                AND other.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
            ORDER BY cohort.code, own.id, other.id
            """
        )
        guard !live.isEmpty else { return }
        throw Refusal.conflict(
            "both-live",
            """
            Both are in one cohort, which one human cannot be: \(live.joined(separator: "; ")). End one of them first: \
            `registrar seat withdraw`, or `registrar seat remove`.
            """
        )
    }

    /// A line for each row of the other's, and for what changes with the two being one.
    fileprivate func outcomes(
        of person: PersonID,
        _ mine: [PersonID],
        _ other: PersonID,
        _ theirs: [PersonID]
    ) throws -> [MergeOutcome] {
        let claims: [MergeOutcome] = try all(
            """
            SELECT
                'enrollment ' || enrollment.id AS subject,
                cohort.code || ', ' || replace(enrollment.state, '_', ' ') || ': stays as it is, and so do its links' AS words
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.person_id = ANY(\(theirs))
            ORDER BY enrollment.id
            """
        )
        let certificates: [Certificate] = try all(
            "\(Certificate.query) WHERE certificate.person_id = ANY(\(theirs)) ORDER BY certificate.number"
        )
        let reachable: Bool = try one("SELECT email NOT LIKE 'legacy:%' FROM person WHERE id = \(person)")
        let consents: [MergeOutcome] = try all(
            """
            SELECT
                'e-mail list' AS subject,
                'consent to ' || string_agg(purpose, ', ' ORDER BY purpose)
                    || ' is that of the other address: nothing is sent there any more, and the one that stays must confirm '
                    || 'for itself' AS words
            FROM subscriber
            WHERE id = ANY(\(theirs))
            HAVING count(*) > 0
            """
        )
        let tries: [MergeOutcome] = try all(
            """
            SELECT 'exams' AS subject, 'tries count as one person''s from then on: ' || mine || ' and ' || theirs AS words
            FROM (SELECT \(try tries(of: mine))::bigint AS mine, \(try tries(of: theirs))::bigint AS theirs) AS made
            WHERE theirs > 0
            """
        )
        let proposals: Int = try one(
            """
            SELECT count(*)
            FROM merge_proposal
            WHERE (person_id = ANY(\(mine)) AND other_id = ANY(\(theirs)))
                OR (person_id = ANY(\(theirs)) AND other_id = ANY(\(mine)))
            """
        )
        return [MergeOutcome("person \(other)", "one with person \(person) from then on; the row and its address stay")]
            + theirs.filter { $0 != other }.map { MergeOutcome("person \($0)", "comes along") } + claims
            + certificates.map {
                MergeOutcome(
                    "certificate \($0.printedID)",
                    reachable
                        ? "stays; its mails go to the address that stays" : "stays, and so does where its mails go"
                )
            } + consents + tries
            + (proposals > 0 ? [MergeOutcome("proposals of imports", "answered: \(proposals)")] : [])
    }

    /// How often people sat an exam, or a practical that was not called off.
    func tries(of people: [PersonID]) throws -> Int {
        try one(
            """
            SELECT
                (
                    SELECT count(*)
                    FROM attempt
                    JOIN enrollment ON enrollment.id = attempt.enrollment_id
                    WHERE enrollment.person_id = ANY(\(people))
                ) + (
                    SELECT count(*)
                    FROM practical_attempt
                    JOIN enrollment ON enrollment.id = practical_attempt.enrollment_id
                    WHERE enrollment.person_id = ANY(\(people))
                        AND NOT EXISTS (
                            SELECT FROM practical_cancellation WHERE attempt_id = practical_attempt.id
                        )
                )
            """
        )
    }

    /// Who came along before goes straight to whom all are one with now: a step, never a chain.
    fileprivate func merge(_ theirs: [PersonID], into person: PersonID, by actor: Actor) throws {
        try execute("SELECT freeze_clock()")
        try execute(
            """
            INSERT INTO person_merge (person_id, into_id, was_into_id, staff_id, operator_id)
            SELECT id, \(person), merged_into, \(actor.staff?.id), \(actor.staff?.operatorID)
            FROM person
            WHERE id = ANY(\(theirs))
            ORDER BY id
            """
        )
        try execute(
            "UPDATE person SET merged_into = \(person) WHERE id = ANY(\(theirs)) AND merged_into IS NOT NULL"
        )
        try execute("UPDATE person SET merged_into = \(person) WHERE id = ANY(\(theirs)) AND merged_into IS NULL")
    }
}
