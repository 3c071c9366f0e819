import Foundation
import Yams

extension ExamReading {
    func item(_ node: Node, _ codes: inout CodesInUse) -> ExamFile.Item? {
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
}
