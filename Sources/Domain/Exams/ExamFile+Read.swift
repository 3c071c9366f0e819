import Foundation
import Yams

extension ExamFile {
    static let manner = YAMLReading.Manner(
        largest: 4 * 1024 * 1024,
        largestWords: "The file is larger than 4 MiB; split the bank over several imports.",
        least: "an exam has at least code and name, and items or forms",
        isQuoted: false
    )

    /// Reads exam files and reports every problem of all of them at once, each at `file:line:column`, never with the words
    /// or the key of an item.
    ///
    /// - Throws: `Refusal` of kind invalid.
    static func read(_ sources: [Source]) throws -> [ExamFile] {
        var problems: [Refusal.Problem] = []
        var exams: [ExamFile] = []
        var places: [String: String] = [:]
        for source in sources {
            let reading = ExamReading(source)
            let exam = reading.exam()
            problems += reading.yaml.problems
            guard let exam else { continue }
            if let first = places.updateValue(exam.place, forKey: exam.code) {
                problems.append(.init(exam.place, "The exam \(exam.code) is described twice; first at \(first)."))
            }
            exams.append(exam)
        }
        if sources.isEmpty { problems.append(.init("files", "Give at least one exam file.")) }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return exams
    }
}

/// One file on its way from YAML to an exam; collects what is wrong with it.
struct ExamReading {
    let yaml: YAMLReading

    static let mostItems = 5_000
    static let longestStem = 2_000
    static let longestOption = 500

    init(_ source: ExamFile.Source) {
        yaml = YAMLReading(file: source.name, text: source.text, manner: ExamFile.manner)
    }

    /// Codes of one noun, each with where it first stood.
    struct CodesInUse {
        let noun: String
        var places: [String: String] = [:]

        init(_ noun: String) { self.noun = noun }
    }

    func exam() -> ExamFile? {
        guard let root = yaml.root(),
            let fields = yaml.mapping(root, "An exam", keys: ["code", "name", "items", "forms"])
        else { return nil }
        let code = self.code(fields, longest: 40, like: /[A-Z0-9]+(-[A-Z0-9]+)*/, "capitals and digits: MES-WRITTEN")
        let name = yaml.text(fields, "name", longest: 200)
        if fields.pairs["items"] == nil, fields.pairs["forms"] == nil {
            yaml.report(root, "An exam file brings items, or forms, or both; here is neither.")
        }
        var itemCodes = CodesInUse("item")
        let nodes = fields.pairs["items"] == nil ? [] : yaml.list(fields, "items")
        if nodes.count > Self.mostItems {
            yaml.report(nodes[Self.mostItems], "More than \(Self.mostItems) items stand in one file; split it.")
            return nil
        }
        let items = nodes.compactMap { item($0, &itemCodes) }
        let pretest = Set(items.filter(\.isPretest).map(\.code))
        var formCodes = CodesInUse("form")
        let forms = fields.pairs["forms"] == nil ? [] : yaml.list(fields, "forms")
        let read = forms.compactMap { form($0, pretest, &formCodes) }
        guard yaml.problems.isEmpty, let code, let name else { return nil }
        return ExamFile(code: code, name: name.value, items: items, forms: read, place: yaml.place(root))
    }

    func itemCode(_ fields: YAMLReading.Fields) -> (value: String, node: Node)? {
        guard let code = yaml.text(fields, "code", longest: 40) else { return nil }
        guard code.value.wholeMatch(of: /[A-Za-z0-9]+(-[A-Za-z0-9]+)*/) != nil else {
            yaml.report(code.node, "An item's code is letters and digits, with single hyphens between: VITAL-01.")
            return nil
        }
        return code
    }

    func code(_ fields: YAMLReading.Fields, longest: Int, like pattern: Regex<(Substring, Substring?)>, _ words: String)
        -> String?
    {
        guard let code = yaml.text(fields, "code", longest: longest) else { return nil }
        guard code.value.wholeMatch(of: pattern) != nil else {
            yaml.report(code.node, "\(fields.noun)'s code is \(words), with single hyphens between.")
            return nil
        }
        return code.value
    }

    func use(_ code: String, at node: Node, _ codes: inout CodesInUse) {
        guard let first = codes.places[code] else { return codes.places[code] = yaml.place(node) }
        yaml.report(node, "The \(codes.noun) code \(code) is used twice; first at \(first).")
    }

    /// A for 0.
    static func letter(_ index: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "A") + UInt8(clamping: min(index, 25))))
    }
}
