package import Domain
import Postgres

extension TestDatabase {
    /// Somebody asks for the list with an address, theirs or not.
    package func ask(
        _ email: String,
        _ purposes: [String] = ["updates"],
        name: String? = nil,
        source: String? = nil,
        client: String? = nil
    ) async throws {
        try await registrar.subscribers.ask(
            SubscriptionRequest(
                name: name,
                email: email,
                ticks: purposes.map { .init($0) },
                source: source,
                client: client
            )
        )
    }

    package func person(of email: String) async throws -> PersonID {
        try await service.read { try $0.one("SELECT id FROM person WHERE email = \(email)") }
    }

    /// What the mails to an address about its requests lead to, newest request.
    package func requestLink(of email: String) async throws -> String {
        let person = try await person(of: email)
        let generation: Int = try await service.read {
            try $0.one("SELECT generation FROM subscription WHERE person_id = \(person)")
        }
        return LinkToken(subscriptionOf: person, generation: generation).text(sealedWith: Self.secrets.links)
    }

    package func preferencesLink(of email: String) async throws -> String {
        LinkToken(preferencesOf: try await person(of: email)).text(sealedWith: Self.secrets.links)
    }

    /// Presses the button behind the newest link.
    @discardableResult
    package func confirmRequest(of email: String, name: String = "") async throws -> AskedSubscription {
        let link = try await requestLink(of: email)
        let asked = try await registrar.subscribers.request(link: link)
        return try await registrar.subscribers.confirm(
            link: link,
            name: name,
            shown: asked.wishes.map { .init($0.purpose, version: $0.version) }
        )
    }

    /// Somebody who asked and confirmed.
    package func subscribe(_ email: String, _ purposes: [String] = ["updates"], name: String = "") async throws {
        try await ask(email, purposes)
        try await confirmRequest(of: email, name: name)
    }

    /// The purposes for which mail goes to an address.
    package func purposes(of email: String) async throws -> [String] {
        try await service.read { try $0.all("SELECT purpose FROM subscriber WHERE email = \(email) ORDER BY purpose") }
    }

    /// What was said of the list, as `kind purpose source wording`, in order.
    package func words(of email: String) async throws -> [String] {
        try await service.read {
            try $0.all(
                """
                SELECT concat_ws(' ', kind, purpose, source, wording_version)
                FROM consent_event
                WHERE person_id = (SELECT id FROM person WHERE email = \(email))
                ORDER BY id
                """
            )
        }
    }

    /// What stands against an address.
    package func stops(of email: String) async throws -> [String] {
        do {
            return try await registrar.subscribers.show(EmailAddress(rawValue: email), by: .system).standing
                .map(\.rawValue)
        } catch let refusal as Refusal where refusal.code == "address-unknown" {
            return []
        }
    }

    /// The mails that wait or went to somebody because of their requests, as they would be sent now; nil is one that has
    /// nothing to say.
    package func subscriberLetters(to email: String) async throws -> [SubscriberLetter?] {
        let person = try await person(of: email)
        let ids: [JobID] = try await service.read {
            try $0.all(
                "SELECT id FROM job WHERE person_id = \(person) AND kind = \(SubscriberLetter.jobKind) ORDER BY id"
            )
        }
        var letters: [SubscriberLetter?] = []
        for id in ids {
            letters.append(try await registrar.jobs.subscriberLetter(for: registrar.jobs.show(id, by: .system)))
        }
        return letters
    }
}
