import Postgres

/// How a reader leaves: what the list headers of a marketing letter say (RFC 2369 §3.2, RFC 8058 §3.1), and what its foot does.
package struct ListLinks: Equatable, Sendable {
    /// Takes the purpose of the letter away by a POST of `List-Unsubscribe=One-Click`; opened, it shows a button.
    package let leave: String
    /// The last part of it: the subject of a mail to the address that takes such mails, for ``Subscribers/leave(token:all:)``.
    package let token: String
    /// The person's page with all their choices.
    package let preferences: String

    package init(leave: String, token: String, preferences: String) {
        self.leave = leave
        self.token = token
        self.preferences = preferences
    }
}

extension LinkToken {
    package init(leaving position: Int, _ person: PersonID) {
        self.init(.list, EnrollmentID(rawValue: person.rawValue), generation: position)
    }
}

extension Subscribers {
    /// The links that a marketing letter to a person carries.
    ///
    /// - Throws: `purpose-unknown`.
    package func links(to person: PersonID, purpose: String) async throws -> ListLinks {
        let secrets = self.secrets
        return try await store.read { try $0.listLinks(to: person, purpose: purpose, secrets) }
    }

    /// Takes a person off the purpose that stands in the token of a link to leave, or off the whole list.
    ///
    /// It leaves for every address of the same human. Nothing that is about their own seat, exam or certificate stops.
    ///
    /// - Returns: Whether it is a token of ours, for staff and logs: whoever holds it is not told.
    @discardableResult
    package func leave(token text: String, all: Bool = false) async throws -> Bool {
        guard let token = LinkToken(text.trimmed, sealedWith: secrets.links), token.purpose == .list,
            token.generation > 0
        else { return false }
        let secrets = self.secrets
        return try await store.write { connection in
            let named = PersonID(rawValue: token.enrollment.rawValue)
            guard let human = try connection.lock(humanOf: named) else { return false }
            try connection.execute("SELECT freeze_clock()")
            let purposes: [String] = try connection.all(
                "SELECT code FROM consent_purpose WHERE position = \(token.generation) OR \(all) ORDER BY position"
            )
            try connection.withdraw(purposes, of: human.rows, from: "leave_link", digestedWith: secrets.addresses)
            return true
        }
    }
}

extension Connection {
    /// The links of a letter, read in the transaction that reads the rest of it.
    func listLinks(to person: PersonID, purpose: String, _ secrets: Secrets) throws -> ListLinks {
        let position: Int? = try first("SELECT position FROM consent_purpose WHERE code = \(purpose)")
        guard let position else {
            throw Refusal.notFound("purpose-unknown", "There is no purpose of that name.")
        }
        let site = try institute().publicUrl
        let token = LinkToken(leaving: position, person).text(sealedWith: secrets.links)
        return ListLinks(
            leave: "\(site)/leave/\(token)",
            token: token,
            preferences: "\(site)/preferences/\(LinkToken(preferencesOf: person).text(sealedWith: secrets.links))"
        )
    }
}
