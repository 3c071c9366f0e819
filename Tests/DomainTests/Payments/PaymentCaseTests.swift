import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Cases about money", .database)
struct PaymentCaseTests {
    let institute = TestDatabase.current
    var payments: Payments { institute.registrar.payments }
    var seats: Seats { institute.registrar.seats }

    @Test("late money for a lapsed hold is a case, and seats again whoever paid where a seat is free")
    func reseat() async throws {
        let cohort = try await institute.openCohort(capacity: 1)
        let id = try await institute.reserve(cohort, "ada@example.org").id
        try await institute.shiftClock(by: .seconds(2 * 3600 + 1))
        let late = try await record(129_500, id, "B-1")
        #expect(late.status.state == .lapsed && late.cases.map(\.kind) == [.late])
        #expect(late.cases[0].choices == [.reseated, .moved, .refunded, .kept])

        let other = try await institute.seated(cohort, "other@example.org")
        await refused("cohort-full") { _ = try await payments.settle(late.cases[0].id, .reseat, by: .system) }
        _ = try await seats.withdraw(other, by: .system)
        let settled = try await payments.settle(late.cases[0].id, .reseat, by: .system)
        let successor = try #require(settled.successor)
        #expect(successor.state == .confirmed && successor.cohort == cohort && successor.dueMinor == 0)
        #expect(settled.settled.outcome == .reseated)
        let again = try await payments.settle(late.cases[0].id, .reseat, by: .system)
        #expect(again.isRepeat && again.successor?.id == successor.id)
        await refused("case-settled") { _ = try await payments.settle(late.cases[0].id, .keep, by: .system) }
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("it takes a seat in another cohort too, with the money")
    func move() async throws {
        let (here, there) = (try await institute.openCohort(), try await institute.openCohort())
        let id = try await institute.reserve(here, "ada@example.org").id
        try await institute.shiftClock(by: .seconds(2 * 3600 + 1))
        let open = try #require(try await record(129_500, id, "B-1").cases.first)
        let foreign = try await institute.openCohort(program: "AMES")
        await refused("other-program") { _ = try await payments.settle(open.id, .move(to: foreign), by: .system) }
        await refused("cohort-unknown") { _ = try await payments.settle(open.id, .move(to: "NO-1"), by: .system) }
        await refused("invalid") { _ = try await payments.settle(open.id, .move(to: here), by: .system) }
        let settled = try await payments.settle(open.id, .move(to: there.lowercased()), by: .system)
        #expect(settled.successor?.cohort == there && settled.successor?.dueMinor == 0)
        #expect(try await seats.status(of: id, by: .system).movedTo == there)
        #expect(try await payments.settle(open.id, .move(to: there), by: .system).isRepeat)
        await refused("case-settled") { _ = try await payments.settle(open.id, .move(to: here), by: .system) }
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test(
        "a seat given back gives back what the frozen terms say on that day",
        arguments: [(0, 129_500), (35, 64_750), (50, nil as Int?)]
    )
    func withdrawn(daysLater: Int, back: Int?) async throws {
        let cohort = try await institute.openCohort(daysAhead: 60)
        let id = try await institute.seated(cohort, "ada@example.org")
        _ = try await record(129_500, id, "B-1")
        try await institute.shiftClock(by: .seconds(daysLater * 86_400))
        _ = try await seats.withdraw(id, by: .applicant(id))
        let open = try await payments.openCases(by: .system)
        #expect(open.map(\.amountMinor) == [back].compactMap(\.self))
        #expect(open.allSatisfy { $0.kind == .withdrawn })
        if let one = open.first {
            let settled = try await payments.settle(one.id, .refund(reference: "R-1"), by: .system)
            #expect(settled.settled.outcome == .refunded)
            #expect(try await payments.settle(one.id, .refund(reference: "R-1"), by: .system).isRepeat)
            await refused("case-settled") {
                _ = try await payments.settle(one.id, .refund(reference: "R-2"), by: .system)
            }
        }
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("a cancelled cohort gives all back, and the case ends when its holder moves on")
    func cancelled() async throws {
        let (here, there) = (try await institute.openCohort(), try await institute.openCohort())
        let (ada, bo) = (
            try await institute.seated(here, "ada@example.org"), try await institute.seated(here, "bo@example.org")
        )
        for (number, id) in [ada, bo].enumerated() { _ = try await record(129_500, id, "B-\(number)") }
        try await institute.cancelledByHand(here)
        #expect(try await payments.openCases(cohort: here, by: .system).map(\.kind) == [.cancelled, .cancelled])
        _ = try await seats.transfer(ada, to: there, by: .applicant(ada))
        let open = try await payments.openCases(by: .system)
        #expect(open.map(\.enrollmentId) == [bo] && open[0].choices == [.moved, .refunded, .kept])
        await refused("choice-not-possible") { _ = try await payments.settle(open[0].id, .reseat, by: .system) }
        // A refund that was recorded by itself settles the case it pays out.
        let part = try PaymentEntry(.refunded, of: 29_500, "USD", for: bo, reference: "R-1")
        #expect(try await payments.record(part, by: .system).cases.map(\.amountMinor) == [100_000])
        let rest = try PaymentEntry(.refunded, of: 100_000, "USD", for: bo, reference: "R-2")
        #expect(try await payments.record(rest, by: .system).cases.isEmpty)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("two decisions about one case at the same instant: one holds")
    func raced() async throws {
        let cohort = try await institute.openCohort()
        let id = try await institute.reserve(cohort, "ada@example.org").id
        try await institute.shiftClock(by: .seconds(2 * 3600 + 1))
        let open = try #require(try await record(129_500, id, "B-1").cases.first)
        let choices: [PaymentCase.Choice] = [.reseat, .keep, .refund(reference: "R-1"), .reseat]
        let held = await withTaskGroup(of: PaymentCase.Outcome?.self) { group in
            for choice in choices {
                group.addTask { try? await payments.settle(open.id, choice, by: .system).settled.outcome }
            }
            return await group.reduce(into: Set<PaymentCase.Outcome>()) { if let one = $1 { $0.insert(one) } }
        }
        #expect(held.count == 1)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("a case that does not exist is told so")
    func unknown() async throws {
        await refused("case-unknown") {
            _ = try await payments.settle(PaymentCaseID(rawValue: 1), .keep, by: .system)
        }
    }

    private func record(_ amount: Int, _ id: EnrollmentID, _ reference: String) async throws -> RecordedPayment {
        try await payments.record(
            try PaymentEntry(.received, of: amount, "USD", for: id, reference: reference),
            by: .system
        )
    }
}
