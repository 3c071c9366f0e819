import Foundation
import Postgres

extension People {
    /// Holds everything of somebody: while a dispute needs it nothing is purged, and nobody erases them.
    ///
    /// - Parameter reason: why, in words; an audit text about them, which goes with them one day.
    /// - Throws: `person-unknown`, `erased-already`, `person-on-hold`.
    package func hold(_ key: PersonKey, because reason: String, by actor: Actor) async throws -> PersonID {
        try actor.require(.runInstitute)
        guard !reason.trimmed.isEmpty else {
            throw Refusal.invalid("reason", "Say why, in words; it is kept in the trail.")
        }
        return try await store.write { connection in
            let person = try connection.person(key)
            try connection.execute("SELECT id FROM person WHERE id = \(person) FOR UPDATE")
            _ = try connection.known(of: connection.rows(of: person))
            try connection.requireNoHold(on: connection.rows(of: person))
            try connection.execute(
                """
                INSERT INTO legal_hold (person_id, staff_id, operator_id)
                VALUES (\(person), \(actor.staff?.id), \(actor.staff?.operatorID))
                """
            )
            try connection.audit("person.hold", "person", person.rawValue, by: actor, ["reason": reason.trimmed])
            return person
        }
    }

    /// Lets go of what was held: the rules apply again.
    ///
    /// - Throws: `person-unknown`, `not-on-hold`.
    package func release(_ key: PersonKey, by actor: Actor) async throws -> PersonID {
        try actor.require(.runInstitute)
        return try await store.write { connection in
            let person = try connection.person(key)
            let rows = try connection.rows(of: person)
            let lifted: [Int] = try connection.all(
                """
                UPDATE legal_hold
                SET lifted_at = greatest(registrar_clock(), placed_at), lifted_by = \(actor.staff?.id),
                    lifted_operator_id = \(actor.staff?.operatorID)
                WHERE person_id = ANY(\(rows)) AND lifted_at IS NULL
                RETURNING id
                """
            )
            guard !lifted.isEmpty else {
                throw Refusal.conflict("not-on-hold", "Nothing of person \(person) is held beyond its time.")
            }
            try connection.audit("person.release", "person", person.rawValue, by: actor)
            return person
        }
    }
}

extension Connection {
    /// - Throws: `person-on-hold`.
    func requireNoHold(on rows: [PersonID]) throws {
        let held: Bool = try one(
            "SELECT EXISTS (SELECT FROM legal_hold WHERE person_id = ANY(\(rows)) AND lifted_at IS NULL)"
        )
        guard !held else {
            throw Refusal.conflict(
                "person-on-hold",
                """
                A legal hold stands on this person: what is held about them may be needed. When it no longer is: `registrar \
                person release \(rows.first.map { "\($0)" } ?? "")`.
                """
            )
        }
    }
}
