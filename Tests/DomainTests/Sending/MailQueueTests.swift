import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Mail that waits", .database)
struct MailQueueTests {
    let here = TestDatabase.current
    private var jobs: Jobs { here.registrar.jobs }

    /// Mails to people at two domains, oldest first.
    private func letters(_ domains: [String]) async throws {
        let code = try await here.openCohort()
        for (number, domain) in domains.enumerated() { _ = try await here.reserve(code, "ada\(number)@\(domain)") }
    }

    @Test("a domain at its limit holds up no other, and each mail's turn comes once")
    func pace() async throws {
        try await letters(["slow.example", "slow.example", "slow.example", "other.example"])
        let first = try await jobs.takeTurns(try await jobs.claim(limit: 10, lease: .seconds(60)), perMinute: 1)
        #expect(first.compactMap(\.email?.rawValue) == ["ada0@slow.example", "ada3@other.example"])
        for job in first { try await jobs.finish(job.id, result: "taken") }
        #expect(try await jobs.claim(limit: 10, lease: .seconds(60)).isEmpty)

        // Another worker a minute later: the turn was given, and no new one is asked for.
        try await here.shiftClock(by: .seconds(60))
        let second = try await jobs.claim(limit: 10, lease: .seconds(60))
        #expect(second.compactMap(\.email?.rawValue) == ["ada1@slow.example"])
        #expect(second.allSatisfy(\.hasTurn) && second.allSatisfy { $0.attempts == 1 })
        #expect(try await jobs.takeTurns(second, perMinute: 1).map(\.id) == second.map(\.id))
    }

    @Test("turns are given a minute ahead at most, and one that nobody took is over")
    func farTurns() async throws {
        try await letters(Array(repeating: "slow.example", count: 5))
        let now = try await jobs.takeTurns(try await jobs.claim(limit: 10, lease: .seconds(60)), perMinute: 2)
        #expect(now.count == 1)
        try await jobs.putBack(now.map(\.id))
        let waiting = try await jobs.list(by: .system).filter { job in !now.contains { $0.id == job.id } }
        #expect(waiting.filter(\.hasTurn).count == 2 && waiting.count == 4)
        #expect(waiting.allSatisfy { $0.state == .queued && $0.attempts == 0 })
        let soon = try await self.now() + 61
        #expect(waiting.allSatisfy { $0.hasTurn == ($0.runAt < soon) })
        #expect(try await nextTurn() < soon + 30)

        // Nobody came for a while: they do not all go at once.
        try await here.shiftClock(by: .seconds(200))
        let late = try await jobs.claim(limit: 10, lease: .seconds(60))
        #expect(late.count == 5 && !late.contains(where: \.hasTurn))
        #expect(try await jobs.takeTurns(late, perMinute: 2).count == 1)
    }

    private func nextTurn() async throws -> Date {
        try await here.owner.read { try $0.one("SELECT max(next_at) FROM mail_pace") }
    }

    @Test("a campaign takes no turn from other mail, and is claimed apart from it")
    func bulk() async throws {
        try await letters(["example.org"])
        try await campaign()
        let letters = try await jobs.claim(limit: 10, lease: .seconds(60))
        let campaign = try await jobs.claim(.bulk, limit: 10, lease: .seconds(60))
        #expect(letters.map(\.isBulk) == [false] && campaign.map(\.isBulk) == [true])
        #expect(try await jobs.takeTurns(campaign + letters, perMinute: 1).count == 2)
    }

    /// A campaign to everybody who is here.
    private func campaign(_ state: String = "sending") async throws {
        try await here.force(
            """
            WITH campaign AS (
                INSERT INTO campaign (purpose, subject, template, digest, filter, recipients, state)
                VALUES ('updates', 'May', 'Hello', sha256('May'), 'all', 1, \(state))
                RETURNING id
            )
            INSERT INTO job (kind, is_bulk, campaign_id, person_id)
            SELECT 'mail.campaign', true, campaign.id, person.id
            FROM campaign
            CROSS JOIN person
            """
        )
    }

    @Test(
        "the way to a mail about a seat does not lead through a campaign, nor that to a campaign through one that is paused",
        arguments: [Job.Work.letters, .bulk, .home]
    )
    func index(work: Job.Work) async throws {
        try await letters(["example.org"])
        try await here.force(
            "INSERT INTO person (email) SELECT n || '@example.org' FROM generate_series(1, 10000) AS n"
        )
        for state in ["paused", "sending"] { try await campaign(state) }
        for table in ["job", "campaign"] as [SQL] { try await here.force("ANALYZE \(table)") }
        let plan: [String] = try await here.owner.read { try $0.all("EXPLAIN \(Jobs.due(work, limit: 20))") }
        let index =
            [Job.Work.letters: "job_to_do ", .bulk: "job_to_do_in_bulk ", .home: "job_to_do_at_home "][work] ?? "?"
        #expect(plan.contains { $0.contains("using \(index)") }, "\(plan.joined(separator: "\n"))")
        #expect(work != .bulk || plan.contains { $0.contains("Index Cond: ((campaign_id = campaign.id)") })
    }

    @Test("a failure is retried for about two days, and then dead; one for good is dead at once")
    func retries() async throws {
        try await letters(["example.org", "example.org"])
        let last = try #require(try await jobs.claim(limit: 2, lease: .seconds(60)).last)
        try await jobs.fail(last.id, error: "550 no", forGood: true)
        #expect(try await jobs.show(last.id, by: .system).state == .dead)

        let began = try await now()
        var tries = 1
        try await jobs.fail(JobID(rawValue: last.id.rawValue - 1), error: "451 later")
        while true {
            let job = try await jobs.show(JobID(rawValue: last.id.rawValue - 1), by: .system)
            guard job.state == .retrying else { break }
            try await here.shiftClock(by: .seconds(job.runAt.timeIntervalSince(try await now()) + 1))
            #expect(try await jobs.claim(limit: 1, lease: .seconds(60)).map(\.id) == [job.id])
            tries += 1
            try await jobs.fail(job.id, error: "451 later")
        }
        let took = try await now().timeIntervalSince(began) / 3600
        #expect(tries == 24)
        #expect((36...60).contains(took), "\(took) hours")
        #expect(try await jobs.retryDead(dryRun: true, by: .system).count == 2)
        #expect(try await jobs.count(by: .system)[.dead] == 2)
        #expect(try await jobs.retryDead(dryRun: false, by: .system).count == 2)
        #expect(try await jobs.count(by: .system) == [.queued: 2])
    }

    @Test("a mail that a worker has in hand is not sent again meanwhile, and one that was held back may be")
    func inHand() async throws {
        try await letters(["example.org"])
        let job = try #require(try await jobs.claim(limit: 1, lease: .seconds(180)).first)
        await #expect(throws: Refusal.self) { try await jobs.retry(job.id, by: .system) }
        try await jobs.finish(job.id, result: Job.nothingToSay)
        #expect(try await jobs.retry(job.id, by: .system).state == .queued)
        let outcome: String? = try await here.owner.read { try $0.one("SELECT outcome FROM job WHERE id = \(job.id)") }
        #expect(outcome == nil)
    }

    @Test("while the mail server is away no mail counts a try, and workers wait longer each time")
    func outage() async throws {
        try await letters(["example.org", "example.org"])
        let mails = try await jobs.claim(limit: 2, lease: .seconds(60)).map(\.id)
        for tries in 1...4 {
            try await jobs.beginOutage("no route", tried: [mails[0]], putBack: [mails[1]])
            // Others fail at the same time.
            try await jobs.beginOutage("no route", tried: [], putBack: [])
            let outage = try #require(try await jobs.outage())
            #expect(outage.tries == tries && !outage.isDue && outage.words == "no route")
            try await here.shiftClock(by: .seconds(outage.nextTryAt.timeIntervalSince(try await now()) + 1))
            #expect(try await jobs.outage()?.isDue == true)
        }
        let waiting = try await jobs.list(by: .system)
        #expect(waiting.allSatisfy { $0.state == .queued && $0.attempts == 0 })
        try await jobs.endOutage()
        #expect(try await jobs.outage() == nil)
    }

    @Test("a mail that the mail server will not hear of is not the one that is tried again and again")
    func poison() async throws {
        try await letters(["poison.example", "example.org", "example.org"])
        let mails = try await jobs.claim(limit: 2, lease: .seconds(180)).map(\.id)
        var tried = mails[0]
        for _ in 1...3 {
            try await jobs.beginOutage("530 no", tried: [tried], putBack: mails.filter { $0 != tried })
            let outage = try #require(try await jobs.outage())
            try await here.shiftClock(by: .seconds(outage.nextTryAt.timeIntervalSince(try await now()) + 1))
            let next = try #require(try await jobs.claim(limit: 1, lease: .seconds(180)).first)
            #expect(next.id != tried && next.attempts == 1)
            tried = next.id
        }
        // Alone it is tried all the same.
        for job in try await jobs.claim(limit: 10, lease: .seconds(180)) where job.id != tried {
            try await jobs.finish(job.id, result: "taken")
        }
        try await jobs.beginOutage("530 no", tried: [tried], putBack: [])
        try await here.shiftClock(by: .seconds(600))
        #expect(try await jobs.claim(limit: 10, lease: .seconds(180)).contains { $0.id == tried })
    }

    @Test("what an erasure finished stays as the erasure left it, whatever the mail server said meanwhile")
    func erased() async throws {
        let (person, _, _) = try await here.canary()
        let job = try #require(
            try await jobs.list(by: .system).first { $0.email?.rawValue == Canary.email && $0.state == .queued }
        )
        _ = try await jobs.claim(limit: 50, lease: .seconds(60))
        try await here.erase(.id(person))
        try await jobs.finish(job.id, result: "250 taken for \(Canary.email)")
        try await jobs.fail(job.id, error: "550 \(Canary.email)", forGood: true)
        let left = try await jobs.show(job.id, by: .system)
        #expect(left.result == "erased with its person" && left.lastError == nil && left.state == .done)
    }

    private func now() async throws -> Date { try await here.service.read { try $0.one("SELECT registrar_clock()") } }
}
