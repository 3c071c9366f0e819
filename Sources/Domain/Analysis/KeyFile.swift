import Psychometrics

/// A form in a file: `item,key`, and where they differ from four options, one area and a scored item, `options`, `area`
/// and `scored`.
struct KeyFile {
    private static let usualOptions = 4
    private static let usualArea = "all"

    let codes: [String]
    let form: Psychometrics.Form

    /// - Throws: `Refusal` of kind invalid with every bad row at `file:line`.
    init(_ source: OctetSource) throws {
        var rows = Rows()
        try source.records(into: &rows)
        var problems = rows.faults.map { source.problem($0.line, $0.words) }
        guard let header = rows.rows.first else {
            throw Refusal.invalid(
                problems + [source.problem(1, "The file is empty; its first line names item and key.")]
            )
        }
        let names = header.fields.map { $0.lowercased() }
        let missing = ["item", "key"].filter { !names.contains($0) }
        problems += missing.map { source.problem(header.line, "The header lacks the column “\($0)”.") }
        guard missing.isEmpty else { throw Refusal.invalid(problems) }
        var codes: [String] = []
        var items: [Item] = []
        for row in rows.rows.dropFirst() {
            let cells = Dictionary(zip(names, row.fields), uniquingKeysWith: { first, _ in first })
            func report(_ words: String) { problems.append(source.problem(row.line, words)) }
            let code = cells["item"] ?? ""
            if row.fields.count != names.count {
                report("The header has \(names.count) columns, this row \(row.fields.count).")
            }
            if code.isEmpty { report("The item has no code.") }
            if codes.contains(code) {
                report("\(code) stands twice; where two options are right, one of them has to count as wrong.")
            }
            codes.append(code)
            let options = cells["options"].flatMap { $0.isEmpty ? nil : $0 }.map { Int($0) ?? 0 } ?? Self.usualOptions
            if !(2...26).contains(options) { report("\(code) has from 2 to 26 options.") }
            let key = AnswerCode.option((cells["key"] ?? "").utf8)
            if let key, key >= options {
                report("The key of \(code) is none of its \(options) options; a column “options” says how many it has.")
            } else if key == nil {
                report("The key of \(code) is one letter; where two options are right, one has to count as wrong.")
            }
            let scored = Self.isScored(cells["scored"] ?? "")
            if scored == nil { report("“scored” of \(code) is yes or no.") }
            let area = cells["area"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.usualArea
            items.append(Item(area: area, options: options, key: key ?? 0, isScored: scored ?? true))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        self.codes = codes
        do {
            form = try Psychometrics.Form(version: source.name, items: items)
        } catch {
            throw Refusal.invalid([source.problem(header.line, error.description)])
        }
    }

    private static func isScored(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "", "yes", "true", "1", "scored": true
        case "no", "false", "0", "pretest": false
        default: nil
        }
    }

    /// All rows of a short file.
    private struct Rows: RecordSink {
        var rows: [(line: Int, fields: [String])] = []
        var faults: [(line: Int, words: String)] = []
        private var fields: [String] = []
        var hasEnough: Bool { rows.count > 10_000 || faults.count > 50 }

        init() {}

        mutating func field(_ octets: [UInt8]) { fields.append(String(decoding: octets, as: UTF8.self).trimmed) }

        mutating func record(line: Int) {
            if fields.contains(where: { !$0.isEmpty }) { rows.append((line, fields)) }
            fields = []
        }

        mutating func fault(line: Int, _ words: String) { faults.append((line, words)) }
    }
}
