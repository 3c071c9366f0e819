import Foundation

/// What a command answers: one value for programs, and the same laid out for people.
struct Answer {
    let json: JSON
    let blocks: [Block]
    /// False where the question was answered with a no: a broken invariant, say.
    let isGood: Bool

    init(_ json: JSON, isGood: Bool = true, _ blocks: Block...) {
        self.init(json, isGood: isGood, blocks)
    }

    init(_ json: JSON, isGood: Bool = true, _ blocks: [Block]) {
        self.json = json
        self.blocks = blocks
        self.isGood = isGood
    }
}

/// The one place that decides how an answer leaves the program.
enum Output {
    /// A list for people: a table, or words where there is nothing to show.
    static func list<Item>(_ items: [Item], none: String, _ columns: [Table.Column<Item>]) -> Block {
        items.isEmpty ? .words(none) : .table(Table(items, columns))
    }

    static func text(_ answer: Answer, asJSON: Bool, on screen: Screen) -> String {
        guard !asJSON else { return answer.json.text + "\n" }
        return answer.blocks
            .map { $0.lines(on: screen) }
            .filter { !$0.isEmpty }
            .map { $0.joined(separator: "\n") + "\n" }
            .joined(separator: "\n")
    }

    static func show(_ answer: Answer, asJSON: Bool, on descriptor: Int32 = STDOUT_FILENO) {
        write(text(answer, asJSON: asJSON, on: Screen(descriptor)), to: descriptor)
    }

    /// Writes all of it, or as much as the other end takes.
    static func write(_ text: String, to descriptor: Int32) {
        _ = write(Array(text.utf8), to: descriptor)
    }

    /// False when the other end takes no more.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard written >= 0 || errno == EINTR else { return false }
            rest = rest.dropFirst(max(0, written))
        }
        return true
    }
}
