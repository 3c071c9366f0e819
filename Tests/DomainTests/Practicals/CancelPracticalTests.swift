import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A practical that is called off", .database)
struct CancelPracticalTests {
    let here = TestDatabase.current
    var practicals: Practicals { here.registrar.practicals }

    @Test(
        "stays in history, ends its raters' links, is told to everybody, and uses no try up",
        arguments: PracticalCancellation.Cause.allCases
    )
    func story(_ cause: PracticalCancellation.Cause) async throws {
        let (code, claims) = try await here.practicalCohort()
        try await here.retakes(#"{"attempts": 1, "waiting_days": []}"#)
        let office = try await here.staff(.registrar)
        let entered = try await here.schedulePractical(claims[0])
        let link = try await here.ratingLink(of: "maya", entered)
        let off = try await practicals.cancel(entered.candidate, because: cause, reason: "Was ill.", by: office)
        guard case .cancelled(let how) = off.state else { Issue.record("\(off.state)"); return }
        #expect(how.cause == cause && how.movedTo == nil)
        #expect(off.raters.allSatisfy { $0.isWithdrawn })

        // The links say so, and take nothing.
        let task = try await practicals.open(link: link)
        #expect(task.state == .over && task.cancellation?.cause == cause)
        for act in [
            { try await practicals.rate(link: link, here.levels(2)) },
            { try await practicals.rate(entered.candidate, here.levels(2), by: here.member("maya")) },
        ] as [() async throws -> Void] {
            let refused = try await refusal(act)
            #expect(refused?.code == "rating-over" && refused?.kind == .gone)
            #expect(refused?.message.contains("called off") == true)
        }

        // Everybody is told; a letter that asked for a rating and was not sent yet has nothing left to say.
        let letters = try await here.practicalLetters()
        #expect(letters.raters.map(\.kind) == [.cancelled, .cancelled])
        #expect(Set(letters.raters.map(\.to.rawValue)) == ["maya@institute.example", "sam@institute.example"])
        #expect(letters.candidates.map(\.kind) == [.practicalCancelled])
        #expect(letters.candidates.map { $0.sitting?.wasAbsent } == [cause == .candidateAbsent])
        #expect(!"\(letters)".contains("Was ill"))

        // Nothing waits any more, and the only try is still there: on the same day even.
        #expect(try await practicals.standings(by: office).isEmpty)
        let states = try await here.standing(of: claims[0], in: code)
        #expect(states["practical-exam"]?.state == .incomplete)
        let page = try await here.registrar.progress.open(link: here.progressLink(of: claims[0]))
        #expect(page.exams.map(\.next.number) == [1] && page.exams.map { $0.next.obstacle } == [nil])
        #expect(page.exams.map { $0.heldOn } == [nil])
        let again = try await here.schedulePractical(claims[0])
        #expect(again.number == 1)
        for rater in ["maya", "sam"] {
            try await practicals.rate(again.candidate, here.levels(2), by: here.member(rater))
        }
        let all = try await practicals.standings(cohort: code, by: office)
        #expect(all.count == 2)
        #expect(all.contains { if case .decided(let score) = $0.state { score.passed } else { false } })
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("what was rated took place, and what is decided or called off waits for nobody")
    func tooLate() async throws {
        let (_, claims) = try await here.practicalCohort()
        let office = try await here.staff(.registrar)
        let entered = try await here.schedulePractical(claims[0])
        let tomorrow = try await here.day(1)
        func codes() async throws -> [String?] {
            [
                try await refusal {
                    _ = try await practicals.cancel(entered.candidate, because: .institute, reason: "x", by: office)
                }?.code,
                try await refusal {
                    _ = try await practicals.move(entered.candidate, to: tomorrow, reason: "x", by: office)
                }?.code,
            ]
        }
        let wordless = try await refusal {
            _ = try await practicals.cancel(entered.candidate, because: .institute, reason: " ", by: office)
        }
        #expect(wordless?.kind == .invalid)
        try await practicals.rate(entered.candidate, here.levels(2), by: here.member("maya"))
        #expect(try await codes() == ["rated-already", "rated-already"])
        try await practicals.rate(entered.candidate, here.levels(1), by: here.member("sam"))
        _ = try await here.member("kim")
        #expect(try await codes() == ["rated-already", "rated-already"])
        _ = try await practicals.assign(["kim"], to: entered.candidate, by: office)
        try await practicals.rate(entered.candidate, here.levels(1), by: here.member("kim"))
        #expect(try await codes() == ["no-open-practical", "no-open-practical"])
        let second = try await here.schedulePractical(claims[0])
        #expect(second.number == 2)
        _ = try await practicals.cancel(second.candidate, because: .institute, reason: "x", by: office)
        #expect(try await codes() == ["no-open-practical", "no-open-practical"])
    }

    @Test("of one who rates and one who calls it off at once, one is refused", arguments: 1...3)
    func race(_: Int) async throws {
        let (_, claims) = try await here.practicalCohort()
        let entered = try await here.schedulePractical(claims[0])
        let (office, maya) = (try await here.staff(.registrar), try await here.member("maya"))
        let done = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                let off = try? await practicals.cancel(
                    entered.candidate,
                    because: .institute,
                    reason: "x",
                    by: office
                )
                return off != nil
            }
            group.addTask { (try? await practicals.rate(entered.candidate, here.levels(2), by: maya)) != nil }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(done == 1)
    }

    @Test("the database by itself: no rating, no task and no score of what is off; no calling off of what was rated")
    func rules() async throws {
        let (_, claims) = try await here.practicalCohort(["Ada", "Bo"])
        let office = try await here.staff(.registrar)
        let rated = try await here.schedulePractical(claims[1])
        try await practicals.rate(rated.candidate, here.levels(2), by: here.member("maya"))
        let entered = try await here.schedulePractical(claims[0])
        func refused(_ statement: SQL) async -> String? {
            await constraint { _ = try await here.service.write { try $0.execute(statement) } }
        }
        func off(_ sitting: PracticalStanding, _ kind: String) async -> String? {
            await refused(
                """
                INSERT INTO practical_cancellation (attempt_id, reason_class, staff_id, payload_id, digest)
                SELECT \(sitting.id), \(kind), min(id), 1, sha256('') FROM staff
                """
            )
        }
        #expect(await off(rated, "institute") == "rated_practical_is_not_called_off")
        #expect(await off(entered, "weather") == "practical_cancellation_class_is_known")
        #expect(await off(entered, "moved") == "moved_practical_goes_on")
        _ = try await practicals.cancel(entered.candidate, because: .institute, reason: "x", by: office)
        #expect(await off(entered, "institute") == "practical_cancellation_pkey")
        // Past the withdrawal of its tasks, which the operation writes too.
        try await here.force("ALTER TABLE rating_task DISABLE TRIGGER USER")
        try await here.force("UPDATE rating_task SET withdrawn_at = NULL WHERE attempt_id = \(entered.id)")
        try await here.force("ALTER TABLE rating_task ENABLE TRIGGER USER")
        let task = try #require(entered.raters.first).task
        let levels = Array(repeating: 2, count: 12)
        for statement in [
            "INSERT INTO rating (task_id, levels) VALUES (\(task), \(levels))",
            """
            INSERT INTO practical_score (attempt_id, doubled_points, maximum, cut, unsafe, tasks)
            VALUES (\(entered.id), 60, 45, 27, '{}', '{}')
            """,
            "UPDATE rating_task SET on_day = on_day + 1 WHERE id = \(task)",
            """
            INSERT INTO rating_task (attempt_id, rater_id, on_day, staff_id)
            SELECT \(entered.id), staff.id, current_date, staff.id FROM staff WHERE login = 'examiner'
            """,
        ] as [SQL] {
            _ = try await here.staff(.examiner)
            #expect(await refused(statement) == "cancelled_practical_takes_no_rating", "\(statement.text)")
        }
    }

    @Test("the words of the reason go with an erased person; that it was called off stays")
    func erased() async throws {
        let (_, claims) = try await here.practicalCohort([Canary.name])
        let office = try await here.staff(.registrar)
        let entered = try await here.schedulePractical(claims[0])
        _ = try await practicals.cancel(
            entered.candidate,
            because: .candidateAbsent,
            reason: "\(Canary.name) was ill.",
            by: office
        )
        let person: PersonID = try await here.service.read {
            try $0.one("SELECT person_id FROM enrollment WHERE id = \(claims[0])")
        }
        #expect(try await here.tables(holding: [Canary.name]).contains("payload"))
        try await here.erase(.id(person))
        #expect(try await here.tables(holding: [Canary.name]) == [])
        let kept: [String] = try await here.service.read {
            try $0.all("SELECT reason_class FROM practical_cancellation")
        }
        #expect(kept == ["candidate_absent"])
        #expect(try await here.practicalLetters().candidates.isEmpty)
        #expect(try await here.brokenInvariants() == [])
    }
}
