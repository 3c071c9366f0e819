import Foundation
import Postgres

extension People {
    /// Makes two people of one again, as they were before the merge, while nothing rests on it.
    ///
    /// - Throws: `person-unknown`, `not-merged`, `erased-already`, `person-on-hold`, `merge-relied-on`.
    /// - Returns: who is by themselves again, and whom they were one with.
    package func unmerge(_ key: PersonKey, by actor: Actor) async throws -> (person: PersonID, was: PersonID) {
        try actor.require(.runInstitute)
        return try await store.write { connection in
            let own = try connection.ownRow(of: key)
            guard let was = own.mergedInto else {
                throw Refusal.conflict(
                    "not-merged",
                    "Person \(own.id) is merged into nobody: there is nothing to undo."
                )
            }
            let all = try connection.rows(of: was)
            try connection.lockAll(of: all)
            guard try connection.ownRow(of: key).mergedInto == was, try connection.rows(of: was) == all else {
                throw PostgresError.overtaken()
            }
            _ = try connection.known(of: all)
            try connection.requireNoHold(parting: all)
            let leaving = try connection.leaving(with: own.id, from: was)
            try connection.requireNothingRests(
                on: own.id,
                leaving: leaving,
                staying: all.filter { !leaving.contains($0) }
            )
            try connection.part(own.id, leaving, from: was, by: actor)
            try connection.audit(
                "person.unmerge",
                "person",
                own.id.rawValue,
                by: actor,
                ["was": "\(was)"]
            )
            return (own.id, was)
        }
    }
}

extension Connection {
    struct OwnRow: Decodable {
        let id: PersonID
        let mergedInto: PersonID?
    }

    /// The row of a key itself, merged or not.
    ///
    /// - Throws: `person-unknown`.
    func ownRow(of key: PersonKey) throws -> OwnRow {
        _ = try person(key)
        return switch key {
        case .id(let id): try one("SELECT id, merged_into FROM person WHERE id = \(id)")
        case .email(let email): try one("SELECT id, merged_into FROM person WHERE email = \(email)")
        }
    }

    /// Somebody, and who came along with them when they were merged.
    fileprivate func leaving(with person: PersonID, from was: PersonID) throws -> [PersonID] {
        try all(
            """
            SELECT person.id
            FROM person
            LEFT JOIN LATERAL (
                SELECT was_into_id
                FROM person_merge
                WHERE person_merge.person_id = person.id
                ORDER BY id DESC
                LIMIT 1
            ) AS last ON true
            WHERE person.merged_into = \(was) AND (person.id = \(person) OR last.was_into_id = \(person))
            ORDER BY person.id
            """
        )
    }

    /// A hold is on all that is one human's when it is placed; parted, half of that would be free to go.
    fileprivate func requireNoHold(parting rows: [PersonID]) throws {
        struct Hold: Decodable {
            let personId: PersonID
            let placedAt: Date
        }
        let hold: Hold? = try first(
            """
            SELECT person_id, placed_at
            FROM legal_hold
            WHERE person_id = ANY(\(rows)) AND lifted_at IS NULL
            ORDER BY id
            LIMIT 1
            """
        )
        guard let hold else { return }
        throw Refusal.conflict(
            "person-on-hold",
            """
            A legal hold stands on person \(hold.personId) since \(hold.placedAt.formatted(.iso8601)), for all that is one \
            person's now. When it is no longer needed, or to place one on each of the two: `registrar person release \
            \(hold.personId)`, then part them.
            """
        )
    }

    /// What was tried or decided since may have counted the other's exams, so it has to stay one person's.
    fileprivate func requireNothingRests(on person: PersonID, leaving: [PersonID], staying: [PersonID]) throws {
        let (theirs, others) = (try tries(of: leaving), try tries(of: staying))
        guard theirs + others > 0 else { return }
        let since: [String] = try all(
            """
            -- Since they were last by themselves: when all of them became one with somebody else, that was a step of its own,
            -- and what was tried before it rests on the first one.
            WITH merge AS (
                SELECT min(at) AS at
                FROM person_merge
                WHERE person_id = \(person)
                    AND id > coalesce(
                        (
                            SELECT max(parted.id)
                            FROM person_merge AS parted
                            WHERE parted.person_id = \(person) AND parted.into_id IS NULL
                        ),
                        0
                    )
            ),
            claim AS (
                -- Those whose human has tries only because of the other.
                SELECT id
                FROM enrollment
                WHERE (person_id = ANY(\(leaving)) AND \(others > 0)) OR (person_id = ANY(\(staying)) AND \(theirs > 0))
            )
            SELECT 'decision ' || decision.id
            FROM merge
            JOIN decision ON decision.at >= merge.at
            JOIN claim ON claim.id = decision.enrollment_id
            UNION ALL
            SELECT 'attempt ' || attempt.id
            FROM merge
            JOIN attempt ON attempt.begun_at >= merge.at
            JOIN claim ON claim.id = attempt.enrollment_id
            UNION ALL
            SELECT 'practical attempt ' || practical_attempt.id
            FROM merge
            JOIN practical_attempt ON practical_attempt.at >= merge.at
            JOIN claim ON claim.id = practical_attempt.enrollment_id
            ORDER BY 1
            """
        )
        guard since.isEmpty else {
            throw Refusal.conflict(
                "merge-relied-on",
                """
                Since the merge exams of both counted as one person's for \(since.joined(separator: ", ")). While that stands \
                they stay one; what was decided wrongly is undone where it was decided: `registrar decision show`, `registrar \
                certificate revoke`.
                """
            )
        }
    }

    fileprivate func part(_ person: PersonID, _ leaving: [PersonID], from was: PersonID, by actor: Actor) throws {
        try execute("SELECT freeze_clock()")
        try execute(
            """
            INSERT INTO person_merge (person_id, into_id, was_into_id, staff_id, operator_id)
            SELECT id, nullif(\(person)::bigint, id), \(was), \(actor.staff?.id), \(actor.staff?.operatorID)
            FROM unnest(\(leaving)) AS id
            ORDER BY id
            """
        )
        try execute("UPDATE person SET merged_into = NULL WHERE id = \(person)")
        try execute("UPDATE person SET merged_into = \(person) WHERE id = ANY(\(leaving)) AND id <> \(person)")
    }
}
