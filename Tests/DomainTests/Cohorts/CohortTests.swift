import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Cohorts", .database)
struct CohortTests {
    let here = TestDatabase.current
    var cohorts: Cohorts { here.registrar.cohorts }

    @Test("opening freezes the program version for good; opening again changes nothing")
    func open() async throws {
        let code = try await here.draftCohort()
        #expect(try await cohorts.open(code: code.lowercased(), by: .system).cohort.state == .open)
        #expect(try await here.registrar.programs.show(code: "MES", by: .system).summary.frozenAt != nil)
        _ = try await cohorts.open(code: code, by: .system)
        #expect(try await here.registrar.audit.tail(verb: "cohort.open", by: .system).count == 1)
        await #expect(throws: PostgresError.self) { try await here.force("UPDATE module SET name = 'x'") }
    }

    @Test("a draft without a session, one in the past, and what is over cannot be opened")
    func refused() async throws {
        try await here.furnish()
        var empty = here.draft(code: "MES-EMPTY")
        empty.sessions = []
        empty.registrationClosesAt = "2031-01-01T09:00"
        _ = try await cohorts.create(empty, by: .system)
        let late = try await here.draftCohort(daysAhead: 2)
        let over = try await here.openCohort()
        try await here.force("UPDATE cohort SET state = 'cancelled' WHERE code = \(over)")
        try await here.shiftClock(by: .seconds(3 * 86_400))
        for (code, expected) in [
            ("MES-EMPTY", "cohort-without-sessions"), (late, "cohort-in-the-past"), (over, "cohort-not-a-draft"),
            ("MES-NONE", "cohort-unknown"),
        ] {
            await #expect {
                _ = try await cohorts.open(code: code, by: .system)
            } throws: {
                ($0 as? Refusal)?.code == expected
            }
        }
    }

    @Test("visitors never learn of a draft, neither by list nor by code")
    func drafts() async throws {
        let draft = try await here.draftCohort()
        let open = try await here.openCohort()
        #expect(try await cohorts.list(by: .visitor).items.map(\.code) == [open])
        #expect(try await cohorts.list(states: [.draft], by: .visitor).items.isEmpty)
        #expect(try await cohorts.list(by: here.staff(.auditor)).items.map(\.code) == [open])
        #expect(try await cohorts.list(states: [.draft], by: here.staff(.registrar)).items.map(\.code) == [draft])
        await #expect {
            _ = try await cohorts.page(code: draft, by: .visitor)
        } throws: {
            ($0 as? Refusal)?.code == "cohort-unknown"
        }
        #expect(try await cohorts.page(code: draft, by: here.staff(.registrar)).sessions.count == 2)
    }

    @Test("pages of the list follow one another by start and code, each cohort once, drafts without a start last")
    func pages() async throws {
        var expected: [String] = []
        for days in [90, 30, 30, 60] { expected.append(try await here.openCohort(daysAhead: days)) }
        var empty = here.draft(code: "MES-EMPTY")
        empty.sessions = []
        empty.registrationClosesAt = "2031-01-01T09:00"
        _ = try await cohorts.create(empty, by: .system)
        expected = [expected[1], expected[2], expected[3], expected[0], "MES-EMPTY"]
        var found: [[String]] = []
        var after: String?
        repeat {
            let page = try await cohorts.list(after: after, limit: 2, by: .system)
            found.append(page.items.map(\.code))
            after = page.next
        } while after != nil
        #expect(found == [Array(expected[0...1]), Array(expected[2...3]), [expected[4]]])
        for cursor in ["", "!", "MQ"] {
            await #expect(throws: Refusal.self) { _ = try await cohorts.list(after: cursor, by: .system) }
        }
        await #expect(throws: Refusal.self) { _ = try await cohorts.list(limit: 0, by: .system) }
    }

    @Test("the roster has seats by number, then the queue by place, then who left; what is due is settled first")
    func roster() async throws {
        let seats = here.registrar.seats
        let code = try await here.openCohort(capacity: 2)
        let first = try await here.reserve(code, "first@example.org", name: "First").id
        _ = try await seats.confirm(first, by: .applicant(first))
        _ = try await here.reserve(code, "second@example.org")
        for number in 1...2 {
            let waiter = try await here.reserve(code, "w\(number)@example.org").id
            _ = try await seats.confirm(waiter, by: .applicant(waiter))
        }
        let before = try await cohorts.roster(code: code, by: .system)
        #expect(before.entries.map(\.state) == [.confirmed, .held, .waitlisted, .waitlisted])
        #expect(before.entries.map(\.seatNumber) == [1, 2, nil, nil])
        #expect(before.entries.map(\.position) == [nil, nil, 1, 2])
        #expect(before.entries.map(\.addressConfirmed) == [true, false, true, true])
        #expect(before.entries[0].name.rawValue == "First")
        try await here.shiftClock(by: .seconds(2 * 3600 + 1))
        let after = try await cohorts.roster(code: code.lowercased(), by: .system)
        #expect(after.entries.map(\.email.rawValue) == ["first", "w1", "w2", "second"].map { "\($0)@example.org" })
        #expect(after.entries.map(\.state) == [.confirmed, .offered, .waitlisted, .lapsed])
        #expect(after.entries.map(\.position) == [nil, nil, 1, nil])
        #expect(after.cohort.seatsTaken == 2)
    }

    @Test("creating and opening leave one entry each, in the same transaction")
    func audited() async throws {
        try await here.furnish()
        let registrar = try await here.staff(.registrar)
        let page = try await cohorts.create(here.draft(code: "MES-A"), by: registrar)
        _ = try await cohorts.open(code: "MES-A", by: registrar)
        let entries = try await here.registrar.audit.tail(limit: 2, by: .system)
        #expect(entries.map(\.verb) == ["cohort.open", "cohort.create"])
        #expect(entries.allSatisfy { $0.login == "registrar" && $0.subjectID == page.cohort.id.rawValue })
    }
}
