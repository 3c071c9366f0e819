package import Foundation
import Postgres

/// All that the list knows of one address.
package struct SubscriberRecord: Sendable {
    /// What was said once of one purpose, and the words that it was said to.
    package struct Word: Decodable, Sendable {
        package let purpose: String
        package let kind: String
        package let at: Date
        /// When it was given elsewhere, before it came here.
        package let givenAt: Date?
        package let source: String
        package let wordingVersion: Int
        package let wording: String
    }

    /// That mail was stopped for a reason, or that this was taken back.
    package struct Stop: Decodable, Sendable {
        package let reason: Suppression
        package let isLifted: Bool
        package let at: Date
        package let staff: String?
    }

    package let email: EmailAddress
    package let name: PersonName?
    /// Purposes for which mail goes there now.
    package let on: [String]
    /// Until when a request waits for the mailed link.
    package let waitsUntil: Date?
    package let words: [Word]
    package let stops: [Stop]
    /// The reasons that stand.
    package let standing: [Suppression]
}

extension Subscribers {
    /// What was said about mail to an address, in order; also of one that nobody here has any more.
    ///
    /// - Throws: `address-unknown`.
    package func show(_ email: EmailAddress, by actor: Actor) async throws -> SubscriberRecord {
        try actor.require(.runCohorts)
        let digest = email.digest(with: secrets.addresses)
        return try await store.snapshot { connection in
            struct Row: Decodable {
                let id: PersonID
                let email: EmailAddress
                let name: PersonName?
                let waitsUntil: Date?
            }
            let named: PersonID? = try connection.first("SELECT id FROM person WHERE email = \(email)")
            let row: Row? = try named.flatMap { named in
                try connection.first(
                    """
                    SELECT
                        person.id, person.email, person.name,
                        CASE WHEN subscription.expires_at > registrar_clock() THEN subscription.expires_at END AS waits_until
                    FROM person
                    LEFT JOIN subscription ON subscription.person_id = person.id
                    WHERE person.id = \(try connection.survivor(of: named))
                    """
                )
            }
            let stops: [SubscriberRecord.Stop] = try connection.all(
                """
                SELECT event.reason, event.kind = 'lifted' AS is_lifted, event.at, staff.login AS staff
                FROM suppression_event AS event
                LEFT JOIN staff ON staff.id = event.staff_id
                WHERE event.address_digest = \(digest)
                ORDER BY event.id
                """
            )
            guard row != nil || !stops.isEmpty else {
                throw Refusal.notFound(
                    "address-unknown",
                    "The list knows nothing of this address. `registrar subscriber list` shows whom it knows."
                )
            }
            return SubscriberRecord(
                email: row?.email ?? email,
                name: row?.name,
                on: try connection.all("SELECT purpose FROM subscriber WHERE id = \(row?.id) ORDER BY purpose"),
                waitsUntil: row?.waitsUntil,
                words: try row.map { try connection.words(of: connection.rows(of: $0.id)) } ?? [],
                stops: stops,
                standing: try connection.suppressions(of: digest)
            )
        }
    }
}

extension Connection {
    fileprivate func words(of rows: [PersonID]) throws -> [SubscriberRecord.Word] {
        try all(
            """
            SELECT
                event.purpose, event.kind, event.at, event.given_at, event.source, event.wording_version, wording.wording
            FROM consent_event AS event
            JOIN consent_wording AS wording ON wording.version = event.wording_version
            WHERE event.person_id = ANY(\(rows))
            ORDER BY event.id
            """
        )
    }
}
