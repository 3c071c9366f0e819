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

    private func item(_ node: Node, _ codes: inout CodesInUse) -> ExamFile.Item? {
        let keys = ["code", "area", "stem", "options", "key", "pretest"]
        guard let fields = yaml.mapping(node, "An item", keys: keys) else { return nil }
        let code = itemCode(fields)
        if let code { use(code.value, at: code.node, &codes) }
        let area = yaml.text(fields, "area", longest: 100)
        let stem = yaml.present(fields, "stem").flatMap { self.words($0, "The stem", longest: Self.longestStem) }
        let options = yaml.present(fields, "options").flatMap { self.options($0) }
        let key = yaml.present(fields, "key").flatMap { self.key($0, among: options?.count) }
        let isPretest = yaml.boolean(fields, "pretest")
        guard let code, let area, let stem, let options, let key else { return nil }
        return ExamFile.Item(
            code: code.value,
            area: area.value,
            stem: stem,
            options: options,
            key: key,
            isPretest: isPretest?.value ?? false,
            place: yaml.place(node)
        )
    }

    /// A mapping from A on, or a list, which is lettered by its order; each option once.
    private func options(_ node: Node) -> [String]? {
        var nodes: [Node] = []
        if let mapping = node.mapping {
            for (index, (letter, option)) in mapping.enumerated() {
                guard letter.scalar?.string == Self.letter(index) else {
                    yaml.report(
                        letter,
                        "Options are lettered from A on without a gap; here \(Self.letter(index)) is due."
                    )
                    return nil
                }
                nodes.append(option)
            }
        } else if let sequence = node.sequence {
            nodes = Array(sequence)
        } else {
            yaml.report(node, "options is a mapping from A on, or a list; here stands \(yaml.kind(of: node)).")
            return nil
        }
        guard (2...26).contains(nodes.count) else {
            yaml.report(node, "An item has 2 to 26 options; here are \(nodes.count).")
            return nil
        }
        let options = nodes.compactMap { words($0, "An option", longest: Self.longestOption) }
        var seen: Set<String> = []
        for (option, node) in zip(options, nodes) where !seen.insert(option).inserted {
            yaml.report(node, "This option stands twice among those of its item, so two could be right.")
            return nil
        }
        return options.count == nodes.count ? options : nil
    }

    private func key(_ node: Node, among options: Int?) -> Int? {
        if let sequence = node.sequence {
            yaml.report(node, "The key names \(sequence.count) options; of an item exactly one is right.")
            return nil
        }
        let letters = node.scalar?.string.split { !$0.isLetter && !$0.isNumber } ?? []
        guard letters.count == 1, letters[0].count == 1 else {
            let isMany = letters.count > 1 || (letters.first?.allSatisfy { $0.isASCII && $0.isUppercase } ?? false)
            yaml.report(
                node,
                isMany
                    ? "The key names more than one option; of an item exactly one is right."
                    : "The key is the letter of the option that is right."
            )
            return nil
        }
        guard let options else { return nil }
        guard let index = (0..<options).first(where: { Self.letter($0) == letters[0].uppercased() }) else {
            yaml.report(node, "The key is none of the item's options, which are A to \(Self.letter(options - 1)).")
            return nil
        }
        return index + 1
    }

    /// Words of an item: any single value is text here, a bare number too.
    private func words(_ node: Node, _ noun: String, longest: Int) -> String? {
        guard let scalar = node.scalar, !scalar.string.utf8.contains(0) else {
            yaml.report(node, "\(noun) is text; here stands \(yaml.kind(of: node)).")
            return nil
        }
        let text = scalar.string.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...longest).contains(text.unicodeScalars.count) else {
            yaml.report(
                node,
                text.isEmpty
                    ? "\(noun) is empty; write it out."
                    : "\(noun) is too long: \(longest) characters at most, here are \(text.unicodeScalars.count)."
            )
            return nil
        }
        return text
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
