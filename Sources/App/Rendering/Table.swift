/// Rows in columns that fit the screen: where they do not, the widest cells end in ….
struct Table {
    struct Cell: ExpressibleByStringInterpolation {
        let text: String
        let tone: Tone

        init(_ text: String?, _ tone: Tone = .plain) {
            self.text = (text ?? "").onOneLine
            self.tone = tone
        }

        init(_ number: Int?) {
            self.init(number.map(String.init))
        }

        init(stringLiteral text: String) {
            self.init(text)
        }
    }

    struct Column<Row> {
        let title: String
        let isNumber: Bool
        /// Whether the cells lose their ends before those of other columns do.
        let gives: Bool
        let cell: (Row) -> Cell

        static func text(_ title: String, gives: Bool = false, _ cell: @escaping (Row) -> Cell) -> Self {
            Self(title: title, isNumber: false, gives: gives, cell: cell)
        }

        static func number(_ title: String, _ cell: @escaping (Row) -> Cell) -> Self {
            Self(title: title, isNumber: true, gives: false, cell: cell)
        }
    }

    private struct Shape {
        let isNumber: Bool
        let gives: Bool
        var width: Int
    }

    private static let gap = 2
    /// No cell is cut below this, unless there is no other way.
    private static let narrowest = 8

    private let titles: [String]
    private let shapes: [Shape]
    private let rows: [[Cell]]

    init<Row>(_ rows: [Row], _ columns: [Column<Row>]) {
        titles = columns.map(\.title)
        let cells = rows.map { row in columns.map { $0.cell(row) } }
        self.rows = cells
        shapes = columns.enumerated().map { index, column in
            let widest = cells.map { $0[index].text.columns }.max() ?? 0
            return Shape(isNumber: column.isNumber, gives: column.gives, width: max(widest, column.title.columns))
        }
    }

    func lines(on screen: Screen) -> [String] {
        let shapes = fitted(to: screen.width)
        let heading = line(titles.map { Cell($0, .heading) }, shapes, screen)
        return [heading] + rows.map { line($0, shapes, screen) }
    }

    private func fitted(to width: Int) -> [Shape] {
        var shapes = self.shapes
        let room = width - Self.gap * (shapes.count - 1)
        func shrink(to floor: Int, where mayShrink: (Shape) -> Bool) {
            var excess = shapes.reduce(0) { $0 + $1.width } - room
            while excess > 0 {
                let candidates = shapes.indices.filter { mayShrink(shapes[$0]) && shapes[$0].width > floor }
                guard let widest = candidates.max(by: { shapes[$0].width < shapes[$1].width }) else { return }
                shapes[widest].width -= 1
                excess -= 1
            }
        }
        shrink(to: Self.narrowest) { $0.gives }
        shrink(to: Self.narrowest) { !$0.isNumber }
        shrink(to: 1) { _ in true }
        return shapes
    }

    private func line(_ cells: [Cell], _ shapes: [Shape], _ screen: Screen) -> String {
        var line = ""
        for (index, (cell, shape)) in zip(cells, shapes).enumerated() {
            let text = cell.text.truncated(to: shape.width)
            let padding = String(repeating: " ", count: max(0, shape.width - text.columns))
            let painted = cell.tone.paint(text, on: screen)
            if index > 0 { line += String(repeating: " ", count: Self.gap) }
            if shape.isNumber {
                line += padding + painted
            } else {
                line += index == cells.count - 1 ? painted : painted + padding
            }
        }
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}
