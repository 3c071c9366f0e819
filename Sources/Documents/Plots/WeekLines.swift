/// How counts grew from week to week: the first line solid, the others in dashes of their own, each with its name.
package struct WeekLines: Sendable {
    package struct Line: Sendable {
        package let label: String
        /// At the end of each week.
        package let counts: [Int]

        package init(label: String, counts: [Int]) {
            self.label = label
            self.counts = counts
        }
    }

    let title: String
    /// The first day of each, as words.
    let weeks: [String]
    let lines: [Line]
    let id: String

    package init(title: String, weeks: [String], lines: [Line], id: String = "growth") {
        self.title = title
        self.weeks = weeks
        self.lines = lines
        self.id = id
    }

    package var svg: String {
        var drawing = Drawing(
            width: 680,
            height: 320,
            id: id,
            title: title,
            description: lines.map(describe).joined(separator: " ")
        )
        let most = max(1, lines.flatMap(\.counts).max() ?? 0)
        let step = ScoreHistogram.step(to: most)
        let axes = Axes(
            left: 60,
            right: 540,
            top: 20,
            bottom: 270,
            x: 0...Double(max(1, weeks.count - 1)),
            y: 0...Double(most)
        )
        axes.draw(
            in: &drawing,
            across: stride(from: 0, to: weeks.count, by: ScoreHistogram.step(to: weeks.count, most: 5)).map {
                (Double($0), weeks[$0])
            },
            up: stride(from: 0, through: most, by: step).map { (Double($0), String($0)) },
            names: ("week", "people")
        )
        var taken: [Double] = []
        for (place, line) in lines.enumerated() {
            let points = line.counts.enumerated().map { axes.place(Double($0.offset), Double($0.element)) }
            guard let end = points.last else { continue }
            let isFirst = place == 0
            drawing.path(
                points,
                isFirst ? .strong : .text,
                width: isFirst ? 2.4 : 1.4,
                dashes: isFirst ? nil : TraceLines.dashes[(place - 1) % TraceLines.dashes.count]
            )
            drawing.mark(end, standsOut: !isFirst, size: 2.6)
            let height = TraceLines.free(end.y + 4, &taken)
            let words = "\(line.label): \(line.counts.last ?? 0)"
            drawing.label(words, (end.x + 9, height), .start, isFirst ? .strong : .text, isBold: isFirst)
        }
        return drawing.text
    }

    private func describe(_ line: Line) -> String {
        "\(line.label): \(line.counts.first ?? 0) at first, \(line.counts.last ?? 0) at last."
    }
}
