import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Payment comes first", .database)
struct PaymentFirstTests {
    let institute = TestDatabase.current
    var payments: Payments { institute.registrar.payments }
    var seats: Seats { institute.registrar.seats }

    @Test("a confirmed address keeps the seat for the time to pay; the payment confirms it")
    func pays() async throws {
        let cohort = try await institute.openCohort(paymentFirst: true)
        let id = try await institute.reserve(cohort, "ada@example.org").id
        let held = try await seats.confirm(id, by: .applicant(id))
        #expect(held.state == .held && held.addressConfirmed && held.awaitsPayment)
        let deadline = try #require(held.expiresAt)
        #expect(abs(deadline.timeIntervalSince(held.now) - 3 * 86_400) < 1)
        // Asking again moves no deadline, and takes no shortcut.
        try await institute.shiftClock(by: .seconds(3600))
        #expect(try await seats.confirm(id, by: .applicant(id)).expiresAt == deadline)

        #expect(try await !record(100_000, id, "B-1").confirmsSeat)
        let recorded = try await record(29_500, id, "B-2")
        #expect(recorded.confirmsSeat && recorded.status.state == .confirmed && recorded.status.expiresAt == nil)
        #expect(
            try await institute.mailKinds(to: "ada@example.org") == [
                "mail.confirm_seat", "mail.payment_due", "mail.confirmed",
            ]
        )
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("who pays before confirming the address is confirmed by the mailed link")
    func paysEarly() async throws {
        let cohort = try await institute.openCohort(paymentFirst: true)
        let id = try await institute.reserve(cohort, "ada@example.org").id
        #expect(try await record(129_500, id, "B-1").status.state == .held)
        #expect(try await seats.confirm(id, by: .applicant(id)).state == .confirmed)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("an accepted offer is held until it is paid, never past the start; a waiver confirms as well")
    func offer() async throws {
        let cohort = try await institute.openCohort(capacity: 1, paymentFirst: true)
        let holder = try await institute.reserve(cohort, "holder@example.org").id
        _ = try await seats.confirm(holder, by: .applicant(holder))
        let waiter = try await institute.seated(cohort, "waiter@example.org")
        _ = try await seats.withdraw(holder, by: .system)
        let startsAt = try #require(
            try await institute.registrar.cohorts.page(code: cohort, by: .visitor).cohort.startsAt
        )
        try await institute.force(
            "UPDATE cohort SET payment_window = interval '59 days 23 hours' WHERE code = \(cohort)"
        )
        let accepted = try await seats.accept(waiter, by: .applicant(waiter))
        #expect(accepted.state == .held && accepted.awaitsPayment && accepted.dueMinor == 129_500)
        #expect(try #require(accepted.expiresAt) <= startsAt)
        let entry = try PaymentEntry(.waived, of: 129_500, "USD", for: waiter, reference: "scholarship")
        #expect(try await payments.record(entry, by: .system).confirmsSeat)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("what is not paid in time lapses; money that came for it is a case")
    func lapses() async throws {
        let cohort = try await institute.openCohort(capacity: 1, paymentFirst: true)
        let id = try await institute.seated(cohort, "ada@example.org")
        _ = try await record(100_000, id, "B-1")
        let waiter = try await institute.seated(cohort, "waiter@example.org")
        try await institute.shiftClock(by: .seconds(3 * 86_400 + 1))
        #expect(try await seats.settleDue() == 1)
        #expect(try await seats.status(of: id, by: .system).state == .lapsed)
        #expect(try await seats.status(of: waiter, by: .system).state == .offered)
        _ = try await record(29_500, id, "B-2")
        let open = try await payments.openCases(by: .system)
        #expect(open.map(\.kind) == [.late] && open.map(\.amountMinor) == [129_500])
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("a free cohort has nothing to wait for")
    func free() async throws {
        await refused("invalid") { _ = try await institute.openCohort(price: 0, paymentFirst: true) }
        let cohort = try await institute.openCohort(price: 0, paymentFirst: false)
        let id = try await institute.seated(cohort, "ada@example.org")
        #expect(try await seats.status(of: id, by: .system).state == .confirmed)
        #expect(try await payments.list(cohort: cohort, by: .system).isEmpty)
        #expect(try await institute.brokenInvariants() == [])
    }

    private func record(_ amount: Int, _ id: EnrollmentID, _ reference: String) async throws -> RecordedPayment {
        try await payments.record(
            try PaymentEntry(.received, of: amount, "USD", for: id, reference: reference),
            by: .system
        )
    }
}
