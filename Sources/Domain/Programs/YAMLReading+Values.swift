import Foundation
import Yams

extension YAMLReading {
    /// The keys and values of a mapping, each unknown key reported.
    func mapping(_ node: Node, _ noun: String, keys: [String]) -> Fields? {
        guard let mapping = node.mapping else {
            report(
                node,
                "\(noun) is a mapping with the keys \(keys.joined(separator: ", ")); here stands \(kind(of: node))."
            )
            return nil
        }
        var fields = Fields(node: node, noun: noun)
        for (key, value) in mapping {
            guard let name = key.scalar?.string, keys.contains(name) else {
                let isDisguised = key.scalar?.string.unicodeScalars.allSatisfy { (0xE000...0xE3FF).contains($0.value) }
                if isDisguised != true {
                    let word = key.scalar?.string ?? kind(of: key)
                    report(key, "\(named(word)) is unknown here; known are \(keys.joined(separator: ", ")).")
                }
                continue
            }
            fields.pairs[name] = value
        }
        return fields
    }

    /// A text that has to be there, without blanks around it.
    func text(_ fields: Fields, _ key: String, longest: Int) -> (value: String, node: Node)? {
        guard let node = present(fields, key) else { return nil }
        guard case .scalar(let scalar) = node, node.tag == Tag(.str) else {
            report(node, "\(key) is text; here stands \(kind(of: node)). If it is meant as text, put it in quotes.")
            return nil
        }
        let value = scalar.string.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !value.isEmpty else {
            report(node, "\(key) is empty; write it out.")
            return nil
        }
        guard value.unicodeScalars.count <= longest else {
            report(node, "\(key) is too long: \(longest) characters at most.")
            return nil
        }
        return (value, node)
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ fields: Fields,
        _ key: String,
        of: Choice.Type
    ) -> (value: Choice, node: Node)? where Choice.RawValue == String {
        guard let node = present(fields, key) else { return nil }
        guard let word = node.scalar?.string, let choice = Choice(rawValue: word) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            let found = node.scalar.flatMap { manner.isQuoted ? "“\($0.string)”" : nil } ?? kind(of: node)
            report(node, "\(key) is one of \(known); here stands \(found).")
            return nil
        }
        return (choice, node)
    }

    func integer(_ fields: Fields, _ key: String, in range: ClosedRange<Int>) -> (value: Int, node: Node)? {
        guard let node = fields.pairs[key] else { return nil }
        guard node.tag == Tag(.int), let value = node.int, range.contains(value) else {
            report(node, "\(key) is a whole number from \(range.lowerBound) to \(range.upperBound).")
            return nil
        }
        return (value, node)
    }

    func boolean(_ fields: Fields, _ key: String) -> (value: Bool, node: Node)? {
        guard let node = fields.pairs[key] else { return nil }
        guard node.tag == Tag(.bool), let value = node.bool else {
            report(node, "\(key) is true or false; here stands \(kind(of: node)).")
            return nil
        }
        return (value, node)
    }

    /// A list with at least one entry.
    func list(_ fields: Fields, _ key: String) -> [Node] {
        guard let node = present(fields, key) else { return [] }
        guard let sequence = node.sequence, !sequence.isEmpty else {
            report(node, "\(key) is a list with at least one entry; here stands \(kind(of: node)).")
            return []
        }
        return Array(sequence)
    }

    func present(_ fields: Fields, _ key: String) -> Node? {
        if let node = fields.pairs[key] { return node }
        report(fields.node, "\(fields.noun) needs the key “\(key)”.")
        return nil
    }

    func kind(of node: Node) -> String {
        switch node {
        case .scalar where !manner.isQuoted && node.tag != Tag(.null): "a single value"
        case .mapping: "a mapping"
        case .sequence(let sequence): sequence.isEmpty ? "an empty list" : "a list"
        case .alias: "an alias"
        case .scalar(let scalar):
            switch node.tag {
            case Tag(.null): "nothing"
            case Tag(.bool): "the truth value \(scalar.string)"
            case Tag(.int), Tag(.float): "the number \(scalar.string)"
            case Tag(.timestamp): "the date \(scalar.string)"
            default: "“\(scalar.string)”"
            }
        }
    }
}
