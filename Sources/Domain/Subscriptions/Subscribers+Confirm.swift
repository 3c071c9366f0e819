import Foundation
import Postgres

/// A request as whoever opens its mailed link sees it.
package struct AskedSubscription: Sendable {
    let person: PersonID
    package let email: EmailAddress
    /// The person's own, else the one that was typed with the request.
    package let name: PersonName?
    /// As in ``Preferences/isNameSettled``: a name that is typed here is not taken.
    package let isNameSettled: Bool
    /// What is asked for and waits for the button; empty once it was confirmed.
    package let wishes: [Wish]
    /// Where the person's choices are: the last part of that link.
    package let preferences: String

    package var isConfirmed: Bool { wishes.isEmpty }
}

extension LinkToken {
    package init(subscriptionOf person: PersonID, generation: Int) {
        self.init(.subscribe, EnrollmentID(rawValue: person.rawValue), generation: generation)
    }
}

extension Subscribers {
    /// Opens the mailed link of a request; looking changes nothing.
    ///
    /// - Throws: `link-unknown`, `link-old`, `request-expired`, `person-erased`.
    package func request(link text: String) async throws -> AskedSubscription {
        let token = try requestToken(text)
        let secrets = self.secrets
        return try await store.read { connection in
            try connection.request(of: token.person, token.generation, secrets)
        }
    }

    /// Puts the person on the list for what stood beside the button, and nothing else: consent is what was shown.
    ///
    /// - Parameter shown: The wishes that the page showed, each with the version of its wording.
    /// - Throws: `request-changed` when others wait now; `InvalidInput` for a name that is none; what ``request(link:)`` throws.
    package func confirm(
        link text: String,
        name typed: String,
        shown: [SubscriptionRequest.Tick]
    ) async throws -> AskedSubscription {
        let token = try requestToken(text)
        let name = try typed.trimmed.isEmpty ? nil : PersonName(typed: typed)
        let secrets = self.secrets
        return try await store.write { connection in
            guard let person = try connection.lock(personOrWhomTheyBecame: token.person) else {
                throw Self.erased
            }
            try connection.execute("SELECT freeze_clock()")
            let asked = try connection.request(of: person, token.generation, secrets)
            guard !asked.isConfirmed else { return asked }
            let waiting = Set(asked.wishes.map { SubscriptionRequest.Tick($0.purpose, version: $0.version) })
            guard waiting == Set(shown) else {
                throw Refusal.conflict(
                    "request-changed",
                    "Meanwhile somebody asked for more with this address. Look at what is asked for now, then press the button."
                )
            }
            let source: String = try connection.one("SELECT source FROM subscription WHERE person_id = \(person)")
            try connection.confirm(asked.wishes, of: person, from: source, digestedWith: secrets.addresses)
            if let name, !asked.isNameSettled {
                try connection.execute("UPDATE person SET name = \(name) WHERE id = \(person)")
            }
            try connection.execute(
                """
                UPDATE subscription
                SET confirmed_at = registrar_clock(), expires_at = NULL, name = NULL, client_digest = NULL
                WHERE person_id = \(person)
                """
            )
            try connection.execute("DELETE FROM subscription_wording WHERE person_id = \(person)")
            return try connection.request(of: person, token.generation, secrets)
        }
    }

    static let erased = Refusal.gone(
        "person-erased",
        "What was known of this address was erased, and it gets no mail of the list. To begin anew, sign up again."
    )

    static let linkUnknown = Refusal.notFound(
        "link-unknown",
        "This link is not known here. Open it from the mail again, or copy the whole of it."
    )

    private func requestToken(_ text: String) throws -> (person: PersonID, generation: Int) {
        guard let token = LinkToken(text, sealedWith: secrets.links), token.purpose == .subscribe else {
            throw Self.linkUnknown
        }
        return (PersonID(rawValue: token.enrollment.rawValue), token.generation)
    }
}

extension Connection {
    /// What waits for the link of this generation, or was confirmed by it.
    fileprivate func request(of person: PersonID, _ generation: Int, _ secrets: Secrets) throws -> AskedSubscription {
        struct Kept: Decodable {
            let id: PersonID
            let email: EmailAddress
            let name: PersonName?
            let isErased: Bool
            let generation: Int
            let isWaiting: Bool
            let isConfirmed: Bool
        }
        let kept: Kept? = try first(
            """
            SELECT
                person.id, person.email, coalesce(person.name, subscription.name) AS name,
                person.erased_at IS NOT NULL AS is_erased, coalesce(subscription.generation, 0) AS generation,
                coalesce(subscription.expires_at > registrar_clock(), false) AS is_waiting,
                subscription.confirmed_at IS NOT NULL AS is_confirmed
            FROM person
            LEFT JOIN subscription ON subscription.person_id = person.id
            WHERE person.id = \(try survivor(of: person))
            """
        )
        guard let kept else { throw Subscribers.linkUnknown }
        guard !kept.isErased else { throw Subscribers.erased }
        guard kept.generation == generation else {
            throw Refusal.gone(
                "link-old",
                "This link was replaced by a newer one. Open the newest mail, or sign up again and get another."
            )
        }
        guard kept.isWaiting || kept.isConfirmed else {
            throw Refusal.gone(
                "request-expired",
                """
                This link was good for \(Subscribers.daysToConfirm) days, and they are over; nothing was changed. Sign up again \
                and get another.
                """
            )
        }
        return AskedSubscription(
            person: kept.id,
            email: kept.email,
            name: kept.name,
            isNameSettled: try isNameSettled(of: kept.id),
            wishes: kept.isWaiting ? try waitingWishes(of: kept.id) : [],
            preferences: LinkToken(preferencesOf: kept.id).text(sealedWith: secrets.links)
        )
    }

    /// What a request asks for, under the wordings that were shown with it.
    func waitingWishes(of person: PersonID) throws -> [Wish] {
        try all(
            """
            SELECT purpose.code AS purpose, purpose.name, wording.wording, wording.version
            FROM subscription_wording AS asked
            JOIN consent_purpose AS purpose ON purpose.code = asked.purpose
            JOIN consent_wording AS wording ON wording.version = asked.wording_version
            WHERE asked.person_id = \(person)
            ORDER BY purpose.position
            """
        )
    }

    /// Whom a person was merged into, at last.
    func survivor(of person: PersonID) throws -> PersonID {
        try first(
            """
            WITH RECURSIVE became AS (
                SELECT id, merged_into
                FROM person
                WHERE id = \(person)
                UNION
                SELECT person.id, person.merged_into
                FROM became
                JOIN person ON person.id = became.merged_into
            )
            SELECT id
            FROM became
            WHERE merged_into IS NULL
            """
        ) ?? person
    }
}
