import Foundation
import Postgres

/// The payments that a bank's file tells of: `date,amount,currency,reference,purpose`, each for the claim whose
/// `REG-<number>` stands in the purpose.
struct BankFile {
    struct Row {
        let line: Int
        let entry: PaymentEntry
    }

    static let columns = ["date", "amount", "currency", "reference", "purpose"]
    static let mostRows = 2_000

    private(set) var rows: [Row] = []
    let ignored: [String]

    /// - Throws: `Refusal` of kind invalid with every bad row at `file:line`.
    init(_ source: TableSource) throws {
        var table = CSVTable(source, columns: Self.columns, mostRows: Self.mostRows)
        ignored = table.ignored
        for row in table.rows {
            switch Self.read(row) {
            case .success(let entry): rows.append(Row(line: row.line, entry: entry))
            case .failure(let refusal): for problem in refusal.problems { table.report(row.line, problem.message) }
            }
        }
        guard table.problems.isEmpty else { throw Refusal.invalid(table.problems) }
    }

    private static func read(_ row: CSVTable.Row) -> Result<PaymentEntry, Refusal> {
        var problems: [Refusal.Problem] = []
        let date = CalendarDate(row["date"])
        if date == nil { problems.append(.init("date", "“\(row["date"])” is no day; write it like 2026-11-02.")) }
        let currency = row["currency"].uppercased()
        let amount = Currency.minor(row["amount"], currency)
        if amount == nil { problems.append(.init("amount", Self.words(ofAmount: row["amount"], currency))) }
        let numbers = Set(row["purpose"].matches(of: /(?i)\bREG-([0-9]{1,15})\b/).compactMap { Int($0.1) })
        if numbers.count != 1 {
            let found = numbers.isEmpty ? "no REG- and number" : "more than one REG- number"
            problems.append(.init("purpose", "The purpose “\(row["purpose"])” has \(found); which claim is it for?"))
        }
        do {
            let entry = try PaymentEntry(
                .received,
                of: amount ?? 1,
                currency,
                for: EnrollmentID(rawValue: numbers.first ?? 0),
                reference: row["reference"],
                valueDate: date
            )
            return problems.isEmpty ? .success(entry) : .failure(.invalid(problems))
        } catch let refusal as Refusal {
            return .failure(.invalid(problems + refusal.problems))
        } catch {
            return .failure(.invalid(problems))
        }
    }

    private static func words(ofAmount text: String, _ currency: String) -> String {
        let digits = Currency.minorDigits(currency)
        let example = digits == 0 ? "1295" : "1295." + String(repeating: "0", count: digits)
        return text.hasPrefix("-")
            ? "The amount “\(text)” went out, not in; take the row away, and record a refund by itself."
            : "“\(text)” is no amount; write it like \(example), with a point and without other marks."
    }
}
