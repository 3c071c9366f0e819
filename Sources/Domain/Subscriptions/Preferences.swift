package import Foundation
import Postgres

/// What a person said of the list, as they see and change it behind a mailed link.
package struct Preferences: Sendable {
    package struct Choice: Sendable {
        /// The purpose, and the words beside its box as they stand now.
        package let wish: Wish
        /// Since when they are on; nil when they are not.
        package let since: Date?
        /// The words that they agreed to.
        package let agreed: String?

        package var isOn: Bool { since != nil }
    }

    package let email: EmailAddress
    package let name: PersonName?
    /// Whether the name is no more for these pages to change: whoever holds a forwarded mail can open them, and the name
    /// may come to stand on a certificate.
    package let isNameSettled: Bool
    package let choices: [Choice]
    /// Whether the list's mail was stopped by a complaint or by staff, which only staff take back.
    package let isStopped: Bool
}

extension LinkToken {
    /// Where a person's choices are. A link to leave has the purpose's position, which begins at 1, in place of the 0.
    package init(preferencesOf person: PersonID) {
        self.init(.list, EnrollmentID(rawValue: person.rawValue), generation: 0)
    }
}

extension Subscribers {
    /// Opens the mailed link of a person's choices; looking changes nothing.
    ///
    /// - Throws: `link-unknown`, `person-erased`.
    package func preferences(link text: String) async throws -> Preferences {
        let person = try preferringPerson(text)
        return try await store.read { try $0.preferences(of: $0.survivor(of: person)) }
    }

    /// Makes what is ticked what they are on, each box under the wording that was shown.
    ///
    /// - Throws: `mail-stopped` for a new box where staff alone may take back what stands against the address; `name-settled`
    ///   for another name than the one that only staff change; `InvalidInput`; what ``preferences(link:)`` throws.
    package func choose(
        link text: String,
        name typed: String,
        ticks: [SubscriptionRequest.Tick]
    ) async throws -> Preferences {
        let person = try preferringPerson(text)
        let name = try typed.trimmed.isEmpty ? nil : PersonName(typed: typed)
        let secrets = self.secrets
        return try await store.write { connection in
            let (person, rows) = try connection.lockToChoose(person)
            let before = try connection.preferences(of: person)
            let ticked = try ticks.isEmpty ? [] : connection.wishes(of: ticks)
            let on = Set(before.choices.filter(\.isOn).map(\.wish.purpose))
            let added = ticked.filter { !on.contains($0.purpose) }
            guard added.isEmpty || !before.isStopped else {
                throw Refusal.conflict(
                    "mail-stopped",
                    "Mail of the list to this address was stopped, and a box does not start it again. Write to us."
                )
            }
            guard name == nil || name == before.name || !before.isNameSettled else {
                throw Refusal.conflict(
                    "name-settled",
                    "Your name goes with your seats and certificates, so this page does not change it. Write to us."
                )
            }
            // What is not ticked is taken back for their other addresses as well.
            let shown = Set(before.choices.map(\.wish.purpose))
            let left = try Set(rows.flatMap { try connection.confirmed($0).map(\.purpose) })
                .intersection(shown).subtracting(ticked.map(\.purpose))
            if !left.isEmpty {
                try connection.withdraw(left.sorted(), of: rows, from: "page", digestedWith: secrets.addresses)
            }
            if !ticked.isEmpty {
                try connection.confirm(added, of: person, from: "page", digestedWith: secrets.addresses)
            }
            if let name { try connection.execute("UPDATE person SET name = \(name) WHERE id = \(person)") }
            return try connection.preferences(of: person)
        }
    }

    /// Takes a person off the list, whatever they were on.
    package func leaveAll(link text: String) async throws -> Preferences {
        let person = try preferringPerson(text)
        let secrets = self.secrets
        return try await store.write { connection in
            let (person, rows) = try connection.lockToChoose(person)
            let all = try connection.wishes().map(\.purpose)
            try connection.withdraw(all, of: rows, from: "page", digestedWith: secrets.addresses)
            return try connection.preferences(of: person)
        }
    }

    private func preferringPerson(_ text: String) throws -> PersonID {
        guard let token = LinkToken(text, sealedWith: secrets.links), token.purpose == .list, token.generation == 0
        else {
            throw Self.linkUnknown
        }
        return PersonID(rawValue: token.enrollment.rawValue)
    }
}

extension Connection {
    fileprivate func lockToChoose(_ person: PersonID) throws -> Human {
        guard let locked = try lock(humanOf: person) else { throw Subscribers.erased }
        try execute("SELECT freeze_clock()")
        return locked
    }

    /// Once an address confirmed a seat, or a certificate was made, a name is changed by staff alone.
    func isNameSettled(of person: PersonID) throws -> Bool {
        let rows = try rows(of: person)
        return try one(
            """
            SELECT
                EXISTS (SELECT FROM enrollment WHERE person_id = ANY(\(rows)) AND address_confirmed_at IS NOT NULL)
                OR EXISTS (SELECT FROM certificate WHERE person_id = ANY(\(rows)))
            """
        )
    }

    func preferences(of person: PersonID) throws -> Preferences {
        struct Row: Decodable {
            let email: EmailAddress
            let name: PersonName?
            let isErased: Bool
        }
        let row: Row? = try first(
            "SELECT email, name, erased_at IS NOT NULL AS is_erased FROM person WHERE id = \(person)"
        )
        guard let row else { throw Subscribers.linkUnknown }
        guard !row.isErased else { throw Subscribers.erased }
        let confirmed = try confirmed(person)
        let standing = try addressDigest(of: person).map(suppressions) ?? []
        return Preferences(
            email: row.email,
            name: row.name,
            isNameSettled: try isNameSettled(of: person),
            choices: try wishes().map { wish in
                let word = confirmed.first { $0.purpose == wish.purpose }
                return Preferences.Choice(wish: wish, since: word?.since, agreed: word?.wording)
            },
            isStopped: !standing.allSatisfy(\.isLiftedByConfirming)
        )
    }
}
