import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Signing up for the list", .database)
struct SubscribeTests {
    let here = TestDatabase.current
    var subscribers: Subscribers { here.registrar.subscribers }

    private struct Kept: Decodable, Equatable {
        let people: Int
        let requests: Int
        let mails: Int
        let asked: Int
    }

    private func kept() async throws -> Kept {
        try await here.owner.read {
            try $0.one(
                """
                SELECT
                    (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM subscription) AS requests,
                    (SELECT count(*) FROM job) AS mails,
                    (SELECT count(*) FROM consent_event WHERE kind = 'requested') AS asked
                """
            )
        }
    }

    @Test("whoever asks is on the list once the mailed link was used, for what was shown, by its wording; not before")
    func story() async throws {
        try await here.furnish()
        try await here.ask("Ada@x.org", ["dates", "updates"], name: "Ada", source: "readiness-checklist")
        #expect(try await here.purposes(of: "ada@x.org") == [])
        let letter = try #require(try await here.subscriberLetters(to: "ada@x.org").first ?? nil)
        #expect(letter.kind == .confirm && letter.knownName == nil && letter.leave == nil)
        #expect(letter.link == "https://registrar.example/subscriptions/\(try await here.requestLink(of: "ada@x.org"))")
        #expect(letter.wordings.count == 2 && letter.wordings[0].hasPrefix("Yes, I want updates"))
        let asked = try await here.confirmRequest(of: "ada@x.org", name: "Ada Lovelace")
        #expect(asked.isConfirmed && asked.name?.rawValue == "Ada Lovelace")
        #expect(try await here.purposes(of: "ada@x.org") == ["dates", "updates"])
        #expect(
            try await here.words(of: "ada@x.org") == [
                "requested updates readiness_checklist 3", "requested dates readiness_checklist 2",
                "confirmed updates readiness_checklist 3", "confirmed dates readiness_checklist 2",
            ]
        )
        #expect(try await here.confirmRequest(of: "ada@x.org").isConfirmed)
        #expect(try await here.words(of: "ada@x.org").count == 4)
        // Who asks again gets a mail of another kind, and nothing else is different.
        try await here.ask("ada@x.org", ["updates"])
        #expect(try await here.subscriberLetters(to: "ada@x.org").map(\.?.kind) == [.known, .known])
        #expect(try await here.words(of: "ada@x.org").count == 4)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("the typed name becomes the person's with the confirmation alone, and never takes the place of their own")
    func names() async throws {
        try await here.ask("ada@x.org", name: "A Stranger's Joke")
        let name: PersonName? = try await here.service.read { try $0.one("SELECT name FROM person") }
        #expect(name == nil)
        #expect(
            try await subscribers.request(link: here.requestLink(of: "ada@x.org")).name?.rawValue == "A Stranger's Joke"
        )
        try await here.confirmRequest(of: "ada@x.org", name: "Ada")
        try await here.ask("ada@x.org", ["dates"], name: "Another Joke")
        #expect(try await subscribers.request(link: here.requestLink(of: "ada@x.org")).name?.rawValue == "Ada")
        let bad = await #expect(throws: InvalidInput.self) {
            try await here.confirmRequest(of: "ada@x.org", name: "Ada\r\nBcc: all@x.org")
        }
        #expect(bad?.problem.message.contains("line break") == true)
        #expect(try await here.purposes(of: "ada@x.org") == ["updates"])
    }

    @Test("what is wrong is said all at once, and nothing is kept of it")
    func invalid() async throws {
        let told = try await refusal { try await here.ask("a@", [], name: "x\r\ny") }
        #expect(told?.problems.map(\.field) == ["name", "email", "purposes"])
        let long = String(repeating: "x", count: 10_240)
        for purposes in [["nonsense"], ["updates\0"], [long], ["updates", "nonsense"]] {
            #expect(try await refusal { try await here.ask("a@x.org", purposes) }?.kind == .invalid)
        }
        #expect(try await refusal { try await here.ask("a@x.org", name: long) }?.problems.map(\.field) == ["name"])
        let old = SubscriptionRequest.Tick("updates", version: 2)
        let request = try SubscriptionRequest(name: nil, email: "a@x.org", ticks: [old], source: nil, client: nil)
        #expect(try await refusal { try await subscribers.ask(request) }?.message.contains("have changed") == true)
        for source in ["nonsense", "import", "staff", "page", long, "met\0", ""] {
            try await here.ask("a@x.org", source: source)
        }
        #expect(try await here.words(of: "a@x.org") == ["requested updates updates_form 3"])
        #expect(try await kept().people == 1)
    }

    @Test("many sign-ups of one address at once are one request and three mails a day")
    func oneAddress() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    try await here.ask("ada@x.org", name: "Name \(number)", client: "192.0.2.\(number % 200)")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await kept() == Kept(people: 1, requests: 1, mails: 3, asked: 1))
        let link = try await here.requestLink(of: "ada@x.org")
        // What a flood may add is what one may tick.
        try await here.ask("ada@x.org", ["dates"])
        #expect(try await kept() == Kept(people: 1, requests: 1, mails: 3, asked: 1))
        try await here.shiftClock(by: .seconds(86_400))
        for _ in 0..<5 { try await here.ask("ada@x.org", ["dates"]) }
        #expect(try await kept() == Kept(people: 1, requests: 1, mails: 6, asked: 2))
        // The first link still works, for all that waits.
        #expect(try await here.requestLink(of: "ada@x.org") == link)
        try await here.confirmRequest(of: "ada@x.org")
        #expect(try await here.purposes(of: "ada@x.org") == ["dates", "updates"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("one client asks for twenty addresses a day that do not confirm, known or not, also at once")
    func oneClient() async throws {
        try await here.subscribe("known@x.org")
        let refused = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<60 {
                group.addTask {
                    let address = number == 7 ? "known@x.org" : "p\(number)@x.org"
                    let told = try await refusal { try await here.ask(address, client: "192.0.2.1") }
                    #expect(told == nil || told?.code == "too-many-sign-ups" && told?.kind == .tooMany)
                    return told == nil ? 0 : 1
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(refused == 40)
        for address in ["known@x.org", "p0@x.org", "new@x.org"] {
            let again = try await refusal { try await here.ask(address, client: "192.0.2.1") }
            #expect(again?.code == "too-many-sign-ups")
        }
        try await here.ask("new@x.org", client: "192.0.2.2")
        try await here.ask("new2@x.org", client: nil)
        // A confirmation makes room; so does a day.
        let waiting: [String] = try await here.service.read {
            try $0.all(
                "SELECT email FROM person JOIN subscription ON person_id = id WHERE email LIKE 'p%' ORDER BY id LIMIT 1"
            )
        }
        try await here.confirmRequest(of: waiting[0])
        try await here.ask("room@x.org", client: "192.0.2.1")
        try await here.shiftClock(by: .seconds(86_401))
        try await here.ask("tomorrow@x.org", client: "192.0.2.1")
        #expect(try await here.registrar.subscribers.endOldRequests() == 0)
        let clients: Int = try await here.service.read { try $0.one("SELECT count(client_digest) FROM subscription") }
        #expect(clients == 1)
    }

    @Test("links that are over say so: mistyped, of an older request, after seven days, of an erased person")
    func links() async throws {
        try await here.ask("ada@x.org")
        let first = try await here.requestLink(of: "ada@x.org")
        for wrong in ["", "x", first + "x", String(first.reversed()), try await here.preferencesLink(of: "ada@x.org")] {
            #expect(try await refusal { _ = try await subscribers.request(link: wrong) }?.code == "link-unknown")
        }
        try await here.shiftClock(by: .seconds(7 * 86_400 + 1))
        for _ in 0..<2 {
            let expired = try await refusal { _ = try await here.confirmRequest(of: "ada@x.org") }
            #expect(expired?.code == "request-expired" && expired?.kind == .gone)
            #expect(try await here.subscriberLetters(to: "ada@x.org").compactMap(\.?.kind) == [])
            try await here.registrar.subscribers.endOldRequests()
        }
        #expect(try await here.brokenInvariants() == [])
        try await here.ask("ada@x.org", ["dates"])
        #expect(try await refusal { _ = try await subscribers.request(link: first) }?.code == "link-old")
        try await here.confirmRequest(of: "ada@x.org")
        #expect(try await here.purposes(of: "ada@x.org") == ["dates"])
        let newest = try await here.requestLink(of: "ada@x.org")
        let preferences = try await here.preferencesLink(of: "ada@x.org")
        try await here.furnish()
        try await here.erase(.email(EmailAddress(rawValue: "ada@x.org")))
        #expect(try await refusal { _ = try await subscribers.request(link: newest) }?.code == "person-erased")
        #expect(try await refusal { _ = try await subscribers.preferences(link: preferences) }?.code == "person-erased")
    }

    @Test("the button confirms what the page showed: when others wait meanwhile the page is shown again")
    func changed() async throws {
        try await here.ask("ada@x.org")
        let link = try await here.requestLink(of: "ada@x.org")
        try await here.ask("ada@x.org", ["dates"])
        for shown in [[], [SubscriptionRequest.Tick("updates", version: 3)], [.init("updates", version: 2)]] {
            let told = try await refusal { _ = try await subscribers.confirm(link: link, name: "", shown: shown) }
            #expect(told?.code == "request-changed")
        }
        #expect(try await here.purposes(of: "ada@x.org") == [])
    }

    @Test("an address that bounced, complained or was stopped by staff gets no mail, and the asker hears the same")
    func stopped() async throws {
        try await here.furnish()
        for (number, reason) in Suppression.allCases.enumerated() {
            let email = "p\(number)@x.org"
            let digest = EmailAddress(rawValue: email).digest(with: TestDatabase.secrets.addresses)
            try await here.service.write { try $0.suppress([digest], for: reason) }
            try await here.ask(email)
            let letters = try await here.subscriberLetters(to: email)
            let isMailed = reason == .unsubscribe || reason == .erasure
            #expect(letters.count == 1 && (letters[0] != nil) == isMailed, "\(reason)")
            try await here.confirmRequest(of: email)
            let lifts = ![.complaint, .staff].contains(reason)
            #expect(try await here.purposes(of: email) == (lifts ? ["updates"] : []), "\(reason)")
            #expect(try await here.stops(of: email) == (lifts ? [] : [reason.rawValue]))
        }
    }

    @Test("a domain typed in letters or in punycode is one person, and one suppression")
    func domains() async throws {
        try await here.subscribe("a@bücher.de")
        try await here.ask("a@xn--bcher-kva.de", ["dates"])
        #expect(try await kept().people == 1)
        // A row from before: it stays as it is, and is suppressed by what its domain is today.
        try await here.force("INSERT INTO person (email) VALUES ('b@xn--bcher-kva.de')")
        let digest = EmailAddress(rawValue: "b@xn--bcher-kva.de").digest(with: TestDatabase.secrets.addresses)
        #expect(try EmailAddress(typed: "b@bücher.de").digest(with: TestDatabase.secrets.addresses) == digest)
    }

    @Test("people who confirmed before there were digests get theirs, and then mail again; nobody else does")
    func backfill() async throws {
        try await here.force(
            """
            WITH newcomer AS (
                INSERT INTO person (email) VALUES ('old@x.org'), ('legacy:7k3m9qrt2wr') RETURNING id
            )
            INSERT INTO consent_event (person_id, kind, at, source, wording_version)
            SELECT id, 'confirmed', now(), 'reservation', 1 FROM newcomer
            """
        )
        try await here.force("INSERT INTO person (email) VALUES ('never@x.org')")
        #expect(try await here.brokenInvariants() == ["people_on_the_list_have_a_digest"])
        #expect(try await here.purposes(of: "old@x.org") == [])
        #expect(try await subscribers.keepMissingDigests() == 1)
        #expect(try await here.purposes(of: "old@x.org") == ["updates"])
        let digests: Int = try await here.service.read { try $0.one("SELECT count(address_digest) FROM person") }
        #expect(digests == 1)
        #expect(try await subscribers.keepMissingDigests() == 0)
        #expect(try await here.brokenInvariants() == [])
    }
}
