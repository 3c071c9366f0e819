import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("The queue", .database)
struct QueueTests {
    let institute = TestDatabase.current
    var seats: Seats { institute.registrar.seats }

    @Test("a seat given back is offered to the head of the queue in the same transaction")
    func offered() async throws {
        let (cohort, holder) = try await institute.fullCohort()
        let first = try await institute.wait(cohort, "first@example.org").id
        let second = try await institute.wait(cohort, "second@example.org").id
        _ = try await seats.withdraw(holder, by: .applicant(holder))

        let offer = try await seats.status(of: first, by: .system)
        #expect(offer.state == .offered)
        #expect(offer.seatNumber == 1)
        #expect(try await seats.status(of: second, by: .system).position == 1)
        #expect(
            try await institute.mailKinds(to: "first@example.org") == [
                "mail.waiting", "mail.offered", "mail.offer_reminder",
            ]
        )
    }

    @Test("an offer accepted is a confirmed seat; declined or lapsed, it goes to the next")
    func answers() async throws {
        let (cohort, holder) = try await institute.fullCohort()
        var waiters: [EnrollmentID] = []
        for number in 1...3 { waiters.append(try await institute.wait(cohort, "w\(number)@example.org").id) }
        _ = try await seats.withdraw(holder, by: .applicant(holder))

        #expect(try await seats.decline(waiters[0], by: .applicant(waiters[0])).state == .declined)
        #expect(try await seats.status(of: waiters[1], by: .system).state == .offered)
        try await institute.shiftClock(by: .seconds(4 * 24 * 3600))
        #expect(try await seats.settleDue() == 1)
        #expect(try await seats.status(of: waiters[1], by: .system).state == .lapsed)
        #expect(try await seats.accept(waiters[2], by: .applicant(waiters[2])).state == .confirmed)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("a waiter with an unconfirmed address keeps the place but is passed over, and that is recorded")
    func passedOver() async throws {
        let (cohort, holder) = try await institute.fullCohort()
        let unconfirmed = try await institute.reserve(cohort, "unconfirmed@example.org").id
        let next = try await institute.wait(cohort, "next@example.org").id
        _ = try await seats.withdraw(holder, by: .applicant(holder))

        #expect(try await seats.status(of: next, by: .system).state == .offered)
        #expect(try await seats.status(of: unconfirmed, by: .system).position == 1)
        let reasons: [String] = try await institute.service.read {
            try $0.all(
                "SELECT reason FROM enrollment_event WHERE enrollment_id = \(unconfirmed) AND kind = 'passed_over'"
            )
        }
        #expect(reasons == ["address_unconfirmed"])
    }

    @Test("while anyone waits, no one from the public is seated; confirming the address brings the offer")
    func firstRefusal() async throws {
        let (cohort, holder) = try await institute.fullCohort()
        let waiter = try await institute.reserve(cohort, "waiter@example.org").id
        _ = try await seats.withdraw(holder, by: .applicant(holder))

        let newcomer = try await institute.reserve(cohort, "newcomer@example.org")
        #expect(newcomer.state == .waitlisted)
        #expect(newcomer.position == 2)
        #expect(try await seats.confirm(waiter, by: .applicant(waiter)).state == .offered)
    }

    @Test("a hold that expired frees its seat for whoever asks next, without a sweeper")
    func holdExpires() async throws {
        let cohort = try await institute.openCohort(capacity: 1)
        let first = try await institute.reserve(cohort, "first@example.org").id
        try await institute.shiftClock(by: .seconds(2 * 3600 + 1))
        #expect(try await institute.registrar.cohorts.page(code: cohort, by: .visitor).cohort.seatsFree == 1)
        #expect(try await institute.reserve(cohort, "second@example.org").seatNumber == 1)
        #expect(try await seats.status(of: first, by: .system).state == .lapsed)
        await #expect { _ = try await seats.confirm(first, by: .applicant(first)) } throws: {
            ($0 as? Refusal)?.code == "hold-lapsed"
        }
        #expect(try await institute.reserve(cohort, "first@example.org").id != first)
    }

    @Test("a verb that comes too late is refused, and what its settling brought about stays")
    func refusedVerbSettles() async throws {
        let cohort = try await institute.openCohort(capacity: 1)
        let late = try await institute.reserve(cohort, "late@example.org").id
        let waiter = try await institute.wait(cohort, "waiter@example.org").id
        try await institute.shiftClock(by: .seconds(2 * 3600 + 1))
        await #expect { _ = try await seats.confirm(late, by: .applicant(late)) } throws: {
            ($0 as? Refusal)?.code == "hold-lapsed"
        }
        #expect(
            try await institute.mailKinds(to: "waiter@example.org") == [
                "mail.waiting", "mail.offered", "mail.offer_reminder",
            ]
        )
        #expect(try await seats.accept(waiter, by: .applicant(waiter)).state == .confirmed)
    }

    @Test("a closed cohort gives no freed seat away")
    func closed() async throws {
        let (cohort, holder) = try await institute.fullCohort()
        let waiter = try await institute.wait(cohort, "waiter@example.org").id
        try await institute.force("UPDATE cohort SET state = 'closed' WHERE code = \(cohort)")
        _ = try await seats.withdraw(holder, by: .applicant(holder))
        #expect(try await seats.status(of: waiter, by: .system).state == .waitlisted)
    }
}
