import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Cancelling", .database)
struct CancelTests {
    let here = TestDatabase.current
    var cohorts: Cohorts { here.registrar.cohorts }

    @Test("every live claim ends, everyone is told once, and money becomes a case")
    func cancels() async throws {
        let code = try await here.openCohort(capacity: 2)
        let ada = try await here.arrive(code, "ada@example.org")
        _ = try await here.reserve(code, "bo@example.org")
        _ = try await here.arrive(code, "cy@example.org")
        try await here.pay(ada, 100_000)
        let plan = try await cohorts.planCancel(code: code, by: .system)
        #expect(plan.fates == [.cancelled, .cancelled, .cancelled])
        #expect(plan.lines.map(\.outcome.caseMinor) == [nil, 100_000, nil, nil])
        let done = try await cohorts.cancel(code: code, reason: " No hall. ", hash: plan.hash, by: .system)
        #expect(done.cohort.state == .cancelled)
        #expect(try await here.states(in: code) == ["cancelled", "cancelled", "cancelled"])
        for name in ["ada", "bo", "cy"] {
            #expect(try await here.mailKinds(to: "\(name)@example.org").last == "mail.cancelled")
        }
        let cases: [Int] = try await here.service.read {
            try $0.all("SELECT amount_minor FROM payment_case WHERE kind = 'cancelled' AND enrollment_id = \(ada)")
        }
        #expect(cases == [100_000])
        let entry = try #require(try await here.registrar.audit.tail(verb: "cohort.cancel", by: .system).first)
        guard case .kept(let details) = entry.details else { throw Unexpected() }
        #expect(details["reason"] == "No hall.")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("the letter names the open dates of the same program, and lets who had a seat move")
    func letter() async throws {
        let code = try await here.openCohort(capacity: 1)
        let later = try await here.openCohort(daysAhead: 90)
        let sooner = try await here.openCohort(daysAhead: 30)
        try await cohorts.close(try await here.openCohort(daysAhead: 40))
        _ = try await here.arrive(code, "ada@example.org")
        _ = try await here.arrive(code, "bo@example.org")
        try await cohorts.cancel(code)
        let letters = try await here.letters("mail.cancelled")
        #expect(letters.map { $0.otherDates.map(\.code) } == [[sooner, later], [sooner, later]])
        #expect(letters.map(\.wasConfirmed) == [true, false])
    }

    @Test("a draft and a closed cohort can be cancelled, once; again gives the same answer, a held one never")
    func twice() async throws {
        let draft = try await here.draftCohort()
        #expect(try await cohorts.cancel(draft).cohort.state == .cancelled)
        let code = try await here.openCohort()
        _ = try await here.arrive(code, "ada@example.org")
        try await cohorts.close(code)
        let first = try await cohorts.cancel(code)
        let again = try await cohorts.cancel(code: code, reason: "Again", hash: first.hash, by: .system)
        #expect(again.isApplied && again.fates == [.cancelled])
        #expect(try await cohorts.planCancel(code: code, by: .system).hash == first.hash)
        #expect(try await here.mailKinds(to: "ada@example.org").count { $0 == "mail.cancelled" } == 1)
        let held = try await here.openCohort()
        try await here.force("UPDATE cohort SET state = 'closed' WHERE code = \(held)")
        try await here.force("UPDATE cohort SET state = 'completed' WHERE code = \(held)")
        #expect(try await refusal { try await cohorts.cancel(held) }?.code == "cohort-completed")
    }

    @Test("without a reason nothing is cancelled", arguments: ["", "  \n", String(repeating: "x", count: 1001)])
    func reason(words: String) async throws {
        let code = try await here.openCohort()
        let hash = try await cohorts.planCancel(code: code, by: .system).hash
        let refused = try await refusal {
            _ = try await cohorts.cancel(code: code, reason: words, hash: hash, by: .system)
        }
        #expect(refused?.problems.map(\.field) == ["reason"])
        #expect(try await cohorts.page(code: code, by: .system).cohort.state == .open)
    }

    @Test("money that comes between plan and application makes the plan stale")
    func stale() async throws {
        let code = try await here.openCohort()
        let ada = try await here.arrive(code, "ada@example.org")
        let hash = try await cohorts.planCancel(code: code, by: .system).hash
        try await here.pay(ada, 500)
        let refused = try await refusal {
            _ = try await cohorts.cancel(code: code, reason: "No hall", hash: hash, by: .system)
        }
        #expect(refused?.code == "plan-changed")
        #expect(
            refused?.message.contains(
                "enrollment \(ada): confirmed, cancelled, now confirmed, cancelled with a case of 500"
            ) == true
        )
    }
}

extension TestDatabase {
    /// The letters of one kind that wait to be sent, as they would read now, in order.
    func letters(_ kind: String) async throws -> [SeatLetter] {
        var letters: [SeatLetter] = []
        for job in try await registrar.jobs.claim(limit: 100, lease: .seconds(60)) where job.kind == kind {
            if let letter = try await registrar.jobs.letter(for: job) { letters.append(letter) }
        }
        return letters
    }
}
