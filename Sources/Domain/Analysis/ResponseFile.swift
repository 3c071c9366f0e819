import Psychometrics

/// Candidates' answers in a file, a row for each: a column for every item of the key by its code, and perhaps `candidate`.
///
/// Read as it comes: what is kept of an answer is one octet.
struct ResponseFile {
    private(set) var responses: Responses
    /// Columns that name neither an item nor the candidate.
    let ignored: [String]

    /// - Throws: `Refusal` of kind invalid with bad rows at `file:line`, at most fifty of them.
    init(_ source: OctetSource, key: KeyFile) throws {
        var rows = ResponseRows(source, key)
        try source.records(into: &rows)
        if !rows.isHeaded { rows.report(1, "The file is empty; its first line names the items.") }
        guard rows.problems.isEmpty else { throw Refusal.invalid(rows.problems) }
        guard rows.responses.count > 0 else {
            throw Refusal.invalid([source.problem(1, "The file has no candidate, so there is nothing to analyse.")])
        }
        responses = rows.responses
        ignored = rows.ignored
    }
}

private struct ResponseRows: RecordSink {
    private enum Column { case item(Int), candidate, other }

    private static let mostProblems = 50

    var responses: Responses
    private(set) var ignored: [String] = []
    private(set) var problems: [Refusal.Problem] = []
    private let source: OctetSource
    private let key: KeyFile
    private let limits: [Int]
    private var columns: [Column] = []
    private var names: [String] = []
    private var answers: [UInt8?]
    private var place = 0
    private var candidate = ""
    private var seen: Set<String> = []
    /// What is wrong with the record at hand, before its line is known.
    private var troubles: [String] = []

    var isHeaded: Bool { !columns.isEmpty }
    var hasEnough: Bool { problems.count >= Self.mostProblems }

    init(_ source: OctetSource, _ key: KeyFile) {
        self.source = source
        self.key = key
        responses = Responses(form: key.form)
        limits = key.form.items.map(\.options)
        answers = Array(repeating: nil, count: limits.count)
    }

    mutating func report(_ line: Int, _ words: String) {
        guard problems.count < Self.mostProblems else { return }
        problems.append(source.problem(line, words))
        if hasEnough { problems.append(source.problem(line, "The rest of the file was not read.")) }
    }

    mutating func field(_ octets: [UInt8]) {
        defer { place += 1 }
        guard isHeaded else { return names.append(String(decoding: octets, as: UTF8.self).trimmed) }
        guard place < columns.count else { return }
        switch columns[place] {
        case .item(let item): answers[item] = answer(octets, item)
        case .candidate: candidate = String(decoding: octets, as: UTF8.self).trimmed
        case .other: break
        }
    }

    private mutating func answer(_ octets: [UInt8], _ item: Int) -> UInt8? {
        if octets.isEmpty { return nil }
        let isBlank = { (octet: UInt8) in octet == 0x20 || octet == 0x09 }
        let trimmed = octets.count == 1 ? octets[...] : octets.drop(while: isBlank)
        guard let option = AnswerCode.option(trimmed.prefix { !isBlank($0) }) else {
            if !octets.allSatisfy(isBlank) { troubles.append("The answer to \(key.codes[item]) is no letter.") }
            return nil
        }
        guard option < limits[item] else {
            troubles.append(
                """
                The answer to \(key.codes[item]) is option \(AnswerCode.letter(option)), and it has \(limits[item]); a \
                column “options” of the key says how many an item has.
                """
            )
            return nil
        }
        return UInt8(option)
    }

    mutating func record(line: Int) {
        defer {
            place = 0
            troubles.removeAll(keepingCapacity: true)
        }
        guard isHeaded else { return head(line) }
        for trouble in troubles { report(line, trouble) }
        if place != columns.count { report(line, "The header has \(columns.count) columns, this row \(place).") }
        if !candidate.isEmpty, !seen.insert(candidate).inserted {
            report(line, "The candidate \(candidate) stands in an earlier row already.")
        }
        guard problems.isEmpty else { return }
        do {
            try responses.append(answers)
        } catch {
            report(line, error.description)
        }
    }

    mutating func fault(line: Int, _ words: String) { report(line, words) }

    private mutating func head(_ line: Int) {
        let items = Dictionary(zip(key.codes, key.codes.indices), uniquingKeysWith: { first, _ in first })
        var met: Set<String> = []
        for name in names {
            let isCandidate = name.lowercased() == "candidate"
            if items[name] != nil || isCandidate, !met.insert(name).inserted {
                report(line, "The column “\(name)” stands twice in the header.")
            }
            if let item = items[name] {
                columns.append(.item(item))
            } else {
                columns.append(isCandidate ? .candidate : .other)
                if !isCandidate { ignored.append(name) }
            }
        }
        for code in key.codes where !met.contains(code) {
            report(line, "The header lacks the column “\(code)” that the key names.")
        }
    }
}
