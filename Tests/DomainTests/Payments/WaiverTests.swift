import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("What staff waived goes along", .database)
struct WaiverTests {
    let institute = TestDatabase.current
    var payments: Payments { institute.registrar.payments }
    var seats: Seats { institute.registrar.seats }

    @Test("a seat that moves owes no more than the dearer price has over the old one")
    func transferred() async throws {
        let (from, dearer) = (
            try await institute.openCohort(), try await institute.openCohort(price: 150_000, paymentFirst: false)
        )
        let id = try await institute.seated(from, "ada@example.org")
        try await waive(100_000, of: id)
        _ = try await payments.record(
            PaymentEntry(.received, of: 29_500, "USD", for: id, reference: "B-1"),
            by: .system
        )
        let moved = try await seats.transfer(id, to: dearer, by: .applicant(id))
        let (account, lines) = try await payments.ledger(of: moved.status.id, by: .system)
        #expect((account.waivedMinor, account.withUsMinor, account.dueMinor) == (100_000, 29_500, 20_500))
        #expect(lines.map(\.kind) == [.expected, .moved, .waived])
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("a cheaper seat is waived no further than it owes, and nobody is owed what was waived")
    func cheaper() async throws {
        let (from, cheaper) = (
            try await institute.openCohort(), try await institute.openCohort(price: 50_000, paymentFirst: false)
        )
        let id = try await institute.seated(from, "ada@example.org")
        try await waive(129_500, of: id)
        let moved = try await seats.transfer(id, to: cheaper, by: .applicant(id))
        let account = try await payments.ledger(of: moved.status.id, by: .system).account
        #expect((account.waivedMinor, account.dueMinor) == (50_000, 0))
        #expect(try await payments.openCases(by: .system).isEmpty)
    }

    @Test("a removal that is undone keeps the waiver, and is not dunned")
    func restored() async throws {
        let cohort = try await institute.openCohort()
        let id = try await institute.seated(cohort, "ada@example.org")
        try await waive(129_500, of: id)
        _ = try await seats.remove(id, because: StaffReason(.other, "By mistake."), by: .system)
        let back = try await seats.restore(id, because: StaffReason(.other, "It was one."), by: .system).status
        #expect((back.state, back.dueMinor) == (.confirmed, 0))
        #expect(try await payments.ledger(of: back.id, by: .system).payments.count { $0.kind == .waived } == 1)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("where payment comes first, a paid hold that was removed comes back confirmed; an unpaid one is asked to pay")
    func restoredWherePaymentComesFirst() async throws {
        let cohort = try await institute.openCohort(paymentFirst: true)
        let (paid, unpaid) = (
            try await institute.seated(cohort, "ada@example.org"), try await institute.seated(cohort, "bo@example.org")
        )
        for id in [paid, unpaid] {
            _ = try await seats.remove(id, because: StaffReason(.other, "By mistake."), by: .system)
        }
        _ = try await payments.record(
            PaymentEntry(.received, of: 129_500, "USD", for: paid, reference: "B-1"),
            by: .system
        )
        let reason = try StaffReason(.other, "It was one.")
        #expect(try await seats.restore(paid, because: reason, by: .system).status.state == .confirmed)
        #expect(try await seats.restore(unpaid, because: reason, by: .system).status.state == .held)
        #expect(try await institute.mailKinds(to: "ada@example.org").last == "mail.confirmed")
        #expect(try await institute.mailKinds(to: "bo@example.org").last == "mail.payment_due")
        #expect(try await payments.openCases(by: .system).isEmpty)
        #expect(try await institute.brokenInvariants() == [])
    }

    private func waive(_ amount: Int, of id: EnrollmentID) async throws {
        _ = try await payments.record(
            PaymentEntry(.waived, of: amount, "USD", for: id, reference: "scholarship \(id)"),
            by: .system
        )
    }
}
