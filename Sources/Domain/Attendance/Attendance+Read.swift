import Foundation

extension Attendance {
    /// Reads a sheet in comma-separated values whose header names `enrollment` or `email`, and `attended`, in any order.
    ///
    /// - Throws: `Refusal` of kind invalid that lists every row that cannot be read, at `file:line`.
    package static func read(_ source: TableSource) throws -> Attendance {
        let who = column(of: source)
        var table = CSVTable(source, columns: [who, "attended"], mostRows: 100)
        var marks: [Mark] = []
        for row in table.rows {
            if row[who].isEmpty { table.report(row.line, "The row does not say whom it is about.") }
            let came = attended(row["attended"])
            if came == nil { table.report(row.line, "“\(row["attended"])” is neither yes nor no.") }
            marks.append(Mark(place: "\(source.name):\(row.line)", who: row[who], came: came ?? false))
        }
        guard table.problems.isEmpty else { throw Refusal.invalid(table.problems) }
        return Attendance(marks: marks)
    }

    /// The column that says whom a row is about: the address where the header has one, else the enrollment.
    private static func column(of source: TableSource) -> String {
        var reader = CSVReader(String(decoding: source.octets, as: UTF8.self))
        guard case .row(_, let header) = reader.next() else { return "enrollment" }
        return header.map { $0.lowercased() }.first { ["email", "e-mail"].contains($0) } ?? "enrollment"
    }

    private static func attended(_ word: String) -> Bool? {
        switch word.lowercased() {
        case "yes", "y", "true", "1", "attended": true
        case "no", "n", "false", "0", "no_show", "no-show": false
        default: nil
        }
    }
}
