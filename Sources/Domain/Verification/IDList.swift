import Foundation

/// IDs as somebody pasted them, or keeps them in a spreadsheet: one for each row, in order.
///
/// Fields are parted by commas; in a file whose first line has none, by semicolons or tabs. A first row that names a column
/// `id` or `certificate` says where the IDs stand; without one, every field is an ID.
package struct IDList: Sendable {
    package static let most = 1_000
    /// A thousand IDs with names and notes beside them.
    package static let longest = 262_144
    /// Characters of one ID, in the oddest spelling; an address with an ID in it has fewer too.
    package static let longestID = 200
    private static let columns: Set = ["id", "certificate", "certificate id", "certificate_id", "certificate-id"]

    package let ids: [String]

    /// - Throws: `Refusal.invalid` with each line that cannot be read or has too long an ID; for an empty list, and for more
    ///   than 1,000 IDs.
    package init(_ source: TableSource) throws {
        guard source.octets.count <= Self.longest else { throw Self.tooMany(source.name) }
        guard let text = String(validating: source.octets, as: UTF8.self) else {
            throw Refusal.invalid(source.name, "The list is not UTF-8. Save it in the UTF-8 encoding.")
        }
        let (rows, problems) = Self.rows(of: text, named: source.name)
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        let header = rows.first?.fields.firstIndex { Self.columns.contains($0.lowercased()) }
        let found: [(id: String, line: Int)] =
            if let header {
                rows.dropFirst().map { (header < $0.fields.count ? $0.fields[header] : "", $0.line) }
            } else {
                rows.flatMap { row in row.fields.filter { !$0.isEmpty }.map { ($0, row.line) } }
            }
        guard !found.isEmpty else {
            throw Refusal.invalid(source.name, "The list is empty. Give one ID a line, at most \(Self.most).")
        }
        guard found.count <= Self.most else { throw Self.tooMany(source.name) }
        try Self.requireShort(found.map { ($0.id, "\(source.name):\($0.line)") })
        ids = found.map(\.id)
    }

    /// IDs that a program gave one by one.
    package init(_ ids: [String]) throws {
        guard !ids.isEmpty, ids.count <= Self.most else {
            throw Refusal.invalid("ids", "Give 1 to \(Self.most) IDs; these are \(ids.count).")
        }
        try Self.requireShort(ids.enumerated().map { ($1, "ids[\($0)]") })
        self.ids = ids
    }

    private static func requireShort(_ ids: [(id: String, place: String)]) throws {
        let problems = ids.lazy.filter { $0.id.unicodeScalars.count > longestID }.prefix(5).map { _, place in
            Refusal.Problem(place, "\(place): No ID is longer than \(longestID) characters. None was looked up.")
        }
        guard problems.isEmpty else { throw Refusal.invalid(Array(problems)) }
    }

    private static func rows(
        of text: String,
        named name: String
    ) -> (rows: [(line: Int, fields: [String])], problems: [Refusal.Problem]) {
        let first = text.prefix { !$0.isNewline }
        let separator: Unicode.Scalar = first.contains(",") ? "," : first.contains(";") ? ";" : "\t"
        var reader = CSVReader(text, separator: separator)
        var rows: [(line: Int, fields: [String])] = []
        var problems: [Refusal.Problem] = []
        while let record = reader.next(), rows.count <= most + 1, problems.count < 5 {
            switch record {
            case .row(let line, let fields): rows.append((line, fields))
            case .fault(let line, let words): problems.append(.init("\(name):\(line)", "Line \(line): \(words)"))
            }
        }
        return (rows, problems)
    }

    private static func tooMany(_ name: String) -> Refusal {
        .invalid(name, "The list has more than \(most) IDs; split it. None of them was looked up.")
    }
}
