package import Foundation

/// A file as somebody gave it: the name it is spoken of by, and its octets.
package struct TableSource: Sendable {
    package let name: String
    package let octets: Data

    package init(name: String, octets: Data) {
        self.name = name
        self.octets = octets
    }
}

/// A table of comma-separated values (RFC 4180), read strictly: each fault is told with its line, and where it is asked for
/// with its column, and reading goes on.
///
/// UTF-8 with or without BOM, lines that end in CRLF or LF, a header first. Blank lines are nothing. Where the header has
/// semicolons and no comma, semicolons part the cells.
struct CSVTable {
    struct Row {
        /// Where the row begins in the file, from 1.
        let line: Int
        fileprivate let cells: [String: String]

        /// The cell under one of the columns that were asked for, without blanks around it.
        subscript(column: String) -> String { cells[column] ?? "" }
    }

    private(set) var rows: [Row] = []
    /// Columns that nobody asked for.
    private(set) var ignored: [String] = []
    private(set) var problems: [Refusal.Problem] = []
    private let name: String
    private let tellsColumns: Bool
    /// By name in small letters: where a column of the header stands, from 1.
    private var places: [String: Int] = [:]

    /// So many problems are told; whoever has more begins with these.
    private static let mostProblems = 100

    /// - Parameters:
    ///   - needed: Columns that the header must name, in any order.
    ///   - optional: Columns that it may name.
    ///   - tellsColumns: Whether a fault is told at `file:line:column`, the column counted in cells from 1.
    init(
        _ source: TableSource,
        columns needed: [String],
        optional: [String] = [],
        mostRows: Int,
        tellsColumns: Bool = false
    ) {
        let columns = needed + optional
        name = source.name
        self.tellsColumns = tellsColumns
        guard let text = String(validating: source.octets, as: UTF8.self) else {
            report(1, "The file is not UTF-8. Save it in the UTF-8 encoding.")
            return
        }
        var reader = CSVReader(text, separator: Self.separator(of: text))
        var header: [String]?
        while let record = reader.next() {
            guard problems.count < Self.mostProblems else {
                problems.append(.init(name, "\(name): there may be more; mend these first."))
                return
            }
            switch record {
            case .fault(let line, let words): report(line, words)
            case .row(let line, let fields):
                guard let header else {
                    header = headed(fields, line, needed, columns)
                    if header == nil { return }
                    continue
                }
                guard fields.count == header.count else {
                    report(line, "The header has \(header.count) columns, this row \(fields.count).")
                    continue
                }
                let pairs = zip(header, fields).filter { columns.contains($0.0) }
                rows.append(Row(line: line, cells: Dictionary(pairs, uniquingKeysWith: { first, _ in first })))
            }
            guard rows.count <= mostRows else {
                report(rows[mostRows].line, "The file has more than \(mostRows) rows; split it.")
                return
            }
        }
        if header == nil, problems.isEmpty {
            report(1, "The file is empty; its first line names the columns \(needed.joined(separator: ", ")).")
        }
    }

    /// - Parameter column: By name; nil, or one that the header lacks, is the line as a whole.
    mutating func report(_ line: Int, _ words: String, in column: String? = nil) {
        let place = place(line, column)
        problems.append(.init(place, "\(place): \(words)"))
    }

    /// `file:line`, or `file:line:column`.
    func place(_ line: Int, _ column: String? = nil) -> String {
        "\(name):\(line)" + (tellsColumns ? ":\(column.flatMap { places[$0] } ?? 1)" : "")
    }

    /// The header's names in small letters; nil when one is missing or stands twice.
    private mutating func headed(
        _ fields: [String],
        _ line: Int,
        _ needed: [String],
        _ columns: [String]
    ) -> [String]? {
        let names = fields.map { $0.lowercased() }
        places = Dictionary(names.enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
        let missing = needed.filter { !names.contains($0) }
        let twice = columns.filter { column in names.count(where: { $0 == column }) > 1 }
        for column in missing { report(line, "The header lacks the column “\(column)”.") }
        for column in twice { report(line, "The column “\(column)” stands twice in the header.", in: column) }
        ignored = zip(names, fields).filter { !columns.contains($0.0) }.map(\.1)
        return missing.isEmpty && twice.isEmpty ? names : nil
    }

    private static func separator(of text: String) -> Unicode.Scalar {
        let header = text.unicodeScalars.prefix { $0 != "\n" }
        return header.contains(";") && !header.contains(",") ? ";" : ","
    }
}
