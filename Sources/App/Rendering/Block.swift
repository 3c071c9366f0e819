/// A part of an answer as people read it.
enum Block {
    case words(String)
    /// Words that stand back behind the answer: a hint at the next step, say.
    case hint(String)
    case details([(label: String, value: Table.Cell)])
    case table(Table)
    /// Text that is not ours, line by line as it came.
    case verbatim(String)

    func lines(on screen: Screen) -> [String] {
        switch self {
        case .words(""), .hint(""): []
        case .words(let text): text.wrapped(to: screen.width)
        case .hint(let text): text.wrapped(to: screen.width).map { Tone.faint.paint($0, on: screen) }
        case .details(let pairs): Self.lines(of: pairs, on: screen)
        case .table(let table): table.lines(on: screen)
        case .verbatim(let text):
            text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { String($0).onOneLine }
        }
    }

    /// Labels in one column, values wrapped in the next.
    private static func lines(of pairs: [(label: String, value: Table.Cell)], on screen: Screen) -> [String] {
        let indent = (pairs.map(\.label.columns).max() ?? 0) + 2
        return pairs.filter { !$0.value.text.isEmpty }.flatMap { label, value in
            value.text.wrapped(to: max(20, screen.width - indent)).enumerated().map { index, line in
                let head = index == 0 ? label : ""
                let padding = String(repeating: " ", count: indent - head.columns)
                return Tone.faint.paint(head, on: screen) + padding + value.tone.paint(line, on: screen)
            }
        }
    }
}
