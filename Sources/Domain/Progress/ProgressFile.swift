import Foundation
import Postgres

/// The progress that a table tells of: `candidate,requirement,state`, and where they are needed
/// `skill,minutes,date,valid_until,note`, one word on one candidate a row.
struct ProgressFile {
    struct Row {
        let line: Int
        let candidate: String
        let entry: ProgressEntry
    }

    static let columns = ["candidate", "requirement", "state"]
    static let optional = ["skill", "minutes", "date", "valid_until", "note"]
    /// Ten candidates with every skill of a long checklist.
    static let mostRows = 2_000

    private(set) var rows: [Row] = []
    let ignored: [String]
    private let table: CSVTable

    /// - Throws: `Refusal` of kind invalid with every bad cell at `file:line:column`, the column counted in cells from 1.
    init(_ source: TableSource) throws {
        var table = CSVTable(
            source,
            columns: Self.columns,
            optional: Self.optional,
            mostRows: Self.mostRows,
            tellsColumns: true
        )
        ignored = table.ignored
        for row in table.rows {
            switch Self.read(row) {
            case .success(let entry): rows.append(Row(line: row.line, candidate: row["candidate"], entry: entry))
            case .failure(let refusal):
                for problem in refusal.problems { table.report(row.line, problem.message, in: problem.field) }
            }
        }
        guard table.problems.isEmpty else { throw Refusal.invalid(table.problems) }
        self.table = table
    }

    /// Where something of a row stands, as `file:line:column`.
    func place(_ line: Int, _ column: String) -> String { table.place(line, column) }

    private static func read(_ row: CSVTable.Row) -> Result<ProgressEntry, Refusal> {
        var problems: [Refusal.Problem] = []
        let kind = ProgressEntry.Kind(typed: row["state"])
        if kind == nil {
            let known = ProgressEntry.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            problems.append(.init("state", "“\(row["state"])” is no state; known are \(known)."))
        }
        if row["candidate"].isEmpty { problems.append(.init("candidate", "The row does not say whom it is about.")) }
        let minutes = row["minutes"].isEmpty ? nil : Int(row["minutes"])
        if minutes == nil, !row["minutes"].isEmpty {
            problems.append(.init("minutes", "“\(row["minutes"])” is no number of minutes; write it like 90."))
        }
        func day(_ column: String) -> CalendarDate? {
            guard !row[column].isEmpty else { return nil }
            if let day = CalendarDate(row[column]) { return day }
            problems.append(.init(column, "“\(row[column])” is no day; write it like 2026-11-02."))
            return nil
        }
        let (doneOn, validUntil) = (day("date"), day("valid_until"))
        do {
            let entry = try ProgressEntry(
                kind ?? .submitted,
                row["requirement"],
                skills: row["skill"].isEmpty ? [] : [row["skill"]],
                minutes: minutes,
                doneOn: doneOn,
                validUntil: validUntil,
                note: row["note"]
            )
            return problems.isEmpty ? .success(entry) : .failure(.invalid(problems))
        } catch let refusal as Refusal {
            return .failure(.invalid(problems + refusal.problems))
        } catch {
            return .failure(.invalid(problems))
        }
    }
}
