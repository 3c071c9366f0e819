import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Recording progress", .database)
struct RecordTests {
    let here = TestDatabase.current

    @Test("a checklist is complete when its last skill is signed off; a failed one shows until it is done again")
    func skills() async throws {
        let (code, claims) = try await here.seatedCohort()
        let first = try await here.say(ProgressEntry(.completed, "skills", skills: ["A-1"]), of: claims[0], in: code)
        #expect(first.before.state == .incomplete && first.after.state == .incomplete)
        #expect(first.after.done == 1 && first.after.needed == 3)
        let failed = try await here.say(ProgressEntry(.failed, "skills", skills: ["a-2"]), of: claims[0], in: code)
        #expect(failed.after.state == .failed)
        let rest = try ProgressEntry(.completed, "skills", skills: ["A-2", "B-1"])
        #expect(try await here.say(rest, of: claims[0], in: code).after.state == .complete)
        let reopened = try ProgressEntry(.reopened, "skills", skills: ["B-1"], note: "Signed off by mistake.")
        let open = try await here.say(reopened, of: claims[0], in: code).after
        #expect(open.state == .incomplete && open.done == 2)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("hours add up to what is asked, and begin anew when they are reopened")
    func hours() async throws {
        let (code, claims) = try await here.seatedCohort()
        let day = CalendarDate(year: 2026, month: 1, day: 5)
        let half = try ProgressEntry(.completed, "hours", minutes: 150, doneOn: day)
        #expect(try await here.say(half, of: claims[0], in: code).after.done == 150)
        let again = try await here.say(half, of: claims[0], in: code).after
        #expect(again.state == .complete && again.done == 300)
        #expect(try await here.say(ProgressEntry(.failed, "hours"), of: claims[0], in: code).after.state == .failed)
        let reopened = try ProgressEntry(.reopened, "hours", note: "The clinic was no rehabilitation setting.")
        #expect(try await here.say(reopened, of: claims[0], in: code).after.done == 0)
        let minute = try ProgressEntry(.completed, "hours", minutes: 1)
        #expect(try await here.say(minute, of: claims[0], in: code).after.state == .incomplete)
    }

    @Test("a card holds to the end of its last day, then it is expired; a new one that is sent is looked at first")
    func card() async throws {
        let (code, claims) = try await here.seatedCohort()
        let today = try await here.registrar.progress.open(link: here.progressLink(of: claims[0])).today
        let lastDay = CalendarDate(daysSince1970: today.daysSince1970 + 1)
        let card = try ProgressEntry(.completed, "card", validUntil: lastDay)
        let held = try await here.say(card, of: claims[0], in: code).after
        #expect(held.state == .complete && held.lastDay == "\(lastDay)" && held.isMet)
        try await here.shiftClock(by: .seconds(86_400))
        #expect(try await here.standing(of: claims[0], in: code)["card"]?.state == .complete)
        try await here.shiftClock(by: .seconds(86_400))
        let expired = try #require(try await here.standing(of: claims[0], in: code)["card"])
        #expect(expired.state == .expired && expired.done == 0 && !expired.isMet)
        let brought = try BroughtEvidence(to: "card", file: .sample(), validUntil: "2031-01-31")
        let page = try await here.registrar.progress.submit(brought, link: here.progressLink(of: claims[0]))
        #expect(page.states.first { $0.code == "card" }?.state == .submitted)
        let evidence = try #require(page.evidence.first)
        let renewed = try ProgressEntry(
            .completed,
            "card",
            validUntil: CalendarDate("2031-01-31"),
            evidence: evidence.id
        )
        #expect(try await here.say(renewed, of: claims[0], in: code).after.state == .complete)
    }

    @Test("what a candidate sends takes nothing back that staff said, and opens what they failed")
    func submissions() async throws {
        let (code, claims) = try await here.seatedCohort()
        let link = here.progressLink(of: claims[0])
        let submit = { (name: String) in
            let brought = try BroughtEvidence(to: "case", file: .sample(.text, name: name))
            return try await here.registrar.progress.submit(brought, link: link)
                .states.first { $0.code == "case" }?.state
        }
        #expect(try await submit("a.txt") == .submitted)
        #expect(try await here.say(ProgressEntry(.failed, "case"), of: claims[0], in: code).after.state == .failed)
        #expect(try await submit("b.txt") == .submitted)
        try await here.say(ProgressEntry(.completed, "case"), of: claims[0], in: code)
        #expect(try await refusal { _ = try await submit("c.txt") }?.code == "requirement-closed")
        try await here.say(ProgressEntry(.waived, "card", note: "A physician."), of: claims[0], in: code)
        let submitted = try ProgressEntry(.submitted, "card")
        #expect(try await here.say(submitted, of: claims[0], in: code).after.state == .waived)
    }

    @Test("what does not fit is refused in words that say what would; nothing is recorded")
    func misfits() async throws {
        let (code, claims) = try await here.seatedCohort()
        let fits: [(ProgressEntry, String)] = try [
            (.init(.completed, "skills"), "Name the skills of skills that are completed; it has 3."),
            (.init(.completed, "skills", skills: ["A-1", "C-9"]), "skills has no skill C-9."),
            (.init(.completed, "skills", skills: ["A-1", "A-1"]), "A skill of skills is named twice."),
            (.init(.completed, "reading", skills: ["A-1"]), "reading has no skills."),
            (.init(.completed, "hours"), "hours counts minutes; say how many."),
            (.init(.completed, "case", minutes: 5), "case counts no minutes when it is completed."),
            (.init(.completed, "card"), "card expires; say the last day on which it holds."),
            (.init(.completed, "card", validUntil: CalendarDate("2020-01-31")), "it expired on 2020-01-31"),
            (.init(.completed, "case", validUntil: CalendarDate("2031-01-31")), "case has no last day"),
            (.init(.completed, "case", doneOn: CalendarDate("2999-01-01")), "2999-01-01 is still to come"),
            (.init(.completed, "theory"), "theory is told by attempts at the exam"),
            (.init(.completed, "days"), "Say who came to which session"),
            (.init(.completed, "nothing"), "has no requirement “nothing”; it has reading, days, skills"),
        ]
        for (entry, words) in fits {
            let refused = try await refusal { try await here.say(entry, of: claims[0], in: code) }
            #expect(
                refused?.kind == .invalid && refused?.message.contains(words) == true,
                "\(words): \(refused as Any)"
            )
        }
        for kind in [ProgressEntry.Kind.waived, .reopened] {
            #expect(throws: Refusal.self) { _ = try ProgressEntry(kind, "card", note: "  ") }
        }
        #expect(throws: Refusal.self) { _ = try ProgressEntry(.completed, "hours", minutes: 0) }
        let shown = try await here.registrar.progress.show(cohort: code, candidate: "\(claims[0])", by: .system)
        #expect(shown.events.isEmpty)
    }

    @Test("a waiver names who waived and why, and so does all that is shown of it; a rehearsal leaves nothing")
    func waiver() async throws {
        let (code, claims) = try await here.seatedCohort()
        let entry = try ProgressEntry(.waived, "card", note: "A physician.")
        let tried = try await here.registrar.progress.record(
            entry,
            of: "\(claims[0])",
            in: code,
            isRehearsal: true,
            by: here.staff(.registrar)
        )
        #expect(tried.after.state == .waived && !tried.isRecorded)
        #expect(try await here.standing(of: claims[0], in: code)["card"]?.state == .incomplete)
        try await here.say(entry, of: claims[0], in: code, by: .registrar)
        let shown = try await here.registrar.progress.show(cohort: code, candidate: "\(claims[0])", by: .system)
        let event = try #require(shown.events.first)
        #expect(event.kind == .waived && event.staff == "registrar" && event.note == "A physician.")
        let blind = try await here.registrar.progress.show(
            cohort: code,
            candidate: "\(shown.candidate.number)",
            by: here.staff(.examiner)
        )
        #expect(blind.candidate.name == nil && blind.candidate.email == nil && blind.events.first?.note == nil)
    }

    @Test("an instructor records for their own cohorts alone; an examiner names nobody by address")
    func whose() async throws {
        let (code, claims) = try await here.seatedCohort()
        let other = try await here.openCohort()
        let entry = try ProgressEntry(.completed, "reading")
        let stranger = try await refusal {
            _ = try await here.registrar.progress.show(cohort: other, by: here.staff(.instructor))
        }
        #expect(stranger?.code == "not-your-cohort" && stranger?.kind == .forbidden)
        let address = "p0@\(code.lowercased()).example"
        let examiner = try await here.staff(.examiner)
        let named = try await refusal {
            _ = try await here.registrar.progress.record(entry, of: address, in: code, by: examiner)
        }
        #expect(named?.message.contains("name a candidate by number") == true)
        let byAddress = try await here.registrar.progress.record(
            entry,
            of: " \(address.uppercased())",
            in: code,
            by: here.staff(.instructor)
        )
        #expect(byAddress.candidate.id == claims[0])
        let unnamed = try await refusal {
            _ = try await here.registrar.progress.record(entry, of: address, in: code, by: .system)
        }
        #expect(unnamed?.code == "staff-only")
    }

    @Test("the database refuses what no operation would write")
    func forbidden() async throws {
        let (code, claims) = try await here.seatedCohort()
        _ = try await here.seatedCohort(["Bo"])
        let id = try #require(try await here.standing(of: claims[0], in: code)["skills"]?.id)
        let instructor = try #require(try await here.staff(.instructor).staff?.id)
        func insert(_ requirement: String, _ columns: String, _ values: SQL) -> SQL {
            """
            INSERT INTO progress_event (enrollment_id, requirement_id, staff_id, \(unverified: columns))
            SELECT \(claims[0]), requirement.id, \(instructor), \(values)
            FROM requirement
            JOIN enrollment ON enrollment.id = \(claims[0])
            JOIN cohort ON cohort.id = enrollment.cohort_id AND cohort.program_version_id = requirement.program_version_id
            WHERE requirement.code = \(requirement)
            """
        }
        let cases: [(SQL, String)] = [
            (insert("skills", "kind, skill", "'completed', 'C-9'"), "skill_is_of_its_checklist"),
            (insert("case", "kind, minutes", "'completed', 5"), "minutes_are_of_observation"),
            (insert("case", "kind, valid_until", "'completed', '2031-01-31'"), "last_days_are_of_documents"),
            (insert("card", "kind", "'completed'"), "a_document_that_expires_has_a_last_day"),
            (insert("theory", "kind", "'completed'"), "exams_are_told_by_their_attempts"),
            (insert("card", "kind", "'waived'"), "a_waiver_has_a_reason_in_words"),
            (
                "INSERT INTO progress_event (enrollment_id, requirement_id, kind) VALUES (\(claims[0]), \(id), 'failed')",
                "candidates_only_submit"
            ),
            (
                """
                INSERT INTO progress_event (enrollment_id, requirement_id, kind, staff_id)
                SELECT \(claims[0]), max(id), 'completed', \(instructor) FROM requirement WHERE kind = 'lesson'
                    AND program_version_id <> (SELECT program_version_id FROM requirement WHERE id = \(id))
                """,
                "progress_is_of_the_own_program"
            ),
            (
                """
                INSERT INTO session_attendance (enrollment_id, session_number, came, staff_id)
                VALUES (\(claims[0]), 3, true, \(instructor))
                """,
                "attendance_is_of_an_own_session"
            ),
        ]
        for (statement, constraint) in cases {
            await #expect("\(constraint)") {
                try await here.service.write { try $0.execute(statement) }
            } throws: {
                ($0 as? PostgresError)?.constraint == constraint
            }
        }
    }
}
