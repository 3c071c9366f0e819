/// How many candidates reached each raw score, and where the cut lies: who passes is filled, who fails is hollow.
package struct ScoreHistogram: Sendable {
    /// How many reached 0, 1, … k.
    let frequencies: [Int]
    /// The lowest score that passes; nil where none is said.
    let cut: Int?
    let id: String

    package init(_ frequencies: [Int], cut: Int?, id: String = "scores") {
        self.frequencies = frequencies
        self.cut = cut
        self.id = id
    }

    package var svg: String {
        let all = frequencies.reduce(0, +)
        let most = max(1, frequencies.max() ?? 1)
        let highest = frequencies.count - 1
        var drawing = Drawing(
            width: 680,
            height: 320,
            id: id,
            title: "Distribution of raw scores",
            description: describe(all)
        )
        let axes = Axes(
            left: 60,
            right: 660,
            top: 36,
            bottom: 270,
            x: -0.5...(Double(highest) + 0.5),
            y: 0...Double(most)
        )
        let step = Self.step(to: most)
        let wide = Self.step(to: max(1, highest), most: 12)
        axes.draw(
            in: &drawing,
            across: stride(from: 0, through: highest, by: wide).map { (Double($0), String($0)) },
            up: stride(from: 0, through: most, by: step).map { (Double($0), String($0)) },
            names: ("raw score", "candidates")
        )
        let width = (axes.right - axes.left) / Double(frequencies.count)
        for (raw, count) in frequencies.enumerated() where count > 0 {
            let top = axes.place(Double(raw) - 0.5, Double(count))
            let passes = cut.map { raw >= $0 } ?? true
            drawing.bar(
                x: top.x + width * 0.1,
                y: top.y,
                width: width * 0.8,
                height: axes.bottom - top.y,
                fill: passes ? .strong : .paper,
                stroke: .strong
            )
        }
        if let cut {
            let line = axes.place(Double(cut) - 0.5, Double(most))
            drawing.line((line.x, axes.top - 24), (line.x, axes.bottom), .text, width: 1.5, dashes: "6 4")
            let isRight = line.x > 400
            drawing.label(
                "cut \(cut): fails below, passes from here",
                (line.x + (isRight ? -6 : 6), axes.top - 14),
                isRight ? .end : .start,
                isBold: true
            )
        }
        return drawing.text
    }

    private func describe(_ all: Int) -> String {
        guard let lowest = frequencies.firstIndex(where: { $0 > 0 }),
            let highest = frequencies.lastIndex(where: { $0 > 0 })
        else { return "No candidate." }
        let passing = cut.map { " \(frequencies.dropFirst($0).reduce(0, +)) reached the cut of \($0)." } ?? ""
        return "\(all) candidates with scores from \(lowest) to \(highest).\(passing)"
    }

    /// 1, 2 or 5 times a power of ten, so that at most so many ticks fit.
    static func step(to value: Int, most: Int = 6) -> Int {
        var unit = 1
        while true {
            for step in [unit, 2 * unit, 5 * unit] where value / step <= most { return step }
            unit *= 10
        }
    }
}
