import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A practical that is moved", .database)
struct MovePracticalTests {
    let here = TestDatabase.current
    var practicals: Practicals { here.registrar.practicals }

    @Test(
        "a new sitting of the same try takes its place: raters get new links, the old ones say so, the candidate is told"
    )
    func story() async throws {
        let (code, claims) = try await here.practicalCohort()
        try await here.retakes(#"{"attempts": 1, "waiting_days": []}"#)
        let office = try await here.staff(.registrar)
        let entered = try await here.schedulePractical(claims[0])
        let old = try await here.ratingLink(of: "maya", entered)
        let (first, day) = (entered.heldOn, try await here.day(7))
        let moved = try await practicals.move(entered.candidate, to: day, reason: "The room is lost.", by: office)
        #expect(moved.candidate == entered.candidate && moved.heldOn == day && moved.number == 1)
        #expect(moved.raters.map(\.login) == ["maya", "sam"] && moved.raters.allSatisfy { $0.onDay == day })
        guard case .awaitsRatings(2) = moved.state else { Issue.record("\(moved.state)"); return }

        let shown = try await practicals.standings(cohort: code, by: office)
        #expect(shown.map(\.heldOn) == [day, first])
        guard case .cancelled(let how) = try #require(shown.last).state else { Issue.record("stays"); return }
        #expect(how.movedTo == day && how.cause == nil)
        #expect(try await practicals.standings(by: office).map(\.heldOn) == [day])

        let over = try await practicals.open(link: old)
        #expect(over.state == .over && over.cancellation?.movedTo == day)
        let refused = try await refusal { try await practicals.rate(link: old, here.levels(2)) }
        #expect(refused?.kind == .gone && refused?.message.contains("moved to \(day)") == true)

        let letters = try await here.practicalLetters()
        #expect(letters.raters.map(\.kind) == [.rate, .rate])
        #expect(letters.candidates.map(\.kind) == [.practicalMoved])
        let told = try #require(letters.candidates.first?.sitting)
        let days = try #require(told.becomes).timeIntervalSince(told.was) / 86_400
        #expect(days.rounded() == 7)
        let page = try await here.registrar.progress.open(link: here.progressLink(of: claims[0]))
        #expect(page.exams.map { $0.heldOn } == [day])

        try await here.shiftClock(by: .seconds(7 * 86_400))
        for rater in ["maya", "sam"] {
            try await practicals.rate(link: here.ratingLink(of: rater, moved), here.levels(2))
        }
        #expect(try await here.standing(of: claims[0], in: code)["practical-exam"]?.state == .complete)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("moved twice it goes on from the last; called off in the end, only the last letter has something to say")
    func twice() async throws {
        let (code, claims) = try await here.practicalCohort()
        let office = try await here.staff(.registrar)
        let entered = try await here.schedulePractical(claims[0])
        for days in [3, 1] {
            let day = try await here.day(days)
            #expect(
                try await practicals.move(entered.candidate, to: day, reason: "x", by: office).heldOn == day
            )
        }
        _ = try await practicals.cancel(entered.candidate, because: .institute, reason: "x", by: office)
        let letters = try await here.practicalLetters()
        #expect(letters.candidates.map(\.kind) == [.practicalCancelled])
        #expect(letters.raters.map(\.kind) == [.cancelled, .cancelled])
        #expect(try await practicals.standings(cohort: code, by: office).count == 3)
        let sittings: [Int] = try await here.service.read {
            try $0.all("SELECT sitting::bigint FROM practical_attempt ORDER BY id")
        }
        #expect(sittings == [1, 2, 3])
        #expect(try await here.schedulePractical(claims[0]).number == 1)
    }

    @Test("who is no examiner any more is not asked again, and is told that there is nothing to rate")
    func lostRole() async throws {
        let (_, claims) = try await here.practicalCohort()
        let office = try await here.staff(.registrar)
        let entered = try await here.schedulePractical(claims[0])
        _ = try await here.registrar.staff.disable(login: "sam", by: .system)
        let moved = try await practicals.move(entered.candidate, to: here.day(2), reason: "x", by: office)
        #expect(moved.raters.map(\.login) == ["maya"])
        guard case .awaitsRaters(1) = moved.state else { Issue.record("\(moved.state)"); return }
    }

    @Test("a day that the policy does not allow is refused, and everything stays as it was")
    func policy() async throws {
        let (_, claims) = try await here.practicalCohort()
        try await here.retakes(#"{"attempts": 2, "waiting_days": [28]}"#)
        let office = try await here.staff(.registrar)
        try await here.takePractical(claims[0], level: 1)
        for rater in ["maya", "sam"] { _ = try await here.member(rater) }
        let second = try await practicals.schedule(claims[0], on: here.day(30), by: office)
        _ = try await practicals.assign(["maya", "sam"], to: second.candidate, by: office)
        func code(_ day: CalendarDate) async throws -> String? {
            try await refusal { _ = try await practicals.move(second.candidate, to: day, reason: "x", by: office) }?
                .code
        }
        #expect(try await code(here.day(27)) == "try-too-early")
        #expect(try await code(here.day(30)) == "same-day")
        #expect(try await code(here.day(-1)) == "day-over")
        let open = try await practicals.standings(by: office)
        #expect(open.map(\.heldOn) == [second.heldOn] && open[0].raters.allSatisfy { !$0.isWithdrawn })
        #expect(try await code(here.day(28)) == nil)
        #expect(try await practicals.standings(by: office).map(\.number) == [2])
    }

    @Test("a day more than two years ahead, or before the cohort's first session, is no day of a practical")
    func reach() async throws {
        let (_, claims) = try await here.practicalCohort()
        let office = try await here.staff(.registrar)
        let never = CalendarDate(year: 9_999, month: 12, day: 31)
        _ = try await here.member("maya")
        func code(_ act: () async throws -> Void) async throws -> String? { try await refusal(act)?.code }
        #expect(try await code { _ = try await practicals.schedule(claims[0], on: never, by: office) } == "day-too-far")
        let entered = try await practicals.schedule(claims[0], on: here.today(), by: office)
        let number = entered.candidate
        #expect(
            try await code { _ = try await practicals.move(number, to: never, reason: "x", by: office) }
                == "day-too-far"
        )
        #expect(
            try await code { _ = try await practicals.assign(["maya"], to: number, on: never, by: office) }
                == "day-too-far"
        )
        let last: CalendarDate = try await here.service.read {
            try $0.one("SELECT last_day FROM practical_days(\(claims[0]))")
        }
        let beyond = CalendarDate(daysSince1970: last.daysSince1970 + 1)
        #expect(
            try await code { _ = try await practicals.move(number, to: beyond, reason: "x", by: office) }
                == "day-too-far"
        )
        #expect(try await practicals.move(number, to: last, reason: "x", by: office).heldOn == last)

        let (_, seated) = try await here.seatedCohort()
        let early = try await refusal { _ = try await practicals.schedule(seated[0], on: here.today(), by: office) }
        #expect(early?.code == "day-too-early" && early?.message.contains("first session") == true)
    }

    @Test("the database by itself: no day out of reach, and nothing goes on from a sitting that was not moved")
    func rules() async throws {
        let (_, claims) = try await here.practicalCohort(["Ada", "Bo"])
        let office = try await here.staff(.registrar)
        let entered = try await here.schedulePractical(claims[0])
        _ = try await practicals.cancel(entered.candidate, because: .institute, reason: "x", by: office)
        func enter(_ days: Int, from: PracticalAttemptID? = nil) async -> String? {
            await constraint {
                _ = try await here.service.write {
                    try $0.execute(
                        """
                        WITH let AS (
                            INSERT INTO eligibility (enrollment_id, requirement_id, basis)
                            SELECT enrollment_id, requirement_id, '{}' FROM practical_attempt WHERE id = \(entered.id)
                            RETURNING id
                        )
                        INSERT INTO practical_attempt (
                            enrollment_id, requirement_id, practical_id, eligibility_id, number, held_on, moved_from,
                            staff_id
                        )
                        SELECT enrollment_id, requirement_id, practical_id, let.id, 1, held_on + \(days)::integer,
                            \(from), staff_id
                        FROM practical_attempt, let
                        WHERE practical_attempt.id = \(entered.id)
                        """
                    )
                }
            }
        }
        #expect(await enter(-10) == "practical_lies_within_reach")
        #expect(await enter(800) == "practical_lies_within_reach")
        #expect(await enter(1, from: entered.id) == "practical_goes_on_from_a_moved_one")
        #expect(await enter(1) == nil)
        #expect(await enter(2) == "one_try_at_a_time")
    }
}
