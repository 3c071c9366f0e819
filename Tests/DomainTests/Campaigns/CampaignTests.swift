import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A campaign", .database)
struct CampaignTests {
    let here = TestDatabase.current
    var campaigns: Campaigns { here.registrar.campaigns }
    var jobs: Jobs { here.registrar.jobs }
    private let may =
        "Subject: May\n\n{{#first_name}}Dear {{first_name}},{{/first_name}}{{^first_name}}Hello,{{/first_name}}\n"

    /// People who confirmed, by number: 1@x.org and so on.
    private func subscribe(_ numbers: ClosedRange<Int>, source: String = "met_101") async throws {
        try await here.force(
            """
            WITH newcomer AS (
                INSERT INTO person (email, name, address_digest)
                SELECT n || '@x.org', CASE WHEN n % 2 = 1 THEN 'Ada ' || n END, sha256(convert_to(n || '@x.org', 'UTF8'))
                FROM generate_series(\(numbers.lowerBound)::integer, \(numbers.upperBound)::integer) AS n
                RETURNING id
            )
            INSERT INTO consent_event (person_id, kind, at, source, wording_version)
            SELECT id, kind, registrar_clock(), \(source), 1
            FROM newcomer
            CROSS JOIN unnest(ARRAY['requested', 'confirmed']) WITH ORDINALITY AS word (kind, place)
            ORDER BY id, place
            """
        )
    }

    private func say(_ kind: String, _ email: String) async throws {
        try await here.force(
            """
            INSERT INTO consent_event (person_id, kind, at, source, wording_version)
            SELECT id, \(kind), registrar_clock(), 'staff', 1
            FROM person
            WHERE email = \(email)
            """
        )
    }

    private func suppress(_ email: String, _ reason: Suppression) async throws {
        try await here.force(
            """
            INSERT INTO suppression_event (address_digest, reason, kind)
            VALUES (sha256(convert_to(\(email)::text, 'UTF8')), \(reason), 'suppressed')
            """
        )
    }

    private func plan(_ text: String? = nil, _ filter: ExportFilter = ExportFilter()) async throws -> CampaignPlan {
        try await campaigns.plan(CampaignTemplate(text ?? may), to: filter, by: here.staff(.registrar))
    }

    private func send(
        _ text: String? = nil,
        _ filter: ExportFilter = ExportFilter(),
        hash: String? = nil
    ) async throws -> Campaign {
        let planned = try await plan(text, filter).hash
        return try await campaigns.send(
            CampaignTemplate(text ?? may),
            to: filter,
            hash: hash ?? planned,
            by: here.staff(.registrar)
        )
    }

    /// Does what a worker would with the mails it gets; their addresses, in order.
    @discardableResult
    private func work(_ limit: Int = 1_000) async throws -> [String] {
        var sent: [String] = []
        for job in try await jobs.claim(.bulk, limit: limit, lease: .seconds(60)) {
            do {
                let letter = try await jobs.campaignLetter(for: job)
                if let letter { sent.append(letter.to.rawValue) }
                try await jobs.finish(job.id, result: letter == nil ? Job.nothingToSay : "spool")
            } catch is CampaignIsPaused {
                try await jobs.putBack([job.id])
            }
        }
        return sent
    }

    private func show(_ campaign: Campaign) async throws -> Campaign {
        try await campaigns.show(campaign.id, by: here.staff(.registrar))
    }

    @Test("is planned with who gets it and who does not and why, and a sample whose links lead nowhere")
    func planned() async throws {
        try await here.furnish()
        try await subscribe(1...6)
        try await say("withdrawn", "2@x.org")
        try await suppress("3@x.org", .hardBounce)
        try await suppress("4@x.org", .complaint)
        try await subscribe(7...7, source: "workshop")
        try await here.force("INSERT INTO person (email) VALUES ('asked@x.org')")
        try await say("requested", "asked@x.org")
        let plan = try await plan()
        #expect(plan.recipients == 4)
        #expect(
            Dictionary(uniqueKeysWithValues: plan.heldBack.map { ($0.reason, $0.people) })
                == ["left": 1, "hard_bounce": 1, "complaint": 1, "not_confirmed": 1]
        )
        let sample = try #require(plan.sample)
        #expect(
            sample.to.rawValue == "1@x.org" && sample.firstName == "Ada"
                && sample.links.leave.hasSuffix("/leave/sample")
        )
        #expect(try await self.plan(nil, ExportFilter(sources: ["workshop"])).recipients == 1)
        #expect(try await self.plan(nil, ExportFilter(purpose: "dates")).recipients == 0)
        await #expect(throws: Refusal.self) { try await self.plan(nil, ExportFilter(sources: ["nowhere"])) }
        await #expect(throws: Refusal.self) {
            try await campaigns.plan(CampaignTemplate(may), to: ExportFilter(), by: here.staff(.instructor))
        }
    }

    @Test("is sent once: not with another text, not to another list, and not again by the same hash")
    func once() async throws {
        try await here.furnish()
        try await subscribe(1...3)
        let first = try await plan().hash
        await #expect(throws: Refusal.self) { try await send(may + "And more.", hash: first) }
        try await subscribe(4...4)
        await #expect(throws: Refusal.self) { try await send(hash: first) }
        let campaign = try await send()
        #expect(campaign.recipients == 4 && campaign.state == .sending)
        await #expect(throws: Refusal.self) { try await send(hash: self.plan(may + " ").hash) }
        await #expect(throws: Refusal.self) {
            try await send(nil, ExportFilter(purpose: "dates"))
        }
        #expect(try await work().sorted() == ["1@x.org", "2@x.org", "3@x.org", "4@x.org"])
        #expect(try await work() == [])
        let done = try await show(campaign)
        #expect(done.state == .done && done.sent == 4 && done.heldBack == 0)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("looks at consent and suppression again when each mail goes out")
    func leftMeanwhile() async throws {
        try await here.furnish()
        try await subscribe(1...5)
        let campaign = try await send()
        try await say("withdrawn", "2@x.org")
        try await suppress("3@x.org", .softBounces)
        let erased = try await here.registrar.people.planErasure(
            of: PersonKey(typed: "4@x.org"),
            by: here.staff(.owner)
        )
        _ = try await here.registrar.people.erase(
            PersonKey(typed: "4@x.org"),
            hash: erased.hash,
            by: here.staff(.owner)
        )
        #expect(try await work() == ["1@x.org", "5@x.org"])
        let done = try await show(campaign)
        #expect(done.sent == 2 && done.heldBack == 3 && done.state == .done)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("of a worker that was killed in between goes out again, under the same number, and to nobody else twice")
    func killed() async throws {
        try await here.furnish()
        try await subscribe(1...6)
        let campaign = try await send()
        let lost = try await jobs.claim(.bulk, limit: 2, lease: .seconds(60))
        #expect(try await work().count == 4)
        #expect(try await work() == [])
        try await here.shiftClock(by: .seconds(61))
        let again = try await jobs.claim(.bulk, limit: 10, lease: .seconds(60))
        #expect(again.map(\.id) == lost.map(\.id))
        for job in again { try await jobs.finish(job.id, result: "spool") }
        #expect(try await show(campaign).sent == 6)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("is paused in the middle, with what a worker has in hand, and goes on where it stopped; cancelled it ends")
    func paused() async throws {
        try await here.furnish()
        try await subscribe(1...10)
        let campaign = try await send()
        let registrar = try await here.staff(.registrar)
        let first = try await work(3)
        let inHand = try await jobs.claim(.bulk, limit: 1, lease: .seconds(60))
        #expect(try await campaigns.pause(campaign.id, by: registrar).state == .paused)
        await #expect(throws: CampaignIsPaused.self) { try await jobs.campaignLetter(for: inHand[0]) }
        try await jobs.putBack([inHand[0].id])
        #expect(try await work() == [])
        #expect(try await campaigns.resume(campaign.id, by: registrar).state == .sending)
        let second = try await work(4)
        #expect(Set(first + second).count == 7)
        let cancelled = try await campaigns.cancel(campaign.id, by: registrar)
        #expect(cancelled.state == .cancelled && cancelled.sent == 7 && cancelled.cancelled == 3)
        #expect(try await work() == [])
        await #expect(throws: Refusal.self) { try await campaigns.resume(campaign.id, by: registrar) }
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("to ten thousand is written in one go, and mail about a seat does not wait behind it")
    func many() async throws {
        let code = try await here.openCohort()
        try await subscribe(1...10_000)
        let campaign = try await send()
        #expect(campaign.recipients == 10_000)
        _ = try await here.reserve(code, "seat@example.org")
        #expect(try await jobs.claim(.letters, limit: 20, lease: .seconds(60)).map(\.kind) == ["mail.confirm_seat"])
        #expect(try await jobs.claim(.letters, limit: 20, lease: .seconds(60)).isEmpty)
        #expect(try await jobs.claim(.bulk, limit: 20, lease: .seconds(60)).count == 20)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("without the institute's postal address is refused")
    func postalAddress() async throws {
        try await here.furnish()
        try await subscribe(1...1)
        try await here.force("UPDATE institute SET postal_address = ' '")
        await #expect(throws: Refusal.self) { try await self.plan() }
    }
}
