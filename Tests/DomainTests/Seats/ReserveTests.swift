import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Reserving", .database)
struct ReserveTests {
    let institute = TestDatabase.current

    @Test("ten applicants get the ten seats, the eleventh the first place in the queue")
    func capacity() async throws {
        let cohort = try await institute.openCohort()
        var seats: [Int?] = []
        for number in 1...10 { seats.append(try await institute.reserve(cohort, "a\(number)@example.org").seatNumber) }
        #expect(seats == (1...10).map { $0 })

        let eleventh = try await institute.reserve(cohort, "late@example.org")
        #expect(eleventh.state == .waitlisted)
        #expect(eleventh.position == 1)
        #expect(eleventh.seatNumber == nil)
        #expect(eleventh.expiresAt == nil)
    }

    @Test("five hundred at once: ten seats, and each place in the queue once")
    func opening() async throws {
        let cohort = try await institute.openCohort()
        let institute = institute
        let entries = try await withThrowingTaskGroup(of: Reservation.Entry.self) { group in
            for number in 1...500 {
                group.addTask { try await institute.reserve(cohort, "p\(number)@example.org") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(entries.compactMap(\.seatNumber).sorted() == Array(1...10))
        #expect(entries.compactMap(\.position).sorted() == Array(1...490))
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("the same key and body give the same answer; another body is refused")
    func replay() async throws {
        let cohort = try await institute.openCohort()
        let first = try await institute.reserve(cohort, "ada@example.org", key: "k")
        _ = try await institute.reserve(cohort, "bob@example.org", key: "other")
        let request = try ReservationRequest(
            cohort: cohort,
            name: "Ada",
            email: " ADA@example.org ",
            idempotencyKey: "k"
        )
        guard
            case .entered(let again, let isReplay) = try await institute.registrar.seats.reserve(request, by: .visitor)
        else { throw Unexpected() }
        #expect(again == first)
        #expect(isReplay)
        await #expect(throws: Refusal.self) { _ = try await institute.reserve(cohort, "eve@example.org", key: "k") }
    }

    @Test("twenty requests with one key at once are one reservation")
    func doubleClick() async throws {
        let cohort = try await institute.openCohort()
        let institute = institute
        let entries = try await withThrowingTaskGroup(of: Reservation.Entry.self) { group in
            for _ in 1...20 { group.addTask { try await institute.reserve(cohort, "ada@example.org", key: "k") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(entries.map(\.id)).count == 1)
        #expect(try await institute.registrar.cohorts.page(code: cohort, by: .visitor).cohort.seatsTaken == 1)
    }

    @Test("a key is forgotten after a day")
    func keyExpires() async throws {
        let cohort = try await institute.openCohort()
        _ = try await institute.reserve(cohort, "ada@example.org", key: "k")
        try await institute.shiftClock(by: .seconds(25 * 3600))
        #expect(try await institute.reserve(cohort, "bob@example.org", key: "k").state == .held)
    }

    @Test("a hold never outlasts the start")
    func holdEndsByTheStart() async throws {
        let cohort = try await institute.openCohort(daysAhead: 2)
        try await institute.force("UPDATE cohort SET hold_window = interval '14 days'")
        let ada = try await institute.reserve(cohort, "ada@example.org")
        let page = try await institute.registrar.cohorts.page(code: cohort, by: .visitor)
        #expect(ada.expiresAt == page.cohort.startsAt)
    }

    @Test("an address that is live already changes nothing and is told by mail, once an hour")
    func known() async throws {
        let cohort = try await institute.openCohort()
        _ = try await institute.reserve(cohort, "ada@example.org")
        for _ in 1...3 {
            let request = try ReservationRequest(cohort: cohort, name: "Eve", email: "Ada@Example.org")
            guard case .known(cohort) = try await institute.registrar.seats.reserve(request, by: .visitor) else {
                throw Unexpected()
            }
        }
        let kinds = try await institute.registrar.jobs.list(by: .system).map(\.kind).sorted()
        #expect(kinds == ["mail.confirm_seat", "mail.known"])
    }

    @Test("the sixth unconfirmed request of one client is refused, and a confirmation makes room")
    func clientLimit() async throws {
        let cohort = try await institute.openCohort(capacity: 3)
        var first: Reservation.Entry?
        for number in 1...5 {
            let entry = try await institute.reserve(cohort, "a\(number)@example.org", client: "203.0.113.7")
            first = first ?? entry
        }
        await #expect { _ = try await institute.reserve(cohort, "a6@example.org", client: "203.0.113.7") } throws: {
            ($0 as? Refusal)?.code == "too-many-unconfirmed"
        }
        #expect(try await institute.reserve(cohort, "b@example.org", client: "203.0.113.8").state == .waitlisted)
        let id = try #require(first?.id)
        _ = try await institute.registrar.seats.confirm(id, by: .applicant(id))
        #expect(try await institute.reserve(cohort, "a6@example.org", client: "203.0.113.7").state == .waitlisted)
    }

    @Test("an unknown cohort and one that takes no one each answer in their own words")
    func refusals() async throws {
        let draft = try await institute.draftCohort()
        let cancelled = try await institute.openCohort()
        try await institute.force("UPDATE cohort SET state = 'cancelled' WHERE code = \(cancelled)")
        let closed = try await institute.openCohort()
        try await institute.force("UPDATE cohort SET state = 'closed' WHERE code = \(closed)")
        let later = try await institute.openCohort()
        try await institute.force(
            """
            UPDATE cohort
            SET registration_opens_at = now() + interval '1 day', registration_closes_at = now() + interval '2 days'
            WHERE code = \(later)
            """
        )
        let expected = [
            ("NOWHERE", "cohort-unknown", Refusal.Kind.notFound), (draft, "cohort-unknown", .notFound),
            (cancelled, "cohort-cancelled", .gone), (closed, "cohort-closed", .conflict),
            (later, "cohort-not-yet-open", .conflict),
        ]
        for (cohort, code, kind) in expected {
            await #expect { _ = try await institute.reserve(cohort, "ada@example.org") } throws: {
                let refusal = $0 as? Refusal
                return refusal?.code == code && refusal?.kind == kind
            }
        }
    }

    @Test("every problem of a request is listed at once")
    func problems() {
        #expect {
            _ = try ReservationRequest(
                cohort: "X",
                name: " \n ",
                email: "a@",
                timeZone: "Mars/Olympus",
                idempotencyKey: String(repeating: "k", count: 201)
            )
        } throws: {
            ($0 as? Refusal)?.problems.map(\.field) == ["name", "email", "time_zone", "Idempotency-Key"]
        }
    }
}
