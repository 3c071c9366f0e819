import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A bank's file", .database)
struct BankFileTests {
    let institute = TestDatabase.current
    var payments: Payments { institute.registrar.payments }

    @Test("is planned first, and then recorded as planned, whatever the order of its columns")
    func imports() async throws {
        let cohort = try await institute.openCohort(paymentFirst: true)
        let ada = try await institute.seated(cohort, "ada@example.org")
        let bo = try await institute.reserve(cohort, "bo@example.org").id
        let source = file(
            """
            \u{FEFF}Purpose,Account,"amount",currency,date,reference\r
            "Workshop, REG-\(ada), thank you",DE12,1295.00,usd,2026-11-02,B-1\r
            reg-\(bo) workshop,DE13,1300,USD,2026-11-03,"B ""2\""\"\r
            \r
            """
        )
        let planned = try await payments.planImport(source, by: .system)
        #expect(planned.plan.outcomes.map(\.line) == [2, 3])
        #expect(planned.plan.outcomes.map(\.effect) == [.confirms, .overpaid])
        #expect(planned.plan.outcomes.map(\.reference) == ["B-1", "B \"2\""])
        #expect(planned.ignoredColumns == ["Account"])
        #expect(try await payments.ledger(of: ada, by: .system).payments.count == 1)

        _ = try await payments.applyImport(source, hash: planned.plan.hash, by: .system)
        #expect(try await institute.registrar.seats.status(of: ada, by: .system).state == .confirmed)
        #expect(try await payments.openCases(by: .system).map(\.amountMinor) == [500])
        await refused("plan-changed") {
            _ = try await payments.applyImport(source, hash: planned.plan.hash, by: .system)
        }
        let again = try await payments.planImport(source, by: .system)
        #expect(again.plan.outcomes.map(\.effect) == [.again, .again])
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("every bad row is listed with its line, and nothing is recorded")
    func badRows() async throws {
        let cohort = try await institute.openCohort()
        let ada = try await institute.seated(cohort, "ada@example.org")
        let source = file(
            """
            date,amount,currency,reference,purpose
            2026-11-02,10.00,USD,GOOD,REG-\(ada)
            2026-02-30,10.00,USD,A,REG-\(ada)
            2026-11-02,10.001,USD,B,REG-\(ada)
            2026-11-02,"1,295.00",USD,C,REG-\(ada)
            2026-11-02,-10.00,USD,D,REG-\(ada)
            2026-11-02,0.00,USD,E,REG-\(ada)
            2026-11-02,10.00,US,F,REG-\(ada)
            2026-11-02,10.00,USD,,REG-\(ada)
            2026-11-02,10.00,USD,G,nothing
            2026-11-02,10.00,USD,H,REG-\(ada) and REG-99999
            2026-11-02,10.00,USD
            2026-11-02,10.00,USD,I,say "REG-\(ada)"
            "2026-11-02",10.00,USD,"J"x,REG-\(ada)
            2026-11-02,10.00,USD,"two
            lines","REG-\(ada)",more
            2026-11-02,10.00,USD,"K,REG-\(ada)
            """
        )
        await #expect {
            _ = try await payments.planImport(source, by: .system)
        } throws: { error in
            let refusal = error as? Refusal
            #expect(
                Set(refusal?.problems.map(\.field) ?? [])
                    == Set([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17].map { "bank.csv:\($0)" }),
                "\(refusal?.problems ?? [])"
            )
            return refusal?.kind == .invalid
        }
        #expect(try await payments.ledger(of: ada, by: .system).payments.count == 1)
    }

    @Test("what the ledger does not take is a bad row too: another currency, an unknown claim, a used reference")
    func badClaims() async throws {
        let cohort = try await institute.openCohort()
        let ada = try await institute.seated(cohort, "ada@example.org")
        let source = file(
            """
            date,amount,currency,reference,purpose
            2026-11-02,10.00,USD,A,REG-\(ada)
            2026-11-02,10.00,CAD,B,REG-\(ada)
            2026-11-02,10.00,USD,C,REG-99999
            2026-11-02,11.00,USD,A,REG-\(ada)
            2026-11-02,10.00,USD,A,REG-\(ada)
            """
        )
        await #expect {
            _ = try await payments.planImport(source, by: .system)
        } throws: {
            ($0 as? Refusal)?.problems.map(\.field) == ["bank.csv:3", "bank.csv:4", "bank.csv:5"]
        }
    }

    @Test(
        "a file that is none is told so",
        arguments: [
            ("", ["bank.csv:1"]),
            ("date,amount,currency,reference", ["bank.csv:1"]),
            ("date,date,amount,currency,reference,purpose", ["bank.csv:1"]),
            ("\"date,amount", ["bank.csv:1"]),
        ]
    )
    func noFile(text: String, places: [String]) async throws {
        await #expect {
            _ = try await payments.planImport(file(text), by: .system)
        } throws: {
            ($0 as? Refusal)?.problems.map(\.field) == places
        }
        let latin = TableSource(name: "bank.csv", octets: Data([0x64, 0xE9]))
        await refused("invalid") { _ = try await payments.planImport(latin, by: .system) }
    }

    @Test("a plan that no longer holds says what is different; one never made is unknown")
    func stale() async throws {
        let cohort = try await institute.openCohort(paymentFirst: true)
        let ada = try await institute.seated(cohort, "ada@example.org")
        let source = file("date,amount,currency,reference,purpose\n2026-11-02,1295.00,USD,A,REG-\(ada)\n")
        await refused("plan-unknown") {
            _ = try await payments.applyImport(source, hash: String(repeating: "0", count: 64), by: .system)
        }
        let planned = try await payments.planImport(source, by: .system)
        _ = try await institute.registrar.seats.withdraw(ada, by: .system)
        await #expect {
            _ = try await payments.applyImport(source, hash: planned.plan.hash, by: .system)
        } throws: { error in
            let refusal = error as? Refusal
            return refusal?.code == "plan-changed" && refusal?.message.contains("confirms, now") == true
                && refusal?.message.contains("late") == true
        }
        #expect(try await payments.openCases(by: .system).isEmpty)
    }

    @Test("a day that the bank did not say when the plan was made is another plan")
    func otherDay() async throws {
        let ada = try await institute.seated(try await institute.openCohort(), "ada@example.org")
        let header = "date,amount,currency,reference,purpose"
        let planned = try await payments.planImport(
            file("\(header)\n2026-11-02,1295.00,USD,A,REG-\(ada)\n"),
            by: .system
        )
        await #expect {
            let other = file("\(header)\n2026-10-02,1295.00,USD,A,REG-\(ada)\n")
            _ = try await payments.applyImport(other, hash: planned.plan.hash, by: .system)
        } throws: {
            ($0 as? Refusal)?.message.contains("USD of 2026-11-02 for enrollment") == true
        }
    }

    @Test(
        "amounts are read to the digits of their currency",
        arguments: [
            ("1295.00", "USD", 129_500), ("1295", "USD", 129_500), ("0.5", "USD", 50), ("1295", "JPY", 1295),
            ("1.234", "KWD", 1234), ("9999999999999.99", "USD", 999_999_999_999_999), ("1295.5", "JPY", nil),
            ("1,295.00", "USD", nil), ("1295.", "USD", nil), (".50", "USD", nil), ("+1", "USD", nil),
            ("1e3", "USD", nil),
            ("٣", "USD", nil), ("12345678901234567", "USD", nil),
        ] as [(String, String, Int?)]
    )
    func amounts(text: String, currency: String, minor: Int?) {
        #expect(Currency.minor(text, currency) == minor)
    }

    private func file(_ text: String) -> TableSource {
        TableSource(name: "bank.csv", octets: Data(text.utf8))
    }
}
