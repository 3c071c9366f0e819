/// A statement and its parameters; a value enters only by interpolation, and never as text.
///
///     "SELECT id FROM cohort WHERE code = \(code)"
public struct SQL: Sendable {
    /// The statement as the server sees it, with `$1`, `$2` … for its parameters.
    public private(set) var text: String
    private(set) var parameters = Parameters()
    /// The UTF-8 offset of each parameter's `$`, so that statements can be put together.
    private(set) var marks: [Int] = []

    init(text: String) {
        self.text = text
    }

    mutating func append(text piece: some StringProtocol) {
        text.append(contentsOf: piece)
    }

    mutating func append(_ value: some PostgresEncodable) {
        parameters.append(value)
        mark(parameters.count)
    }

    /// Appends another statement, whose parameters are numbered on from this one's.
    mutating func append(_ other: SQL) {
        let first = parameters.count
        let utf8 = other.text.utf8
        var cursor = utf8.startIndex
        for (index, offset) in other.marks.enumerated() {
            let start = utf8.index(utf8.startIndex, offsetBy: offset)
            append(text: other.text[cursor..<start])
            mark(first + index + 1)
            cursor = utf8.index(start, offsetBy: "$\(index + 1)".utf8.count)
        }
        append(text: other.text[cursor...])
        parameters.append(other.parameters)
    }

    private mutating func mark(_ number: Int) {
        marks.append(text.utf8.count)
        text.append("$")
        text.append(String(number))
    }
}

extension SQL {
    /// Two statements as one, the second's parameters renumbered.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    /// Appends a statement to this one, its parameters renumbered.
    public static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }
}

extension Sequence<SQL> {
    /// The pieces as one statement, with `separator` between them.
    public func joined(separator: SQL) -> SQL {
        var whole = SQL(text: "")
        var isFirst = true
        for piece in self {
            if !isFirst { whole.append(separator) }
            whole.append(piece)
            isFirst = false
        }
        return whole
    }
}
