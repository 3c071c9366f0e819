import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Editing", .database)
struct EditTests {
    let here = TestDatabase.current
    var cohorts: Cohorts { here.registrar.cohorts }

    @Test("who has a claim is told once of a new venue, with a calendar entry of a higher sequence")
    func venue() async throws {
        let code = try await here.openCohort(capacity: 1)
        let ada = try await here.arrive(code, "ada@example.org")
        _ = try await here.arrive(code, "bo@example.org")
        let before = try #require(try await here.letters("mail.confirmed").first)
        let edit = CohortEdit(venue: "2 Side Street")
        let plan = try await cohorts.planEdit(code: code, edit, by: .system)
        #expect(plan.fates == [.told, .told])
        let changes = try #require(plan.lines.first?.outcome.changes)
        #expect(changes.count == 2)
        #expect(changes[0].contains("1 Main Street, Springfield → ") && changes[0].hasSuffix("2 Side Street"))
        #expect(try await cohorts.page(code: code, by: .system).sessions[0].venue == "1 Main Street, Springfield")

        _ = try await cohorts.edit(code: code, edit, hash: plan.hash, by: .system)
        #expect(
            try await cohorts.page(code: code, by: .system).sessions.map(\.venue) == ["2 Side Street", "2 Side Street"]
        )
        #expect(
            try await here.mailKinds(to: "ada@example.org") == ["mail.confirm_seat", "mail.confirmed", "mail.changed"]
        )
        #expect(try await here.mailKinds(to: "bo@example.org") == ["mail.waiting", "mail.changed"])
        let after = try #require(try await here.letters("mail.changed").first)
        #expect(after.enrollmentID == ada && after.sequence > before.sequence)
        #expect(try await here.state(of: ada) == .confirmed)
        // The same hash again: it is done, and nobody is told twice.
        #expect(try await cohorts.edit(code: code, edit, hash: plan.hash, by: .system).isApplied)
        #expect(try await cohorts.planEdit(code: code, edit, by: .system).lines.isEmpty)
        #expect(try await here.mailKinds(to: "bo@example.org").count == 2)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a seat more is offered at once to who waits; seats alone are nobody's letter")
    func capacity() async throws {
        let code = try await here.openCohort(capacity: 1)
        _ = try await here.arrive(code, "ada@example.org")
        let waiter = try await here.arrive(code, "bo@example.org")
        let plan = try await cohorts.edit(code, CohortEdit(capacity: 2))
        #expect(plan.fates.isEmpty && plan.lines[0].outcome.changes == ["capacity: 1 → 2"])
        #expect(plan.cohort.capacity == 2)
        #expect(try await here.state(of: waiter) == .offered)
        #expect(
            try await here.mailKinds(to: "bo@example.org") == ["mail.waiting", "mail.offered", "mail.offer_reminder"]
        )
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("the capacity never goes below a seat that is taken, and the refusal names it")
    func taken() async throws {
        let code = try await here.openCohort(capacity: 3)
        let ada = try await here.arrive(code, "ada@example.org")
        let bo = try await here.arrive(code, "bo@example.org")
        _ = try await here.registrar.seats.withdraw(ada, by: .applicant(ada))
        let refused = try await refusal { try await cohorts.edit(code, CohortEdit(capacity: 1)) }
        #expect(refused?.code == "seat-taken")
        #expect(refused?.message.contains("Seat 2 of \(code) is taken (enrollment \(bo), confirmed)") == true)
        #expect(try await cohorts.edit(code, CohortEdit(capacity: 2)).cohort.capacity == 2)
    }

    @Test("sessions move with their zone; registration that closes with the start moves along")
    func sessions() async throws {
        let code = try await here.openCohort()
        let day = Date(timeIntervalSinceNow: 90 * 86_400).formatted(.iso8601.year().month().day())
        let plan = try await cohorts.edit(
            code,
            CohortEdit(timeZone: "Europe/Berlin", sessions: [.init(startsAt: "\(day)T10:00", endsAt: "\(day)T12:00")])
        )
        #expect(plan.lines[0].outcome.changes?.count == 4)
        let page = try await cohorts.page(code: code, by: .system)
        #expect(page.sessions.count == 1 && page.sessions[0].timeZone == "Europe/Berlin")
        #expect(page.sessions[0].venue == "1 Main Street, Springfield")
        #expect(page.cohort.registrationClosesAt == page.cohort.startsAt)
        #expect(page.cohort.timeZone == "Europe/Berlin")
    }

    @Test("no offer and no hold outlasts a start that moved before its end")
    func deadline() async throws {
        let code = try await here.openCohort(capacity: 2)
        let ada = try await here.arrive(code, "ada@example.org")
        let cy = try await here.arrive(code, "cy@example.org")
        let waiter = try await here.arrive(code, "bo@example.org")
        _ = try await here.registrar.seats.withdraw(ada, by: .applicant(ada))
        _ = try await here.registrar.seats.withdraw(cy, by: .applicant(cy))
        let held = try await here.reserve(code, "dee@example.org").id
        let soon = Date(timeIntervalSinceNow: 3600).formatted(
            Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day().time(includingFractionalSeconds: false)
        )
        _ = try await cohorts.edit(
            code,
            CohortEdit(timeZone: "UTC", sessions: [.init(startsAt: soon, endsAt: "2099-01-01T10:00")])
        )
        for (claim, state) in [(waiter, Enrollment.State.offered), (held, .held)] {
            let status = try await here.registrar.seats.status(of: claim, by: .system)
            #expect(status.state == state)
            #expect(status.expiresAt == (try await cohorts.page(code: code, by: .system).cohort.startsAt))
        }
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("each thing that cannot be is refused with its field, and nothing is changed")
    func bad() async throws {
        let code = try await here.openCohort()
        let session = { (start: String, end: String) in [CohortDraft.Session(startsAt: start, endsAt: end)] }
        let cases: [(CohortEdit, String)] = [
            (CohortEdit(capacity: 11), "capacity"), (CohortEdit(capacity: 0), "capacity"), (CohortEdit(), "edit"),
            (CohortEdit(timeZone: "Mars/Olympus"), "time_zone"), (CohortEdit(timeZone: "Europe/Berlin"), "time_zone"),
            (CohortEdit(sessions: []), "sessions"),
            (CohortEdit(sessions: session("2020-01-01T09:00", "2020-01-01T10:00")), "sessions[1].starts_at"),
            (CohortEdit(sessions: session("2031-03-09T02:30", "2031-03-09T10:00")), "sessions[1].starts_at"),
            (CohortEdit(sessions: session("2031-03-10T09:00", "2031-03-10T08:00")), "sessions[1].ends_at"),
            (CohortEdit(sessions: session("soon", "2031-03-10T08:00")), "sessions[1].starts_at"),
            (CohortEdit(venue: " "), "sessions[1].venue"),
            (CohortEdit(onlineUrl: "javascript:alert(1)"), "sessions[1].online_url"),
            (CohortEdit(registrationClosesAt: "2020-01-01T09:00"), "registration_closes_at"),
            (CohortEdit(registrationClosesAt: "never"), "registration_closes_at"),
        ]
        for (edit, field) in cases {
            let refused = try await refusal { try await cohorts.edit(code, edit) }
            #expect(refused?.kind == .invalid && refused?.problems.first?.field == field, "\(edit): \(field)")
        }
        #expect(try await here.registrar.audit.tail(verb: "cohort.edit", by: .system).isEmpty)
    }

    @Test("a draft and a closed cohort can be edited; one that was held or cancelled stays as it was")
    func states() async throws {
        let edit = CohortEdit(capacity: 5)
        #expect(try await cohorts.edit(try await here.draftCohort(), edit).cohort.capacity == 5)
        let code = try await here.openCohort()
        try await cohorts.close(code)
        #expect(try await cohorts.edit(code, edit).cohort.capacity == 5)
        try await cohorts.cancel(code)
        #expect(try await refusal { try await cohorts.edit(code, CohortEdit(capacity: 6)) }?.code == "cohort-cancelled")
        let held = try await here.openCohort()
        try await here.force("UPDATE cohort SET state = 'closed' WHERE code = \(held)")
        try await here.force("UPDATE cohort SET state = 'completed' WHERE code = \(held)")
        #expect(try await refusal { try await cohorts.edit(held, edit) }?.code == "cohort-completed")
    }

    @Test("a new claim between plan and application makes the plan stale, because they would be told too")
    func stale() async throws {
        let code = try await here.openCohort()
        let edit = CohortEdit(venue: "2 Side Street")
        let hash = try await cohorts.planEdit(code: code, edit, by: .system).hash
        let ada = try await here.reserve(code, "ada@example.org").id
        let refused = try await refusal { _ = try await cohorts.edit(code: code, edit, hash: hash, by: .system) }
        #expect(refused?.message.contains("enrollment \(ada) is new (held, told)") == true)
    }
}
