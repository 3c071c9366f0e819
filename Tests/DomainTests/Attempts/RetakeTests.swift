import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Retakes", .database)
struct RetakeTests {
    let here = TestDatabase.current
    let asked = TestDatabase.requirement
    var attempts: Attempts { here.registrar.attempts }
    static let day = 86_400

    private func refusedCode(_ ada: Examinee) async throws -> String? {
        try await refusal { _ = try await attempts.begin(link: ada.link, requirement: asked) }?.code
    }

    /// Past every operation: what the database says by itself.
    private func refusedByDatabase(_ ada: Examinee, kind: String = "online", days: Int = 0) async -> String? {
        await constraint {
            try await here.service.write { connection in
                let requirement: RequirementID = try connection.one(
                    """
                    SELECT requirement.id
                    FROM enrollment
                    JOIN cohort ON cohort.id = cohort_id
                    JOIN requirement ON requirement.program_version_id = cohort.program_version_id
                    WHERE enrollment.id = \(ada.claim) AND requirement.code = \(asked)
                    """
                )
                try connection.execute(
                    """
                    WITH let AS (
                        INSERT INTO eligibility (enrollment_id, requirement_id, basis)
                        VALUES (\(ada.claim), \(requirement), '{}')
                        RETURNING id
                    )
                    INSERT INTO attempt (
                        enrollment_id, requirement_id, form_id, eligibility_id, number, kind, shuffle, begun_at, ends_at
                    )
                    SELECT \(ada.claim), \(requirement), exam_form.id, let.id, 1, \(kind), 0,
                        registrar_clock() + \(days) * interval '1 day', registrar_clock() + interval '1 year'
                    FROM let, exam_form
                    LIMIT 1
                    """
                )
            }
        }
    }

    @Test("28 days after the first try, 182 after any later one, and no fourth: by the operation and by the database")
    func waiting() async throws {
        try await here.importExam()
        let ada = try await here.examinees(retakes: #"{"attempts": 3, "waiting_days": [28, 182]}"#)[0]
        try await here.sit(ada.link, rightly: false)
        #expect(try await refusedCode(ada) == "try-too-early")
        #expect(await refusedByDatabase(ada) == "no_try_before_its_waiting_time")
        try await here.shiftClock(by: .seconds(26 * Self.day))
        #expect(try await refusedCode(ada) == "try-too-early")
        try await here.shiftClock(by: .seconds(2 * Self.day))
        #expect(try await here.sit(ada.link, rightly: false).number == 2)
        try await here.shiftClock(by: .seconds(180 * Self.day))
        #expect(try await refusedCode(ada) == "try-too-early")
        try await here.shiftClock(by: .seconds(2 * Self.day))
        #expect(try await here.sit(ada.link, rightly: false).number == 3)
        try await here.shiftClock(by: .seconds(400 * Self.day))
        #expect(try await refusedCode(ada) == "no-try-left")
        #expect(await refusedByDatabase(ada) == "no_try_after_the_last")
    }

    @Test("the window begins with the first try; the wait ends at midnight of its day")
    func window() async throws {
        try await here.importExam()
        let ada = try await here.examinees(retakes: #"{"attempts": 9, "waiting_days": [28], "within_months": 2}"#)[0]
        try await here.sit(ada.link, rightly: false)
        let next = try await attempts.entrance(link: ada.link, requirement: asked).next
        #expect(next.obstacle == .early)
        let earliest: String = try await here.service.read {
            try $0.one("SELECT (\(next.earliest) AT TIME ZONE 'America/New_York')::time::text")
        }
        #expect(earliest == "00:00:00")
        try await here.shiftClock(by: .seconds(63 * Self.day))
        #expect(try await refusedCode(ada) == "try-too-late")
        #expect(await refusedByDatabase(ada) == "no_try_after_the_window")
    }

    @Test("who passed does not try again; while one try is open no other begins, on paper neither")
    func passed() async throws {
        try await here.importExam()
        let people = try await here.examinees(["Ada", "Bo"])
        try await here.sit(people[0].link)
        #expect(try await refusedCode(people[0]) == "exam-passed")
        #expect(await refusedByDatabase(people[0]) == "no_try_after_a_pass")
        _ = try await attempts.begin(link: people[1].link, requirement: asked)
        #expect(await refusedByDatabase(people[1]) == "one_try_at_a_time")
        #expect(await refusedByDatabase(people[1], kind: "paper", days: -1) == "one_try_at_a_time")
    }

    @Test("tries count by person and exam, in whichever cohort they were made")
    func byPerson() async throws {
        try await here.importExam()
        let policy = #"{"attempts": 2, "waiting_days": []}"#
        let first = try await here.examinees(retakes: policy)[0]
        try await here.sit(first.link, rightly: false)
        let second = try await here.examinees(["Bo"], retakes: policy)[0]
        // The same person under two addresses, merged.
        try await here.force(
            """
            UPDATE person
            SET merged_into = (SELECT person_id FROM enrollment WHERE id = \(first.claim))
            WHERE id = (SELECT person_id FROM enrollment WHERE id = \(second.claim))
            """
        )
        #expect(try await here.sit(second.link, rightly: false).number == 2)
        #expect(try await refusedCode(first) == "no-try-left")
        #expect(try await refusedCode(second) == "no-try-left")
    }

    @Test("of five who begin at once for the same person, one begins", arguments: 1...2)
    func race(_: Int) async throws {
        try await here.importExam()
        let ada = try await here.examinees()[0]
        let attempts = attempts
        let asked = asked
        let begun = await withTaskGroup(of: AttemptID?.self) { group in
            for _ in 1...5 {
                group.addTask { try? await attempts.begin(link: ada.link, requirement: asked).id }
            }
            return await group.reduce(into: [AttemptID?]()) { $0.append($1) }
        }
        #expect(Set(begun.compactMap(\.self)).count == 1)
        let rows: Int = try await here.service.read { try $0.one("SELECT count(*) FROM attempt") }
        #expect(rows == 1)
    }

    @Test("a practical is tried by the same policy, on the day it is held")
    func practical() async throws {
        try await here.importExam()
        let ada = try await here.examinees()[0]
        try await here.force("ALTER TABLE requirement DISABLE TRIGGER frozen_version_never_changes")
        let policy = #"{"practical": "P", "retakes": {"attempts": 2, "waiting_days": [10]}}"#
        try await here.force(
            "UPDATE requirement SET detail = \(policy)::text::jsonb WHERE code = 'practical-exam'"
        )
        // What it came to is told without raters.
        try await here.force("ALTER TABLE practical_score DISABLE TRIGGER practical_score_rests_on_its_ratings")
        try await here.force(
            """
            INSERT INTO practical (code, version, name, cut, digest, frozen_at) VALUES ('P', 1, 'P', 1, sha256(''), now())
            """
        )
        let staff = try await here.staff(.examiner).staff?.id
        let tried = { (day: Int) in
            await constraint {
                try await here.force(
                    """
                    WITH asked AS (
                        SELECT requirement.id
                        FROM enrollment
                        JOIN cohort ON cohort.id = cohort_id
                        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
                        WHERE enrollment.id = \(ada.claim) AND requirement.kind = 'practical_exam'
                    ),
                    let AS (
                        INSERT INTO eligibility (enrollment_id, requirement_id, basis)
                        SELECT \(ada.claim), id, '{}' FROM asked
                        RETURNING id
                    )
                    INSERT INTO practical_attempt (
                        enrollment_id, requirement_id, practical_id, eligibility_id, number, held_on, staff_id
                    )
                    SELECT \(ada.claim), asked.id, practical.id, let.id, 1, registrar_clock()::date + \(day)::integer, \(staff)
                    FROM let, asked, practical
                    WHERE practical.code = 'P'
                    """
                )
            }
        }
        let failed: SQL = """
            INSERT INTO practical_score (attempt_id, doubled_points, maximum, cut, unsafe, tasks)
            SELECT max(id), 0, 10, 1, '{}', '{}' FROM practical_attempt
            """
        #expect(await tried(0) == nil)
        #expect(await tried(30) == "one_try_at_a_time")
        try await here.force(failed)
        #expect(await tried(9) == "no_try_before_its_waiting_time")
        #expect(await tried(10) == nil)
        try await here.force(failed)
        #expect(await tried(60) == "no_try_after_the_last")
        let numbers: [Int] = try await here.service.read {
            try $0.all("SELECT number FROM practical_attempt ORDER BY id")
        }
        #expect(numbers == [1, 2])
    }
}
