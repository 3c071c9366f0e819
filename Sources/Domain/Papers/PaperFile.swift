import Foundation
import Postgres

/// Answers that were given on paper: a line for each candidate, a column for each item, each answer a letter.
///
/// The header has `candidate` and, for every item of the form, its position or its code, in any order. Commas, semicolons
/// and tabs all separate; an empty cell is a blank. Each fault is told at `file:line:column`, where the column counts cells.
struct PaperFile {
    struct Sheet {
        let line: Int
        let number: CandidateNumber
        /// By position, in the order of the form.
        let options: [Int?]
    }

    /// An item as it stands on the form.
    struct Place: Decodable {
        let position: Int
        let code: String
        let options: Int
    }

    static let mostRows = 2_000
    static let mostOctets = 4 * 1_024 * 1_024
    private static let mostProblems = 200

    private(set) var sheets: [Sheet] = []
    /// Columns that are no item of the form.
    private(set) var ignored: [String] = []
    private var problems: [Refusal.Problem] = []
    private let name: String

    /// - Throws: `Refusal` of kind invalid that lists what is wrong.
    init(_ source: TableSource, form: [Place]) throws {
        name = source.name
        try read(source, form)
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
    }

    private mutating func report(_ line: Int, _ column: Int, _ words: String) {
        let place = "\(name):\(line):\(column)"
        problems.append(.init(place, "\(place): \(words)"))
    }

    private mutating func read(_ source: TableSource, _ form: [Place]) throws {
        guard source.octets.count <= Self.mostOctets else {
            return report(1, 1, "The file is larger than 4 MiB, more than \(Self.mostRows) sheets would be; split it.")
        }
        guard let text = String(validating: source.octets, as: UTF8.self) else {
            return report(1, 1, "The file is not UTF-8. Save it in the UTF-8 encoding.")
        }
        var reader = CSVReader(text, separator: Self.separator(of: text))
        var columns: Columns?
        var lines: [CandidateNumber: Int] = [:]
        while let record = reader.next(), problems.count < Self.mostProblems {
            switch record {
            case .fault(let line, let words): report(line, 1, words)
            case .row(let line, let cells):
                guard let columns else {
                    columns = header(cells, line, form)
                    if columns == nil { return }
                    continue
                }
                guard cells.contains(where: { !$0.isEmpty }) else { continue }
                guard sheets.count < Self.mostRows else {
                    return report(line, 1, "The file has more than \(Self.mostRows) rows; split it.")
                }
                guard let sheet = sheet(cells, line, columns, form) else { continue }
                if let first = lines.updateValue(line, forKey: sheet.number) {
                    report(
                        line,
                        columns.candidate + 1,
                        "The candidate \(sheet.number) stands in line \(first) already."
                    )
                }
                sheets.append(sheet)
            }
        }
        if columns == nil, problems.isEmpty {
            report(1, 1, "The file is empty; its first line names the columns: candidate, and every item of the form.")
        }
        if columns != nil, sheets.isEmpty, problems.isEmpty { report(2, 1, "Below the header there is no sheet.") }
    }

    /// The one of the usual three that stands most often in the first line.
    private static func separator(of text: String) -> Unicode.Scalar {
        let header = text.unicodeScalars.prefix { $0 != "\n" }
        let counts = ([",", ";", "\t"] as [Unicode.Scalar]).map { mark in (mark, header.count { $0 == mark }) }
        return counts.max { $0.1 < $1.1 }?.0 ?? ","
    }

    private struct Columns {
        let count: Int
        let candidate: Int
        /// By position of the form, from 0: the cell.
        let items: [Int]
        let names: [String]
    }

    private mutating func header(_ cells: [String], _ line: Int, _ form: [Place]) -> Columns? {
        let before = problems.count
        let candidates = cells.indices.filter { cells[$0].lowercased() == "candidate" }
        if candidates.isEmpty { report(line, 1, "The header lacks the column “candidate”.") }
        for column in candidates.dropFirst() { report(line, column + 1, "The column “candidate” stands twice.") }
        var taken: Set<Int> = Set(candidates)
        let items = form.map { place -> Int in
            let found = cells.indices.filter {
                Int(cells[$0]) == place.position || cells[$0].lowercased() == place.code.lowercased()
            }
            taken.formUnion(found)
            for column in found.dropFirst() {
                report(line, column + 1, "The item \(place.position) (\(place.code)) has a second column here.")
            }
            if found.isEmpty {
                report(line, 1, "The header lacks a column for item \(place.position) (\(place.code)).")
            }
            return found.first ?? 0
        }
        ignored = cells.indices.filter { !taken.contains($0) }.map { cells[$0] }
        guard problems.count == before, let candidate = candidates.first else { return nil }
        return Columns(count: cells.count, candidate: candidate, items: items, names: cells)
    }

    private mutating func sheet(_ cells: [String], _ line: Int, _ columns: Columns, _ form: [Place]) -> Sheet? {
        guard cells.count == columns.count else {
            report(line, 1, "The header has \(columns.count) columns, this row \(cells.count).")
            return nil
        }
        let before = problems.count
        let number = Int(cells[columns.candidate]).flatMap { (1_000_000...9_999_999).contains($0) ? $0 : nil }
        if number == nil {
            report(line, columns.candidate + 1, "A candidate number has seven digits.")
        }
        let options = zip(form, columns.items).map { place, column -> Int? in
            let cell = cells[column].uppercased()
            guard !cell.isEmpty else { return nil }
            guard let option = (0..<place.options).first(where: { ExamReading.letter($0) == cell }) else {
                let words =
                    "is none of its options A to \(ExamReading.letter(place.options - 1)); a blank is an empty cell."
                report(line, column + 1, "The answer to item \(place.position) (\(place.code)) \(words)")
                return nil
            }
            return option + 1
        }
        guard problems.count == before, let number else { return nil }
        return Sheet(line: line, number: CandidateNumber(rawValue: number), options: options)
    }
}
