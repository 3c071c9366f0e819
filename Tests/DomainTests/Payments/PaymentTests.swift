import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Money as a record", .database)
struct PaymentTests {
    let institute = TestDatabase.current
    var payments: Payments { institute.registrar.payments }
    var seats: Seats { institute.registrar.seats }

    @Test("a held seat expects its price; what comes, is waived and goes back adds up")
    func ledger() async throws {
        let cohort = try await institute.openCohort()
        let id = try await institute.seated(cohort, "ada@example.org")
        #expect(try await seats.status(of: id, by: .system).dueMinor == 129_500)
        let recorded = try await record(.received, 100_000, id, "B-1", CalendarDate("2026-11-02"))
        #expect(recorded.account.dueMinor == 29_500 && recorded.cases.isEmpty && !recorded.isRepeat)
        _ = try await record(.waived, 29_500, id, "the board")
        #expect(try await seats.status(of: id, by: .system).dueMinor == 0)
        _ = try await record(.refunded, 10_000, id, "B-2")
        let (account, lines) = try await payments.ledger(of: id, by: .system)
        #expect(account.withUsMinor == 90_000 && account.dueMinor == 10_000)
        #expect(lines.map(\.kind) == [.expected, .received, .waived, .refunded])
        #expect(lines[1].valueDate == CalendarDate("2026-11-02"))
        let list = try await payments.list(cohort: cohort, by: .system)
        #expect(list.map(\.dueMinor) == [10_000] && list.map(\.expectedMinor) == [129_500])
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("who waits owes nothing; who accepts an offer does")
    func accepted() async throws {
        let cohort = try await institute.openCohort(capacity: 1)
        let holder = try await institute.seated(cohort, "holder@example.org")
        let waiter = try await institute.seated(cohort, "waiter@example.org")
        #expect(try await seats.status(of: waiter, by: .system).dueMinor == 0)
        _ = try await seats.withdraw(holder, by: .system)
        #expect(try await seats.accept(waiter, by: .applicant(waiter)).dueMinor == 129_500)
        #expect(try await seats.status(of: holder, by: .system).dueMinor == 0)
    }

    @Test("the same reference is the same money: same answer, or a refusal")
    func idempotent() async throws {
        let cohort = try await institute.openCohort()
        let ada = try await institute.seated(cohort, "ada@example.org")
        let bo = try await institute.seated(cohort, "bo@example.org")
        let first = try await record(.received, 129_500, ada, "B-1")
        let again = try await record(.received, 129_500, ada, " B-1 ")
        #expect(again.isRepeat && again.payment.id == first.payment.id && again.account == first.account)
        await refused("reference-used") { _ = try await record(.received, 129_501, ada, "B-1") }
        await refused("reference-used") { _ = try await record(.received, 129_500, bo, "B-1") }
        // A refund may bear the reference of what came.
        #expect(try await !record(.refunded, 129_500, ada, "B-1").isRepeat)
        #expect(try await payments.ledger(of: ada, by: .system).payments.count == 3)
    }

    @Test("the same reference at the same instant is recorded once")
    func raced() async throws {
        let cohorts = [try await institute.openCohort(), try await institute.openCohort()]
        var ids: [EnrollmentID] = []
        for (number, cohort) in (cohorts + cohorts).enumerated() {
            ids.append(try await institute.seated(cohort, "p\(number)@example.org"))
        }
        let claims = ids
        let done = await withTaskGroup(of: Bool.self) { group in
            for id in claims {
                group.addTask { (try? await record(.received, 129_500, id, "ONCE")) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(done == 1)
    }

    @Test("what is no payment is refused, each with its own word")
    func refusals() async throws {
        let cohort = try await institute.openCohort()
        let id = try await institute.seated(cohort, "ada@example.org")
        for amount in [0, -5, PaymentEntry.mostMinor + 1] {
            await refused("invalid") { _ = try await record(.received, amount, id, "B-1") }
        }
        await refused("invalid") { _ = try await record(.received, 5, id, "  ") }
        await refused("invalid") { _ = try await record(.received, 5, id, "B\n1") }
        await refused("invalid") { _ = try await record(.received, 5, id, "B-1", currency: "US") }
        await refused("other-currency") { _ = try await record(.received, 5, id, "B-1", currency: "cad") }
        await refused("enrollment-unknown") {
            _ = try await record(.received, 5, EnrollmentID(rawValue: 99_999), "B-1")
        }
        await refused("refund-too-large") { _ = try await record(.refunded, 5, id, "B-1") }
        await refused("waiver-too-large") { _ = try await record(.waived, 129_501, id, "B-1") }
        #expect(try await payments.ledger(of: id, by: .system).payments.count == 1)
        await #expect { try await institute.service.write { try $0.execute("DELETE FROM payment") } } throws: { _ in
            true
        }
    }

    @Test("ten million million cents are as exact as one, and more than expected is a case")
    func large() async throws {
        let cohort = try await institute.openCohort()
        let id = try await institute.seated(cohort, "ada@example.org")
        let recorded = try await record(.received, 10_000_000_000_000, id, "B-1")
        #expect(recorded.account.dueMinor == 129_500 - 10_000_000_000_000)
        #expect(recorded.cases.map(\.kind) == [.overpaid])
        #expect(recorded.cases.map(\.amountMinor) == [10_000_000_000_000 - 129_500])
        let settled = try await payments.settle(recorded.cases[0].id, .refund(reference: "R-1"), by: .system)
        #expect(settled.settled.outcome == .refunded)
        #expect(try await seats.status(of: id, by: .system).dueMinor == 0)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("money goes along with a seat that moves, and a payment for the old claim follows it")
    func moved() async throws {
        let here = try await institute.openCohort(price: 100_000, paymentFirst: false)
        let there = try await institute.openCohort(price: 120_000, paymentFirst: false)
        let id = try await institute.seated(here, "ada@example.org")
        _ = try await record(.received, 90_000, id, "B-1", currency: "USD")
        let moved = try await seats.transfer(id, to: there, by: .applicant(id))
        #expect(moved.movedMinor == 90_000 && moved.status.dueMinor == 30_000)
        #expect(try await seats.status(of: id, by: .system).dueMinor == 0)
        let late = try await record(.received, 30_000, id, "B-2")
        #expect(late.status.id == moved.status.id && late.account.dueMinor == 0 && late.cases.isEmpty)
        // What was recorded before the move is the same money after it.
        #expect(try await record(.received, 90_000, id, "B-1").isRepeat)
        #expect(try await record(.received, 90_000, moved.status.id, "B-1").isRepeat)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("a cheaper seat leaves too much, a seat in another currency takes no money along")
    func cheaper() async throws {
        let here = try await institute.openCohort(price: 100_000, paymentFirst: false)
        let cheap = try await institute.openCohort(price: 80_000, paymentFirst: false)
        let foreign = try await institute.openCohort(price: 80_000, currency: "CAD", paymentFirst: false)
        let id = try await institute.seated(here, "ada@example.org")
        _ = try await record(.received, 100_000, id, "B-1")
        await refused("other-currency") { _ = try await seats.transfer(id, to: foreign, by: .applicant(id)) }
        #expect(try await seats.status(of: id, by: .system).state == .confirmed)
        let moved = try await seats.transfer(id, to: cheap, by: .applicant(id)).status
        let open = try await payments.openCases(cohort: cheap, by: .system)
        #expect(open.map(\.amountMinor) == [20_000] && open.map(\.enrollmentId) == [moved.id])
        _ = try await payments.settle(open[0].id, .keep, by: .system)
        #expect(try await payments.openCases(by: .system).isEmpty)
        #expect(try await institute.brokenInvariants() == [])
    }

    private func record(
        _ kind: PaymentEntry.Kind,
        _ amount: Int,
        _ id: EnrollmentID,
        _ reference: String,
        _ date: CalendarDate? = nil,
        currency: String = "USD"
    ) async throws -> RecordedPayment {
        let entry = try PaymentEntry(kind, of: amount, currency, for: id, reference: reference, valueDate: date)
        return try await payments.record(entry, by: .system)
    }
}
