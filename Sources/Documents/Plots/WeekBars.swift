/// How many of each kind there were in each week: a strip for each kind, all on one scale, so that they compare by eye.
///
/// Of what is counted, the part that came through is filled and the rest hollow: no colour tells anything.
package struct WeekBars: Sendable {
    package struct Strip: Sendable {
        package let label: String
        /// For each week; of them `filled` came through.
        package let counts: [Int]
        package let filled: [Int]

        package init(label: String, counts: [Int], filled: [Int]) {
            self.label = label
            self.counts = counts
            self.filled = filled
        }
    }

    private static let height = 54

    let title: String
    /// The first day of each, as words.
    let weeks: [String]
    let strips: [Strip]
    let id: String

    package init(title: String, weeks: [String], strips: [Strip], id: String = "weeks") {
        self.title = title
        self.weeks = weeks
        self.strips = strips
        self.id = id
    }

    package var svg: String {
        var drawing = Drawing(
            width: 680,
            height: 40 + Self.height * strips.count,
            id: id,
            title: title,
            description: strips.map(describe).joined(separator: " ")
        )
        let most = max(1, strips.flatMap(\.counts).max() ?? 0)
        for (place, strip) in strips.enumerated() {
            let top = Double(place * Self.height)
            let axes = Axes(
                left: 190,
                right: 650,
                top: top + 12,
                bottom: top + Double(Self.height) - 6,
                x: 0...Double(max(1, weeks.count)),
                y: 0...Double(most)
            )
            drawing.label(strip.label, (0, axes.bottom - 16), .start, .text, isBold: true)
            drawing.label("\(strip.counts.reduce(0, +)) in all", (0, axes.bottom - 1), .start, .quiet)
            drawing.line((axes.left, axes.bottom), (axes.right, axes.bottom), .quiet)
            draw(strip, in: &drawing, on: axes)
            if place == 0 {
                drawing.line((axes.left, axes.top), (axes.right, axes.top), .rule)
                drawing.label(String(most), (axes.left - 6, axes.top + 4), .end)
            }
            if place == strips.count - 1 { name(weeks, in: &drawing, on: axes) }
        }
        return drawing.text
    }

    private func draw(_ strip: Strip, in drawing: inout Drawing, on axes: Axes) {
        for (week, count) in strip.counts.enumerated() where count > 0 {
            let (left, right) = (axes.place(Double(week), 0).x, axes.place(Double(week + 1), 0).x)
            let width = max(0.8, min(28, (right - left) * 0.8))
            let x = (left + right - width) / 2
            for (value, fill) in [(count, Drawing.Ink.paper), (strip.filled[week], .strong)] where value > 0 {
                let top = axes.place(0, Double(value)).y
                drawing.bar(x: x, y: top, width: width, height: axes.bottom - top, fill: fill, stroke: .strong)
            }
        }
    }

    private func name(_ weeks: [String], in drawing: inout Drawing, on axes: Axes) {
        let step = ScoreHistogram.step(to: weeks.count, most: 5)
        for week in stride(from: 0, to: weeks.count, by: step) {
            let x = axes.place(Double(week) + 0.5, 0).x
            drawing.line((x, axes.bottom), (x, axes.bottom + 4), .quiet)
            drawing.label(weeks[week], (x, axes.bottom + 17), .middle)
        }
    }

    private func describe(_ strip: Strip) -> String {
        let all = strip.counts.reduce(0, +)
        guard let most = strip.counts.max(), most > 0, let week = strip.counts.firstIndex(of: most) else {
            return "\(strip.label): nobody."
        }
        return "\(strip.label): \(all), of them \(strip.filled.reduce(0, +)) came through; "
            + "most in the week of \(weeks[week]), \(most)."
    }
}
