package import Foundation
import Postgres

/// One person and one purpose, as staff see it.
package struct SubscriberEntry: Decodable, Sendable {
    /// What the last word comes to; asking counts only where nothing was ever decided.
    package enum State: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case confirmed, requested, withdrawn
        /// Confirmed, and yet no mail goes there.
        case suppressed
    }

    let id: PersonID
    let position: Int
    package let email: EmailAddress
    package let name: PersonName?
    package let purpose: String
    package let state: State
    package let since: Date
    package let source: String
    package let wordingVersion: Int

    /// Where a list goes on after this one.
    var cursor: String { "\(id).\(position)" }
}

/// Which of the list to show; nil is all.
package struct SubscriberFilter: Sendable {
    package var purpose: String?
    package var source: String?
    package var state: SubscriberEntry.State?

    package init(purpose: String? = nil, source: String? = nil, state: SubscriberEntry.State? = nil) {
        self.purpose = purpose
        self.source = source
        self.state = state
    }
}

extension Subscribers {
    /// Who is on the list, was, or asked to be, in order of people and purposes.
    ///
    /// - Parameter after: `next` of the page before.
    /// - Throws: `Refusal` of kind invalid for a purpose or a source that there is not, and a cursor that is none.
    package func list(
        _ filter: SubscriberFilter = .init(),
        after cursor: String? = nil,
        limit: Int = 50,
        by actor: Actor
    ) async throws -> Page<SubscriberEntry> {
        try actor.require(.runCohorts)
        let (person, position) = try Self.place(cursor)
        let found: [SubscriberEntry] = try await store.read { connection in
            try connection.requireCode(filter.purpose, "purpose", "SELECT code FROM consent_purpose ORDER BY position")
            try connection.requireCode(filter.source, "source", "SELECT code FROM consent_source ORDER BY code")
            return try connection.all(
                """
                SELECT *
                FROM (
                    SELECT
                        person.id, purpose.position, person.email, person.name, purpose.code AS purpose,
                        CASE
                            WHEN word.kind <> 'confirmed' THEN word.kind
                            WHEN EXISTS (
                                SELECT
                                FROM subscriber
                                WHERE subscriber.id = person.id AND subscriber.purpose = purpose.code
                            ) THEN 'confirmed'
                            ELSE 'suppressed'
                        END AS state,
                        coalesce(word.given_at, word.at) AS since, word.source, word.wording_version
                    FROM person
                    CROSS JOIN consent_purpose AS purpose
                    CROSS JOIN LATERAL (
                        SELECT kind, at, given_at, source, wording_version
                        FROM consent_event
                        WHERE person_id = person.id AND consent_event.purpose = purpose.code
                        ORDER BY kind = 'requested', id DESC
                        LIMIT 1
                    ) AS word
                    WHERE person.id >= \(person) AND (person.id, purpose.position) > (\(person), \(position))
                        AND person.erased_at IS NULL AND person.merged_into IS NULL
                        AND coalesce(purpose.code = \(filter.purpose)::text, true)
                        AND coalesce(word.source = \(filter.source)::text, true)
                ) AS entry
                WHERE coalesce(entry.state = \(filter.state?.rawValue)::text, true)
                ORDER BY entry.id, entry.position
                LIMIT \(limit + 1)
                """
            )
        }
        let items = Array(found.prefix(limit))
        return Page(items: items, next: found.count > limit ? items.last?.cursor : nil)
    }

    private static func place(_ cursor: String?) throws -> (person: Int, position: Int) {
        guard let cursor else { return (0, 0) }
        let parts = cursor.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let person = parts[0], let position = parts[1] else {
            throw Refusal.invalid("after", "This is no place in the list. Take what the list before ended with.")
        }
        return (person, position)
    }
}

extension Connection {
    /// - Throws: `Refusal` of kind invalid, with the codes that there are.
    func requireCode(_ code: String?, _ what: String, _ known: SQL) throws {
        guard let code else { return }
        let codes: [String] = try all(known)
        guard codes.contains(code) else {
            throw Refusal.invalid(what, "There is no \(what) “\(code)”; there are \(codes.joined(separator: ", ")).")
        }
    }
}
