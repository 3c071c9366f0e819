import Foundation
import Yams

/// Takes typed values out of one YAML file; whatever does not fit becomes a problem at its line and column, and reading goes on.
final class YAMLReading {
    struct Fields {
        let node: Node
        let noun: String
        var pairs: [String: Node] = [:]
    }

    /// What kind of file is read: how large it may be, what it has at least, and whether its words may stand in a problem.
    struct Manner: Sendable {
        var largest = 256 * 1024
        var largestWords = "The file is larger than 256 KiB; a program file is a page or two of text."
        var least = "a program has at least code, name, summary and grants"
        /// False where a file holds what nobody but a candidate may read.
        var isQuoted = true
    }

    private let file: String
    private var text: String
    let manner: Manner
    private(set) var problems: [Refusal.Problem] = []

    init(file: String, text: String, manner: Manner = Manner()) {
        self.file = file
        self.text = text
        self.manner = manner
    }

    func place(_ mark: Mark?) -> String {
        mark.map { "\(file):\($0.line):\($0.column)" } ?? "\(file):1:1"
    }

    func place(_ node: Node?) -> String { place(node?.mark) }

    func report(_ node: Node?, _ words: String) {
        problems.append(.init(place(node), words))
    }

    /// The single document of the file.
    func root() -> Node? {
        guard text.utf8.count <= manner.largest else {
            report(nil, manner.largestWords)
            return nil
        }
        // Every round takes one key out of the way that stands twice, so the rounds end.
        while true {
            do {
                let node = try Parser(yaml: text).singleRoot()
                if node == nil {
                    report(nil, "The file is empty; \(manner.least).")
                }
                return node
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard let key = keys.first, disguise(key, at: context.mark) else {
                    problems.append(
                        .init(place(context.mark), "\(named(keys.joined(separator: "”, “"))) stands twice here.")
                    )
                    return nil
                }
                problems.append(
                    .init(
                        place(context.mark),
                        "\(named(key)) stands more than once in this mapping; keep one of them."
                    )
                )
            } catch {
                problems.append(problem(error))
                return nil
            }
        }
    }

    /// “The key “code””, or less of it where the file's words are nobody's.
    func named(_ key: String) -> String { manner.isQuoted ? "The key “\(key)”" : "A key" }

    /// Writes private-use characters over the first of two equal keys, so that composing can go on and columns stay.
    private func disguise(_ key: String, at mark: Mark) -> Bool {
        let scalars = text.unicodeScalars
        var line = 1
        var index = scalars.startIndex
        while line < mark.line, index < scalars.endIndex {
            if scalars[index] == "\n" { line += 1 }
            index = scalars.index(after: index)
        }
        guard var start = scalars.index(index, offsetBy: mark.column - 1, limitedBy: scalars.endIndex) else {
            return false
        }
        if start < scalars.endIndex, scalars[start] == "\"" || scalars[start] == "'" {
            start = scalars.index(after: start)
        }
        let rest = scalars[start...]
        guard !key.isEmpty, rest.starts(with: key.unicodeScalars) else { return false }
        // Each disguise differs from those before it: a number in base 1024 at the head of the private use area.
        var number = problems.count
        var disguised = ""
        for _ in key.unicodeScalars {
            guard let scalar = Unicode.Scalar(UInt32(0xE000 + number % 1024)) else { return false }
            disguised.unicodeScalars.append(scalar)
            number /= 1024
        }
        guard number == 0 else { return false }
        let end = scalars.index(start, offsetBy: key.unicodeScalars.count)
        text.replaceSubrange(start..<end, with: disguised)
        return true
    }

    private func problem(_ error: any Error) -> Refusal.Problem {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            .init(place(mark), "This is not YAML: \(problem).")
        case YamlError.reader(let problem, let offset, _, _):
            .init(offset.map(place(atOffset:)) ?? place(nil as Mark?), "This is not YAML: \(problem).")
        default:
            .init(place(nil as Mark?), "The file cannot be read as YAML.")
        }
    }

    private func place(atOffset offset: Int) -> String {
        let before = text.utf8.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
        return "\(file):\(line):\(column)"
    }
}
