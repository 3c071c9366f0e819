import Domain
import Foundation
import TestSupport
import Testing

@Suite("Cohort drafts", .database)
struct CohortDraftTests {
    let here = TestDatabase.current
    var cohorts: Cohorts { here.registrar.cohorts }

    /// The fields of everything that is wrong with a draft.
    private func problems(_ change: (inout CohortDraft) -> Void) async throws -> [Refusal.Problem] {
        if try await here.registrar.programs.list(by: .system).isEmpty { try await here.furnish() }
        var draft = here.draft(code: "MES-X")
        change(&draft)
        do {
            _ = try await cohorts.create(draft, by: .system)
            return []
        } catch let refusal as Refusal {
            #expect(refusal.kind == .invalid)
            return refusal.problems
        }
    }

    @Test("capacity is 10 unless said, and 1 to 10; an eleventh seat is refused with the promise in words")
    func capacity() async throws {
        let eleven = try await problems { $0.capacity = 11 }
        #expect(eleven.map(\.field) == ["capacity"])
        #expect(eleven[0].message.contains("only 10 seats"))
        #expect(try await problems { $0.capacity = 0 }.map(\.field) == ["capacity"])
        let code = try await here.draftCohort()
        #expect(try await cohorts.page(code: code, by: .system).cohort.capacity == 10)
        let single = try await here.draftCohort(capacity: 1)
        #expect(try await cohorts.page(code: single, by: .system).cohort.seatsFree == 1)
    }

    @Test("every problem is told at once, each at its field")
    func allAtOnce() async throws {
        let found = try await problems { draft in
            draft = CohortDraft(
                code: "mes 1",
                program: "NONE",
                timeZone: "Mars/Olympus",
                sessions: [
                    .init(startsAt: "2027-06-01T09:00", endsAt: "2027-06-01T17:00", timeZone: "UTC"),
                    .init(startsAt: "2027-06-02T17:00", endsAt: "2027-06-02T09:00", timeZone: "UTC", venue: "Hall"),
                    .init(startsAt: "soon", endsAt: "2027-06-03T09:00", timeZone: "UTC", onlineUrl: "meet.example"),
                ],
                capacity: 12,
                priceMinor: -1,
                currency: "EURO",
                registrationClosesAt: "later",
                holdWindow: .seconds(30),
                offerWindow: .seconds(15 * 86_400),
                instructors: ["nobody"]
            )
        }
        #expect(
            found.map(\.field) == [
                "code", "capacity", "price_minor", "currency", "hold_window", "offer_window", "time_zone",
                "sessions[1].venue", "sessions[2].ends_at", "sessions[3].online_url", "sessions[3].starts_at",
                "program", "instructors",
            ]
        )
        #expect(found.allSatisfy { $0.message.count > 20 })
    }

    @Test(
        "a local time that the clocks skip is refused with the next that exists; one that comes twice is the first, and noted"
    )
    func clocks() async throws {
        let skipped = try await problems { draft in
            draft.sessions = [.init(startsAt: "2031-03-09T02:30", endsAt: "2031-03-09T12:00", venue: "Hall")]
        }
        #expect(skipped.map(\.field) == ["sessions[1].starts_at"])
        #expect(skipped[0].message.contains("2031-03-09T03:00"))

        var draft = here.draft(code: "MES-TWICE")
        draft.sessions = [.init(startsAt: "2031-11-02T01:30", endsAt: "2031-11-02T12:00", venue: "Hall")]
        let page = try await cohorts.create(draft, by: .system)
        #expect(page.notes.count == 1)
        #expect(page.notes[0].contains("2031-11-02T01:30"))
        #expect(try page.cohort.startsAt == Date("2031-11-02T05:30:00Z", strategy: .iso8601))
    }

    @Test("times are the wall clock of the cohort, or of a session that has a zone of its own")
    func zones() async throws {
        try await here.furnish()
        var draft = here.draft(code: "MES-TWO")
        draft.registrationOpensAt = "2031-01-02T08:00"
        draft.sessions = [
            .init(
                startsAt: "2031-02-04T09:00",
                endsAt: "2031-02-04T17:00",
                timeZone: "America/Vancouver",
                venue: "Hall"
            ),
            .init(startsAt: "2031-02-03T09:00", endsAt: "2031-02-03T17:00", onlineUrl: "https://meet.example/mes"),
        ]
        let page = try await cohorts.create(draft, by: .system)
        #expect(page.sessions.map(\.number) == [1, 2])
        #expect(page.sessions.map(\.timeZone) == ["America/New_York", "America/Vancouver"])
        #expect(try page.sessions[1].startsAt == Date("2031-02-04T17:00:00Z", strategy: .iso8601))
        #expect(try page.cohort.registrationOpensAt == Date("2031-01-02T13:00:00Z", strategy: .iso8601))
        #expect(page.cohort.registrationClosesAt == page.cohort.startsAt)
    }

    @Test("registration opens now and closes at the start unless said; it cannot close before it opens")
    func registration() async throws {
        let code = try await here.draftCohort()
        let cohort = try await cohorts.page(code: code, by: .system).cohort
        #expect(cohort.registrationOpensAt <= cohort.now)
        #expect(cohort.now.timeIntervalSince(cohort.registrationOpensAt) < 60)
        #expect(cohort.registrationClosesAt == cohort.startsAt)
        #expect(
            try await problems {
                $0.registrationOpensAt = "2031-05-02T09:00"
                $0.registrationClosesAt = "2031-05-01T09:00"
            }.map(\.field) == ["registration_closes_at"]
        )
        #expect(
            try await problems {
                $0.sessions = [.init(startsAt: "2020-05-02T09:00", endsAt: "2020-05-02T17:00", venue: "Hall")]
            }.map(\.field) == ["sessions[1].starts_at"]
        )
        #expect(try await problems { $0.sessions = [] }.map(\.field) == ["registration_closes_at"])
    }

    @Test("instructors are enabled staff with that role, and a code is taken once")
    func instructors() async throws {
        _ = try await here.staff(.instructor)
        _ = try await here.staff(.registrar)
        #expect(try await problems { $0.instructors = ["registrar", "instructor"] }.map(\.field) == ["instructors"])
        var draft = here.draft(code: "mes-a")
        draft.instructors = ["instructor", "instructor"]
        let page = try await cohorts.create(draft, by: .system)
        #expect(page.cohort.code == "MES-A")
        #expect(page.instructors == ["Instructor"])
        #expect(try await problems { $0.code = "MES-A" }.map(\.field) == ["code"])
    }

    @Test("of five who create one code at once, one does, and the others are told that it is taken")
    func race() async throws {
        try await here.furnish()
        let (cohorts, draft) = (cohorts, here.draft(code: "MES-ONE"))
        let refusals = await withTaskGroup(of: Refusal?.self) { group in
            for _ in 1...5 {
                group.addTask {
                    do {
                        _ = try await cohorts.create(draft, by: .system)
                        return nil
                    } catch {
                        return error as? Refusal
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }.compactMap { $0 }
        #expect(refusals.map { $0.problems.map(\.field) } == Array(repeating: ["code"], count: 4))
        #expect(try await cohorts.list(by: .system).items.count == 1)
    }

    @Test("currencies are those of ISO 4217", arguments: [("usd", true), ("CAD", true), ("XYZ", false), ("", false)])
    func currency(code: String, isKnown: Bool) async throws {
        #expect(try await problems { $0.currency = code }.isEmpty == isKnown)
    }
}
