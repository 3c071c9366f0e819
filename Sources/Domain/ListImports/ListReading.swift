import Foundation

/// Reads a list row by row: what can be taken becomes rows for the database, what cannot is told with its line.
struct ListReading: RecordSink {
    /// So many octets a cell, or a line of JSON, may have.
    static let longest = 64 * 1024
    private static let mostColumns = 1_000

    private let list: ListImport
    private let terms: ListTerms
    private let isJSON: Bool
    private(set) var header: ListHeader?
    /// Why the file is no list at all.
    private(set) var refusal: Refusal?
    private(set) var problems = FileProblems()
    /// Rows with a cell that a spreadsheet would run.
    private(set) var quarantined = FileProblems()
    private(set) var rows = 0
    /// Rows as CSV, to be taken from here.
    var taken: [UInt8] = []

    /// Wordings that rows bring, and nobody here knows.
    private var brought: Set<[UInt8]> = []
    private var headings: [String] = []
    private var cells = ListCells()
    private var place = 0
    private var faults: [(column: String, words: String)] = []
    private var dangers: [(column: String, words: String)] = []

    init(_ list: ListImport, isJSON: Bool, under terms: ListTerms) {
        self.list = list
        self.terms = terms
        self.isJSON = isJSON
    }

    var hasEnough: Bool { refusal != nil }

    mutating func field(_ octets: [UInt8]) {
        defer { place += 1 }
        guard let header else { return head(octets) }
        guard place < header.count, let column = header.columns[place], !octets.isEmpty else { return }
        guard let text = text(octets, column.rawValue) else { return }
        cells[column] = header.profile == .spreadsheet ? text.fanged : safe(text, column)
    }

    private mutating func head(_ octets: [UInt8]) {
        if headings.count < Self.mostColumns { return headings.append(String(decoding: octets, as: UTF8.self).trimmed) }
        refuse(
            1,
            "The header has more than \(Self.mostColumns) columns; do the lines end in CR alone? Save them with LF."
        )
    }

    /// The cell's text; nil, and a fault, where it is none.
    private mutating func text(_ octets: [UInt8], _ column: String) -> String? {
        guard let text = String(validating: octets, as: UTF8.self), !text.unicodeScalars.contains("\u{FFFD}") else {
            faults.append((column, "It holds octets that are no letters of the encoding; see --encoding."))
            return nil
        }
        return text
    }

    private mutating func safe(_ text: String, _ column: ListColumn) -> String {
        if let words = text.formulaWords {
            dangers.append((column.rawValue, "It \(words), and a spreadsheet would run it."))
        }
        return text
    }

    mutating func fault(line: Int, _ words: String) {
        // Of a row with hundreds of NULs a few say enough.
        if faults.count < 3 { faults.append(("", words)) }
        if header == nil, !isJSON { refuse(line, words) }
    }

    mutating func record(line: Int) {
        defer { clear() }
        guard let header else { return head(line) }
        rows += 1
        if place != header.count {
            faults.insert(("", "The header has \(header.count) columns, this row \(place)."), at: 0)
        }
        finish(line)
    }

    /// Takes a line of JSON; blank ones are nothing.
    mutating func json(_ octets: [UInt8], line: Int) {
        guard !octets.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return }
        defer { clear() }
        rows += 1
        do {
            cells = try JSONDecoder().decode(JSONRow.self, from: Data(octets)).cells
        } catch {
            faults.append(("", "It is no object of JSON with an “email”; each line is one of its own."))
        }
        finish(line)
    }

    mutating func tooLong(_ line: Int) {
        rows += 1
        problems.add(list.file.name, line, nil, "The line is longer than \(Self.longest / 1024) KiB.")
    }

    private mutating func finish(_ line: Int) {
        guard faults.isEmpty else { return problems.add(list.file.name, line, faults) }
        guard dangers.isEmpty else { return quarantined.add(list.file.name, line, dangers) }
        do throws(InvalidInput) {
            let row = try ListRow(cells, line: line, under: terms)
            row.append(to: &taken, under: terms)
            if row.bringsWording, let wording = row.wording { bring(wording, line) }
        } catch {
            problems.add(list.file.name, line, error.problem.field, error.problem.message)
        }
    }

    private mutating func bring(_ wording: String, _ line: Int) {
        brought.insert(Array(wording.utf8))
        guard refusal == nil, brought.count > ListWordings.mostNew else { return }
        refuse(
            line,
            """
            The file brings more than \(ListWordings.mostNew) wordings that are not kept here, and a list has few. Leave \
            them out, and name the one that people agreed to: --wording …
            """
        )
    }

    private mutating func clear() {
        place = 0
        cells = ListCells()
        faults.removeAll(keepingCapacity: true)
        dangers.removeAll(keepingCapacity: true)
    }

    private mutating func head(_ line: Int) {
        do {
            header = try ListHeader(
                headings,
                in: "\(list.file.name):\(line)",
                said: list.headings,
                profile: list.profile
            )
        } catch {
            refusal = error as? Refusal
        }
    }

    private mutating func refuse(_ line: Int, _ words: String) {
        refusal = Refusal.invalid("\(list.file.name):\(line)", "\(list.file.name):\(line): \(words)")
    }
}

/// A line as the profile jsonl has it.
private struct JSONRow: Decodable {
    let email: String
    let name: String?
    let source: String?
    let purpose: String?
    let confirmedAt: String?
    let wording: String?

    enum CodingKeys: String, CodingKey {
        case email, name, source, purpose, wording
        case confirmedAt = "confirmed_at"
    }

    var cells: ListCells {
        ListCells(
            email: email,
            name: name,
            source: source,
            confirmedAt: confirmedAt,
            purpose: purpose,
            wording: wording
        )
    }
}
