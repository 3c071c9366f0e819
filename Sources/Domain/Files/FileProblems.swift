/// What is wrong in a file: all of it counted, and so much kept as somebody reads.
struct FileProblems: Sendable {
    static let mostKept = 1_000

    private var found: [(line: Int, problem: Refusal.Problem)] = []
    private(set) var count = 0
    /// Rows with a problem in them.
    private(set) var rows = 0

    /// In order of their lines.
    var kept: [Refusal.Problem] { found.sorted { $0.line < $1.line }.map(\.problem) }

    mutating func add(_ name: String, _ line: Int, _ column: String?, _ words: String) {
        add(name, line, [(column ?? "", words)])
    }

    mutating func add(_ name: String, _ line: Int, _ faults: [(column: String, words: String)]) {
        rows += 1
        for (column, words) in faults {
            count += 1
            guard found.count < Self.mostKept else { continue }
            let place = column.isEmpty ? "" : "\(column): "
            found.append((line, .init("\(name):\(line)", "\(name):\(line): \(place)\(words)")))
        }
    }
}
