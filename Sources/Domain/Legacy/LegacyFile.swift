import Credentials
import Crypto
import Foundation
import Postgres

/// Old certificates as a spreadsheet has them, read strictly: each fault is told with its line and column, reading goes on,
/// and what is wrong in one row is no fault of its neighbours.
///
/// UTF-8 with or without BOM; commas, or semicolons where the header has them and no comma.
struct LegacyFile: Sendable {
    static let mostRows = 200_000
    static let mostOctets = 64 * 1_048_576

    private(set) var rows: [LegacyRow] = []
    private(set) var problems = FileProblems()
    /// Columns that nobody asked for.
    private(set) var ignored: [String] = []
    /// SHA-256 of the octets, in hexadecimal digits.
    let digest: String

    /// - Throws: `Refusal` of kind invalid for what is no table of old certificates at all.
    init(_ source: TableSource) throws {
        digest = SHA256.hash(data: source.octets).map { String(format: "%02x", $0) }.joined()
        guard source.octets.count <= Self.mostOctets else {
            throw Refusal.invalid(source.name, "\(source.name): The file is larger than 64 MB; split it.")
        }
        let text = try Self.text(of: source)
        var reader = CSVReader(text, separator: Self.separator(of: text))
        var header: LegacyHeader?
        var lines: [LegacyNumber: Int] = [:]
        var count = 0
        while let record = reader.next() {
            switch record {
            case .fault(let line, let words):
                guard header != nil else {
                    throw Refusal.invalid("\(source.name):\(line)", "\(source.name):\(line): \(words)")
                }
                problems.add(source.name, line, nil, words)
            case .row(let line, let fields):
                guard let header else {
                    header = try LegacyHeader(fields, in: source.name, line: line)
                    ignored = header?.ignored ?? []
                    continue
                }
                count += 1
                guard count <= Self.mostRows else {
                    throw Refusal.invalid(
                        "\(source.name):\(line)",
                        "\(source.name):\(line): The file has more than \(Self.mostRows) rows; split it."
                    )
                }
                take(fields, line, header, source.name, &lines)
            }
        }
        guard header != nil else {
            throw Refusal.invalid(
                source.name,
                "\(source.name): The file is empty; its first line names the columns \(LegacyHeader.neededWords)."
            )
        }
    }

    private mutating func take(
        _ fields: [String],
        _ line: Int,
        _ header: LegacyHeader,
        _ name: String,
        _ lines: inout [LegacyNumber: Int]
    ) {
        guard fields.count == header.count else {
            problems.add(name, line, nil, "The header has \(header.count) columns, this row \(fields.count).")
            return
        }
        let reading = LegacyReading(fields, line, header)
        var faults = reading.faults
        if let number = reading.number, let first = lines[number] {
            faults.append(("number", "“\(number.written)” stands on line \(first) already; one of the two is wrong."))
        } else if let number = reading.number {
            lines[number] = line
        }
        if faults.isEmpty, let row = reading.row { return rows.append(row) }
        problems.add(name, line, faults)
    }

    /// Leaves rows out for reasons that only the register knows.
    mutating func refuse(_ reasons: [Int: [(column: String, words: String)]], in name: String) {
        guard !reasons.isEmpty else { return }
        for (line, faults) in reasons.sorted(by: { $0.key < $1.key }) { problems.add(name, line, faults) }
        rows.removeAll { reasons[$0.line] != nil }
    }

    private static func text(of source: TableSource) throws -> String {
        if let text = String(validating: source.octets, as: UTF8.self) { return text }
        // Which lines: whoever saved it elsewhere finds them by that.
        var line = 1
        var problems: [Refusal.Problem] = []
        for octets in source.octets.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if String(validating: octets, as: UTF8.self) == nil {
                problems.append(
                    .init(
                        "\(source.name):\(line)",
                        "\(source.name):\(line): This line is not UTF-8. Save the file in the UTF-8 encoding."
                    )
                )
            }
            guard problems.count < 5 else { break }
            line += 1
        }
        throw Refusal.invalid(problems)
    }

    private static func separator(of text: String) -> Unicode.Scalar {
        let header = text.unicodeScalars.prefix { $0 != "\n" }
        return header.contains(";") && !header.contains(",") ? ";" : ","
    }
}
