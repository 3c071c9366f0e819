import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Closing", .database)
struct CloseTests {
    let here = TestDatabase.current
    var cohorts: Cohorts { here.registrar.cohorts }
    var seats: Seats { here.registrar.seats }

    @Test("the plan has a line for each claim with its fate, and nothing happens before it is applied")
    func plan() async throws {
        let code = try await here.openCohort(capacity: 2)
        let ada = try await here.arrive(code, "ada@example.org", name: "Ada Lovelace")
        let bo = try await here.reserve(code, "bo@example.org")
        let cy = try await here.arrive(code, "cy@example.org")
        let plan = try await cohorts.planClose(code: code.lowercased(), by: .system)

        #expect(plan.fates == [.stays, .kept, .closed])
        #expect(plan.lines.compactMap(\.outcome.enrollment) == [ada, bo.id, cy])
        #expect(plan.lines[1].name?.rawValue == "Ada Lovelace")
        #expect(plan.lines[3].email?.rawValue == "cy@example.org")
        #expect(
            plan.lines[2].outcome.until
                == bo.expiresAt.map { Date(timeIntervalSince1970: $0.timeIntervalSince1970.rounded()) }
        )
        #expect(plan.lines[3].outcome.letter == "closed")
        #expect(!plan.isApplied)
        #expect(plan.cohort.state == .open)
        #expect(try await here.states(in: code) == ["confirmed", "held", "waitlisted"])
        #expect(try await cohorts.planClose(code: code, by: .system).hash == plan.hash)

        let kept: String = try await here.service.read { try $0.one("SELECT string_agg(outcomes::text, '') FROM plan") }
        #expect(!kept.contains("Ada") && !kept.contains("@"))
    }

    @Test("what is due is settled before the plan is made")
    func settles() async throws {
        let code = try await here.openCohort(capacity: 1)
        _ = try await here.reserve(code, "late@example.org")
        let waiter = try await here.arrive(code, "waiter@example.org")
        try await here.shiftClock(by: .seconds(2 * 3600 + 1))
        let plan = try await cohorts.planClose(code: code, by: .system)
        #expect(plan.fates == [.kept])
        #expect(plan.lines[1].outcome.enrollment == waiter)
        #expect(plan.lines[1].outcome.was == "offered")
    }

    @Test("holds and open offers keep their seats, may still be confirmed, and what is freed later stays empty")
    func keeps() async throws {
        let code = try await here.openCohort(capacity: 3)
        let leaver = try await here.arrive(code, "leaver@example.org")
        let holder = try await here.reserve(code, "holder@example.org").id
        let other = try await here.arrive(code, "other@example.org")
        let offered = try await here.arrive(code, "offered@example.org")
        let waiter = try await here.arrive(code, "waiter@example.org")
        _ = try await seats.withdraw(other, by: .applicant(other))
        let closed = try await cohorts.close(code)
        #expect(closed.isApplied && closed.cohort.state == .closed)

        #expect(try await here.state(of: waiter) == .closed)
        #expect(try await here.mailKinds(to: "waiter@example.org") == ["mail.waiting", "mail.closed"])
        #expect(try await seats.confirm(holder, by: .applicant(holder)).state == .confirmed)
        #expect(try await seats.accept(offered, by: .applicant(offered)).state == .confirmed)
        _ = try await seats.withdraw(leaver, by: .applicant(leaver))
        #expect(try await cohorts.page(code: code, by: .system).cohort.seatsTaken == 2)
        #expect(try await here.states(in: code) == ["withdrawn", "confirmed", "withdrawn", "confirmed", "closed"])
        #expect(try await refusal { _ = try await here.reserve(code, "new@example.org") }?.code == "cohort-closed")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("with lapse-open holds and offers end now, each with a reason and a letter")
    func lapses() async throws {
        let code = try await here.openCohort(capacity: 1)
        let holder = try await here.reserve(code, "holder@example.org").id
        let waiter = try await here.arrive(code, "waiter@example.org")
        #expect(try await cohorts.close(code, lapseOpen: true).fates == [.lapses, .closed])
        #expect(try await here.states(in: code) == ["lapsed", "closed"])
        #expect(try await here.mailKinds(to: "holder@example.org") == ["mail.confirm_seat", "mail.closed"])
        let reasons: [String] = try await here.service.read {
            try $0.all(
                """
                SELECT kind || ' ' || reason
                FROM enrollment_event
                WHERE enrollment_id IN (\(holder), \(waiter)) AND kind IN ('lapsed', 'closed')
                ORDER BY number
                """
            )
        }
        #expect(reasons == ["lapsed cohort_closed", "closed cohort_closed"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test(
        "who waits is carried to the tail of the next queue in order of arrival, or closed where they are there already"
    )
    func carries() async throws {
        let (code, next) = (
            try await here.openCohort(capacity: 1), try await here.openCohort(capacity: 1, daysAhead: 90)
        )
        _ = try await here.arrive(code, "holder@example.org")
        _ = try await here.arrive(next, "taken@example.org")
        let first = try await here.arrive(next, "both@example.org")
        let unconfirmed = try await here.reserve(code, "new@example.org", name: "Newt").id
        _ = try await here.arrive(code, "both@example.org")
        _ = try await here.arrive(code, "last@example.org")
        let plan = try await cohorts.close(code, carryTo: next.lowercased())

        #expect(plan.fates == [.stays, .carried, .there, .carried])
        #expect(try await here.states(in: code) == ["confirmed", "carried", "closed", "carried"])
        let roster = try await cohorts.roster(code: next, by: .system)
        #expect(roster.entries.map(\.email.rawValue) == ["taken", "both", "new", "last"].map { "\($0)@example.org" })
        #expect(roster.entries.map(\.position) == [nil, 1, 2, 3])
        #expect(roster.entries[1].id == first)
        #expect(roster.entries.map(\.addressConfirmed) == [true, true, false, true])
        #expect(roster.entries[2].name.rawValue == "Newt")
        let predecessor: EnrollmentID? = try await here.service.read {
            try $0.first("SELECT predecessor_id FROM enrollment WHERE id = \(roster.entries[2].id)")
        }
        #expect(predecessor == unconfirmed)
        #expect(try await here.mailKinds(to: "last@example.org") == ["mail.waiting", "mail.carried"])
        #expect(try await here.mailKinds(to: "both@example.org") == ["mail.waiting", "mail.waiting", "mail.closed"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a free seat in the next cohort is offered to the first who is carried there, in the same transaction")
    func carriedAndOffered() async throws {
        let (code, next) = (
            try await here.openCohort(capacity: 1), try await here.openCohort(capacity: 1, daysAhead: 90)
        )
        _ = try await here.arrive(code, "holder@example.org")
        _ = try await here.arrive(code, "waiter@example.org")
        try await cohorts.close(code, carryTo: next)
        #expect(try await here.states(in: next) == ["offered"])
        #expect(
            try await here.mailKinds(to: "waiter@example.org") == [
                "mail.waiting", "mail.carried", "mail.offered", "mail.offer_reminder",
            ]
        )
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a queue cannot be carried to the same cohort, another program, a closed one, one that started, or nowhere")
    func carriesRefused() async throws {
        let code = try await here.openCohort(capacity: 1)
        var draft = here.draft(code: "AMES-1")
        draft.program = "AMES"
        _ = try await cohorts.create(draft, by: .system)
        _ = try await cohorts.open(code: "AMES-1", by: .system)
        let closed = try await here.openCohort()
        try await cohorts.close(closed)
        let started = try await here.openCohort(daysAhead: 2)
        try await here.shiftClock(by: .seconds(3 * 86_400))
        for (next, expected) in [
            (code, "carry-to-itself"), ("AMES-1", "carry-to-another-program"), (closed, "carry-to-not-open"),
            (started, "carry-to-started"), ("MES-NONE", "cohort-unknown"),
        ] {
            let refused = try await refusal { _ = try await cohorts.planClose(code: code, carryTo: next, by: .system) }
            #expect(refused?.code == expected)
        }
    }

    @Test("a draft, a cancelled cohort and an unknown one cannot be closed; a closed one answers as when it closed")
    func twice() async throws {
        let draft = try await here.draftCohort()
        #expect(try await refusal { try await cohorts.close(draft) }?.code == "cohort-not-open")
        #expect(try await refusal { try await cohorts.close("MES-NONE") }?.code == "cohort-unknown")
        let cancelled = try await here.openCohort()
        try await cohorts.cancel(cancelled)
        #expect(try await refusal { try await cohorts.close(cancelled) }?.code == "cohort-cancelled")

        let code = try await here.openCohort(capacity: 1)
        _ = try await here.reserve(code, "holder@example.org")
        _ = try await here.arrive(code, "waiter@example.org")
        let first = try await cohorts.close(code)
        let again = try await cohorts.close(code: code, hash: first.hash.uppercased(), by: .system)
        #expect(again.isApplied && again.hash == first.hash && again.fates == first.fates)
        let planned = try await cohorts.planClose(code: code, by: .system)
        #expect(planned.isApplied && planned.hash == first.hash && planned.lines[2].name?.rawValue == "Ada")
        let other = String(repeating: "0", count: 64)
        #expect(
            try await refusal { _ = try await cohorts.close(code: code, hash: other, by: .system) }?.code
                == "plan-changed"
        )
        #expect(try await here.registrar.audit.tail(verb: "cohort.close", by: .system).count == 1)
        #expect(try await here.mailKinds(to: "waiter@example.org") == ["mail.waiting", "mail.closed"])
    }

    @Test("a stale plan is refused and names what changed; a hash that nobody was shown is unknown")
    func stale() async throws {
        let code = try await here.openCohort(capacity: 2)
        let ada = try await here.reserve(code, "ada@example.org").id
        let bo = try await here.reserve(code, "bo@example.org").id
        let cy = try await here.arrive(code, "cy@example.org")
        let plan = try await cohorts.planClose(code: code, by: .system)
        _ = try await seats.confirm(ada, by: .applicant(ada))
        _ = try await seats.withdraw(bo, by: .applicant(bo))
        let dee = try await here.reserve(code, "dee@example.org").id
        let refused = try await refusal { _ = try await cohorts.close(code: code, hash: plan.hash, by: .system) }
        let words = try #require(refused?.message)
        #expect(refused?.code == "plan-changed")
        #expect(words.contains("enrollment \(ada): held, keeps its seat until"))
        #expect(words.contains("now confirmed, stays"))
        #expect(words.contains("enrollment \(bo) is gone"))
        #expect(words.contains("enrollment \(cy): waitlisted, closed, now offered, keeps its seat"))
        #expect(words.contains("enrollment \(dee) is new"))
        #expect(!words.contains("@") && !words.contains("Ada"))
        #expect(try await cohorts.page(code: code, by: .system).cohort.state == .open)

        for hash in ["", "no hash", String(repeating: "0", count: 64)] {
            let unknown = try await refusal { _ = try await cohorts.close(code: code, hash: hash, by: .system) }
            #expect(unknown?.code == "plan-unknown")
        }
        let otherOptions = try await refusal {
            let hash = try await cohorts.planClose(code: code, lapseOpen: true, by: .system).hash
            _ = try await cohorts.close(code: code, hash: hash, by: .system)
        }
        #expect(otherOptions?.code == "plan-changed")
    }

    @Test("the same plan of two equal cohorts has two hashes")
    func twins() async throws {
        let (one, two) = (try await here.openCohort(), try await here.openCohort())
        let hash = try await cohorts.planClose(code: one, by: .system).hash
        let refused = try await refusal { _ = try await cohorts.close(code: two, hash: hash, by: .system) }
        #expect(refused?.code == "plan-changed")
    }

    @Test("applied at the same instant as reservations and as another application, it closes once and nobody slips in")
    func race() async throws {
        let code = try await here.openCohort(capacity: 2)
        _ = try await here.arrive(code, "ada@example.org")
        let hash = try await cohorts.planClose(code: code, by: .system).hash
        let answers = await withTaskGroup(of: String.self) { group in
            for number in 0..<12 {
                group.addTask {
                    do {
                        if number % 3 == 0 {
                            _ = try await cohorts.close(code: code, hash: hash, by: .system)
                            return "closed"
                        }
                        _ = try await here.reserve(code, "n\(number)@example.org")
                        return "entered"
                    } catch {
                        return (error as? Refusal)?.code ?? "\(error)"
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let entered = answers.count { $0 == "entered" }
        let closed = answers.count { $0 == "closed" }
        // Either the closing came first and nobody entered, or somebody did and the plan was stale for all.
        #expect(closed == 4 ? entered == 0 : closed == 0 && entered == 8, "\(answers)")
        #expect(Set(answers).isSubset(of: ["entered", "closed", "cohort-closed", "plan-changed"]))
        #expect(try await here.registrar.audit.tail(verb: "cohort.close", by: .system).count == min(closed, 1))
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("what is missing of the price is shown, and a payment does not make the plan stale")
    func due() async throws {
        let code = try await here.openCohort()
        let ada = try await here.arrive(code, "ada@example.org")
        try await here.pay(ada, 100_000)
        let plan = try await cohorts.planClose(code: code, by: .system)
        #expect(plan.lines[1].dueMinor == 29_500)
        try await here.force(
            """
            INSERT INTO payment (enrollment_id, kind, amount_minor, currency, reference)
            VALUES (\(ada), 'received', 29500, 'USD', 'rest')
            """
        )
        #expect(try await cohorts.close(code: code, hash: plan.hash, by: .system).lines[1].dueMinor == 0)
    }

    @Test("a purge forgets plans that nobody carried out within a month, and no others")
    func forgets() async throws {
        let (code, closed) = (try await here.openCohort(), try await here.openCohort())
        let hash = try await cohorts.close(closed).hash
        _ = try await cohorts.planClose(code: code, by: .system)
        try await here.shiftClock(by: .seconds(20 * 86_400))
        #expect(try await here.registrar.retention.purgeTonight()?["plans"] == nil)
        try await here.shiftClock(by: .seconds(20 * 86_400))
        #expect(try await here.registrar.retention.purgeTonight()?["plans"] == 1)
        #expect(try await cohorts.close(code: closed, hash: hash, by: .system).isApplied)
    }
}
