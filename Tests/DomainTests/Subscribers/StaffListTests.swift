import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Staff and the list", .database)
struct StaffListTests {
    let here = TestDatabase.current
    var subscribers: Subscribers { here.registrar.subscribers }

    private func email(_ text: String) -> EmailAddress { EmailAddress(rawValue: text) }

    @Test("the list is filtered by purpose, source and state, and goes on where a page ended")
    func list() async throws {
        let staff = try await here.staff(.registrar)
        try await here.subscribe("on@x.org", ["updates", "dates"])
        try await here.ask("asked@x.org", ["dates"], source: "met_101")
        try await here.subscribe("left@x.org")
        _ = try await subscribers.leaveAll(link: here.preferencesLink(of: "left@x.org"))
        try await here.subscribe("stopped@x.org")
        _ = try await subscribers.suppress([email("stopped@x.org")], because: nil, by: staff)
        func shown(_ filter: SubscriberFilter = .init()) async throws -> [String] {
            try await subscribers.list(filter, by: staff).items.map {
                "\($0.email.rawValue) \($0.purpose) \($0.state.rawValue)"
            }
        }
        let all = [
            "on@x.org updates confirmed", "on@x.org dates confirmed", "asked@x.org dates requested",
            "left@x.org updates withdrawn", "stopped@x.org updates suppressed",
        ]
        #expect(try await shown() == all)
        #expect(try await shown(.init(purpose: "dates")) == Array(all[1...2]))
        #expect(try await shown(.init(source: "met_101")) == [all[2]])
        for (state, index) in [(SubscriberEntry.State.requested, 2), (.withdrawn, 3), (.suppressed, 4)] {
            #expect(try await shown(.init(state: state)) == [all[index]])
        }
        var (paged, next): ([String], String?) = ([], nil)
        repeat {
            let page = try await subscribers.list(after: next, limit: 2, by: staff)
            paged += page.items.map { "\($0.email.rawValue) \($0.purpose) \($0.state.rawValue)" }
            next = page.next
        } while next != nil
        #expect(paged == all)
        for filter in [SubscriberFilter(purpose: "x"), .init(source: "x")] {
            #expect(try await refusal { _ = try await subscribers.list(filter, by: staff) }?.kind == .invalid)
        }
        #expect(try await refusal { _ = try await subscribers.list(after: "x", by: staff) }?.kind == .invalid)
        let examiner = try await here.staff(.examiner)
        #expect(try await refusal { _ = try await subscribers.list(by: examiner) }?.kind == .forbidden)
    }

    @Test("staff stop addresses and take it back, each in the trail without an address, known here or not")
    func stop() async throws {
        let staff = try await here.staff(.registrar)
        try await here.subscribe("ada@x.org")
        let both = [email("ada@x.org"), email("stranger@x.org")]
        #expect(try await subscribers.suppress(both, because: "By telephone", dryRun: true, by: staff) == both)
        #expect(try await here.purposes(of: "ada@x.org") == ["updates"])
        #expect(try await subscribers.suppress(both, because: "By telephone", by: staff) == both)
        #expect(try await subscribers.suppress(both, because: nil, by: staff) == [])
        #expect(try await here.purposes(of: "ada@x.org") == [])
        let stranger = try await subscribers.show(email("stranger@x.org"), by: staff)
        #expect(stranger.standing == [.staff] && stranger.words.isEmpty && stranger.stops.map(\.staff) == ["registrar"])
        #expect(try await subscribers.lift(email("ada@x.org"), by: staff) == [.staff])
        #expect(try await here.purposes(of: "ada@x.org") == ["updates"])
        #expect(
            try await refusal { _ = try await subscribers.lift(email("ada@x.org"), by: staff) }?.code
                == "not-suppressed"
        )
        let nobody = try await refusal { _ = try await subscribers.show(email("nobody@x.org"), by: staff) }
        #expect(nobody?.code == "address-unknown")
        let trail = try await here.registrar.audit.tail(limit: 2, by: .system)
        #expect(Set(trail.map(\.verb)) == ["subscriber.lift", "subscriber.suppress"])
        #expect(trail.allSatisfy { !"\($0.details)".contains("@") })
        let texts: Int = try await here.owner.read {
            try $0.one("SELECT count(*) FROM payload WHERE body::text LIKE '%@x.org%'")
        }
        #expect(texts == 0)
    }

    @Test("what was said is shown with the words that it was said to, of old versions too")
    func show() async throws {
        try await here.furnish()
        let staff = try await here.staff(.registrar)
        try await here.subscribe("ada@x.org", name: "Ada")
        let wordings = try await subscribers.setWording(" Yes, write to me. ", of: "updates", by: staff)
        #expect(wordings.map(\.isCurrent) == [false, false, true] && wordings.map(\.version) == [1, 3, 4])
        #expect(try await subscribers.setWording("Yes, write to me.", of: "updates", by: staff).count == 3)
        #expect(try await subscribers.wishes().map(\.version) == [4, 2])
        #expect(try await subscribers.wording() == "Yes, write to me.")
        #expect(try await subscribers.wordings(by: staff).count == 4)
        try await subscribers.leave(
            token: subscribers.links(to: here.person(of: "ada@x.org"), purpose: "updates").token
        )
        try await here.subscribe("ada@x.org")
        let record = try await subscribers.show(email("ada@x.org"), by: staff)
        #expect(record.on == ["updates"] && record.name?.rawValue == "Ada" && record.waitsUntil == nil)
        #expect(record.words.map(\.kind) == ["requested", "confirmed", "withdrawn", "requested", "confirmed"])
        #expect(
            record.words.map(\.wordingVersion) == [3, 3, 3, 4, 4] && record.words[4].wording == "Yes, write to me."
        )
        #expect(record.stops.map(\.isLifted) == [false, true] && record.standing.isEmpty)
        for words in ["", "two\nlines", String(repeating: "x", count: 2_001)] {
            #expect(
                try await refusal { _ = try await subscribers.setWording(words, of: "updates", by: staff) }?.kind
                    == .invalid
            )
        }
        #expect(try await refusal { _ = try await subscribers.setWording("x", of: "y", by: staff) }?.kind == .invalid)
    }

    @Test("an erased address stays suppressed when nobody knows it; who signs up anew is somebody new, and lifts it")
    func erasure() async throws {
        try await here.furnish()
        try await here.ask("canary@x.org", ["updates"], name: Canary.name, client: "192.0.2.1")
        let link = try await here.requestLink(of: "canary@x.org")
        try await here.subscribe("canary@x.org", ["dates"], name: Canary.name)
        try await here.ask("canary@x.org", ["updates"])
        #expect(try await here.subscriberLetters(to: "canary@x.org").count == 3)
        try await here.erase(.email(email("canary@x.org")))
        #expect(try await here.tables(holding: [Canary.name, "canary@x.org"]) == [])
        #expect(try await here.stops(of: "canary@x.org") == ["erasure"])
        let open: Int = try await here.owner.read {
            try $0.one("SELECT count(*) FROM job WHERE kind = 'mail.confirm_subscription' AND finished_at IS NULL")
        }
        #expect(open == 0)
        #expect(try await refusal { _ = try await subscribers.request(link: link) }?.code == "person-erased")
        #expect(try await here.brokenInvariants() == [])
        try await here.subscribe("canary@x.org")
        #expect(try await here.purposes(of: "canary@x.org") == ["updates"])
        #expect(try await here.stops(of: "canary@x.org") == [])
        #expect(try await here.brokenInvariants() == [])
    }
}
