import Foundation
import Postgres

/// How staff name a person: by the number of their row, or by their address.
package enum PersonKey: Sendable {
    case id(PersonID)
    case email(EmailAddress)

    /// Takes what staff typed: digits are a number, everything else is an address.
    package init(typed: String) throws(InvalidInput) {
        let text = typed.trimmed
        if text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let number = Int(text) {
            self = .id(PersonID(rawValue: number))
        } else {
            self = .email(try EmailAddress(typed: text, field: "person"))
        }
    }
}

extension Connection {
    /// Who stays of people that were merged, and all their rows with that one's.
    typealias Human = (person: PersonID, rows: [PersonID])

    /// The person of a key, or whom they were merged into; who was merged into somebody is one person with them.
    ///
    /// - Throws: `person-unknown`.
    func person(_ key: PersonKey) throws -> PersonID {
        let (id, email): (PersonID?, EmailAddress?) =
            switch key {
            case .id(let id): (id, nil)
            case .email(let email): (nil, email)
            }
        let person: PersonID? = try first(
            """
            WITH RECURSIVE became AS (
                SELECT id, merged_into
                FROM person
                WHERE id = \(id) OR email = \(email)
                UNION
                SELECT person.id, person.merged_into
                FROM became
                JOIN person ON person.id = became.merged_into
            )
            SELECT id
            FROM became
            WHERE merged_into IS NULL
            """
        )
        guard let person else {
            throw Refusal.notFound(
                "person-unknown",
                """
                Nobody here has this \(id == nil ? "address" : "number"). `registrar cohort roster` shows addresses, and \
                `registrar person show` the number behind one.
                """
            )
        }
        return person
    }

    /// Whom a row is of, and all of their rows, locked in order; nil when they were erased, or are nobody.
    func lock(humanOf row: PersonID) throws -> Human? {
        let person = try survivor(of: row)
        let rows = try rows(of: person)
        let standing: [Bool] = try all(
            "SELECT erased_at IS NULL FROM person WHERE id = ANY(\(rows)) ORDER BY id FOR NO KEY UPDATE"
        )
        guard try survivor(of: row) == person, try self.rows(of: person) == rows else {
            throw PostgresError.overtaken()
        }
        return standing.isEmpty || standing.contains(false) ? nil : (person, rows)
    }

    /// A person's own row and those that were merged into it, in order.
    func rows(of person: PersonID) throws -> [PersonID] {
        try all(
            """
            WITH RECURSIVE same AS (
                SELECT id
                FROM person
                WHERE id = \(person)
                UNION
                SELECT person.id
                FROM same
                JOIN person ON person.merged_into = same.id
            )
            SELECT id
            FROM same
            ORDER BY id
            """
        )
    }
}
