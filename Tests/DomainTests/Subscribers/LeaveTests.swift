import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Leaving the list", .database)
struct LeaveTests {
    let here = TestDatabase.current
    var subscribers: Subscribers { here.registrar.subscribers }

    private func leaveToken(_ email: String, _ purpose: String) async throws -> String {
        try await subscribers.links(to: here.person(of: email), purpose: purpose).token
    }

    @Test(
        "a link to leave takes away the purpose of its letter; the last one suppresses, a new confirmation lifts that"
    )
    func purposes() async throws {
        try await here.furnish()
        try await here.subscribe("ada@x.org", ["updates", "dates"])
        let links = try await subscribers.links(to: here.person(of: "ada@x.org"), purpose: "dates")
        #expect(links.leave == "https://registrar.example/leave/\(links.token)")
        #expect(
            links.preferences
                == "https://registrar.example/preferences/\(try await here.preferencesLink(of: "ada@x.org"))"
        )
        #expect(try await subscribers.leave(token: " \(links.token)\r\n"))
        #expect(try await here.purposes(of: "ada@x.org") == ["updates"])
        #expect(try await here.stops(of: "ada@x.org") == [])
        #expect(try await subscribers.leave(token: links.token))
        #expect(try await subscribers.leave(token: leaveToken("ada@x.org", "updates")))
        #expect(try await here.purposes(of: "ada@x.org") == [])
        #expect(try await here.stops(of: "ada@x.org") == ["unsubscribe"])
        #expect(
            try await here.words(of: "ada@x.org").suffix(2) == [
                "withdrawn dates leave_link 2", "withdrawn updates leave_link 3",
            ]
        )
        #expect(try await here.brokenInvariants() == [])
        try await here.subscribe("ada@x.org", ["dates"])
        #expect(try await here.purposes(of: "ada@x.org") == ["dates"])
        #expect(try await here.stops(of: "ada@x.org") == [])
        #expect(try await subscribers.leave(token: leaveToken("ada@x.org", "updates"), all: true))
        #expect(try await here.stops(of: "ada@x.org") == ["unsubscribe"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("no other token leaves anything: mistyped ones, links of other kinds, those of erased people")
    func tokens() async throws {
        try await here.furnish()
        try await here.subscribe("ada@x.org")
        let person = try await here.person(of: "ada@x.org")
        let token = try await leaveToken("ada@x.org", "updates")
        let sealed = { (token: LinkToken) in token.text(sealedWith: TestDatabase.secrets.links) }
        for wrong in [
            "", token + "x", String(token.dropLast()), String(repeating: "A", count: 10_240),
            sealed(LinkToken(preferencesOf: person)), sealed(LinkToken(subscriptionOf: person, generation: 1)),
            sealed(LinkToken(.act, EnrollmentID(rawValue: person.rawValue))),
            sealed(LinkToken(leaving: 1, PersonID(rawValue: 99))),
        ] { #expect(try await !subscribers.leave(token: wrong), "\(wrong.prefix(40))") }
        #expect(try await here.purposes(of: "ada@x.org") == ["updates"])
        try await here.erase(.id(person))
        #expect(try await !subscribers.leave(token: token))
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("leaving stops no mail about a seat; the box of the reserve form, confirmed, brings the list's back")
    func apart() async throws {
        let cohort = try await here.openCohort()
        try await here.subscribe("ada@x.org")
        try await subscribers.leave(token: leaveToken("ada@x.org", "updates"), all: true)
        let claim = try await here.reserve(cohort, "ada@x.org", subscribe: true).id
        let seats = here.registrar.jobs
        var jobs = try await seats.claim(limit: 20, lease: .seconds(60)).filter { $0.enrollmentId == claim }
        #expect(jobs.map(\.kind) == ["mail.confirm_seat"])
        #expect(try await seats.letter(for: jobs[0])?.to.rawValue == "ada@x.org")
        #expect(try await here.purposes(of: "ada@x.org") == [])
        _ = try await here.registrar.seats.confirm(claim, by: .applicant(claim))
        jobs = try await seats.claim(limit: 20, lease: .seconds(60)).filter { $0.enrollmentId == claim }
        #expect(jobs.map(\.kind) == ["mail.confirmed"])
        #expect(try await seats.letter(for: jobs[0]) != nil)
        #expect(try await here.purposes(of: "ada@x.org") == ["updates"])
        #expect(try await here.stops(of: "ada@x.org") == [])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a person's page says what they are on, since when and by which words, and changes it")
    func page() async throws {
        try await here.furnish()
        try await here.subscribe("ada@x.org")
        _ = try await subscribers.setWording("Yes, write to me.", of: "updates", by: here.staff(.registrar))
        let link = try await here.preferencesLink(of: "ada@x.org")
        var page = try await subscribers.preferences(link: link)
        #expect(page.choices.map(\.wish.purpose) == ["updates", "dates"] && page.choices.map(\.isOn) == [true, false])
        #expect(page.choices[0].agreed?.hasPrefix("Yes, I want updates") == true)
        #expect(page.choices[0].wish.wording == "Yes, write to me.")
        let ticks = page.choices.map { SubscriptionRequest.Tick($0.wish.purpose, version: $0.wish.version) }
        page = try await subscribers.choose(link: link, name: "Ada Lovelace", ticks: ticks)
        #expect(page.choices.map(\.isOn) == [true, true] && page.name?.rawValue == "Ada Lovelace")
        #expect(
            try await here.words(of: "ada@x.org").dropFirst() == [
                "confirmed updates updates_form 3", "confirmed dates page 2",
            ]
        )
        page = try await subscribers.choose(link: link, name: "", ticks: [ticks[1]])
        #expect(page.choices.map(\.isOn) == [false, true] && page.name?.rawValue == "Ada Lovelace")
        #expect(try await here.stops(of: "ada@x.org") == [])
        page = try await subscribers.leaveAll(link: link)
        #expect(page.choices.map(\.isOn) == [false, false])
        #expect(try await here.stops(of: "ada@x.org") == ["unsubscribe"])
        page = try await subscribers.choose(link: link, name: "", ticks: [ticks[0]])
        #expect(try await here.stops(of: "ada@x.org") == [])
        #expect(try await here.words(of: "ada@x.org").last == "confirmed updates page 4")
        #expect(try await refusal { _ = try await subscribers.preferences(link: "x") }?.code == "link-unknown")
        let leave = try await leaveToken("ada@x.org", "updates")
        #expect(try await refusal { _ = try await subscribers.preferences(link: leave) }?.code == "link-unknown")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("after a complaint, or by staff's word, a box does not start the mail again; staff take it back")
    func complaint() async throws {
        try await here.subscribe("ada@x.org")
        let email = EmailAddress(rawValue: "ada@x.org")
        let digest = email.digest(with: TestDatabase.secrets.addresses)
        try await here.service.write { try $0.suppress([digest], for: .complaint) }
        let link = try await here.preferencesLink(of: "ada@x.org")
        #expect(try await subscribers.preferences(link: link).isStopped)
        let told = try await refusal {
            _ = try await subscribers.choose(link: link, name: "", ticks: [.init("updates"), .init("dates")])
        }
        #expect(told?.code == "mail-stopped")
        #expect(try await here.purposes(of: "ada@x.org") == [])
        #expect(try await subscribers.lift(email, by: here.staff(.registrar)) == [.complaint])
        #expect(try await here.purposes(of: "ada@x.org") == ["updates"])
    }

    @Test("whoever left by any of their addresses stays off by all of them when the two are parted", arguments: 0...2)
    func merged(way: Int) async throws {
        try await here.furnish()
        try await here.subscribe("old@x.org", ["updates", "dates"])
        try await here.subscribe("new@x.org")
        let token = try await leaveToken("old@x.org", "updates")
        try await here.merge(.id(here.person(of: "new@x.org")), with: .id(here.person(of: "old@x.org")))
        let link = try await here.preferencesLink(of: "old@x.org")
        switch way {
        case 0: try await subscribers.leave(token: token, all: true)
        case 1: _ = try await subscribers.leaveAll(link: link)
        default: _ = try await subscribers.choose(link: link, name: "", ticks: [])
        }
        _ = try await here.registrar.people.unmerge(.id(here.person(of: "old@x.org")), by: here.staff(.owner))
        for email in ["old@x.org", "new@x.org"] {
            #expect(try await here.purposes(of: email) == [])
            #expect(try await here.words(of: email).last?.hasPrefix("withdrawn") == true)
            #expect(try await here.stops(of: email) == ["unsubscribe"])
        }
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("the purpose of one letter is left by all addresses, and what they are on beside it stays")
    func mergedPurpose() async throws {
        try await here.furnish()
        try await here.subscribe("old@x.org")
        try await here.subscribe("new@x.org", ["updates", "dates"])
        let token = try await leaveToken("old@x.org", "updates")
        try await here.merge(.id(here.person(of: "new@x.org")), with: .id(here.person(of: "old@x.org")))
        try await subscribers.leave(token: token)
        #expect(try await here.purposes(of: "new@x.org") == ["dates"])
        #expect(try await here.stops(of: "new@x.org") == [])
        _ = try await here.registrar.people.unmerge(.id(here.person(of: "old@x.org")), by: here.staff(.owner))
        #expect(try await here.stops(of: "old@x.org") == ["unsubscribe"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("once a seat is confirmed the list's pages change no name, which may come to stand on a certificate")
    func settledName() async throws {
        try await here.furnish()
        try await here.subscribe("ada@x.org", name: "Ada")
        let claim = try await here.reserve(here.openCohort(), "ada@x.org").id
        _ = try await here.registrar.seats.confirm(claim, by: .applicant(claim))
        let link = try await here.preferencesLink(of: "ada@x.org")
        let ticks = [SubscriptionRequest.Tick("updates")]
        let told = try await refusal { _ = try await subscribers.choose(link: link, name: "Eve", ticks: []) }
        #expect(told?.code == "name-settled")
        #expect(try await here.purposes(of: "ada@x.org") == ["updates"])
        _ = try await subscribers.choose(link: link, name: "Ada", ticks: ticks)
        try await here.subscribe("ada@x.org", ["updates", "dates"], name: "Eve")
        let page = try await subscribers.preferences(link: link)
        #expect(page.isNameSettled && page.name?.rawValue == "Ada" && page.choices.map(\.isOn) == [true, true])
    }

    @Test("two people's ways off and on at once end in one of the two, never between")
    func atOnce() async throws {
        try await here.furnish()
        try await here.subscribe("ada@x.org")
        let token = try await leaveToken("ada@x.org", "updates")
        let link = try await here.preferencesLink(of: "ada@x.org")
        for _ in 0..<5 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        if number.isMultiple(of: 2) {
                            try await subscribers.leave(token: token)
                        } else {
                            _ = try await subscribers.choose(link: link, name: "", ticks: [.init("updates")])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let (on, stops) = (try await here.purposes(of: "ada@x.org"), try await here.stops(of: "ada@x.org"))
            #expect((on == ["updates"] && stops == []) || (on == [] && stops == ["unsubscribe"]))
        }
        #expect(try await here.brokenInvariants() == [])
    }
}
