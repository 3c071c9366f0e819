/// The frame of a plot: where a value lies on the paper, with its ticks and the names of both axes.
struct Axes {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>

    func place(_ horizontal: Double, _ vertical: Double) -> (x: Double, y: Double) {
        let across = (horizontal - x.lowerBound) / (x.upperBound - x.lowerBound)
        let up = (vertical - y.lowerBound) / (y.upperBound - y.lowerBound)
        return (left + across * (right - left), bottom - up * (bottom - top))
    }

    /// - Parameters:
    ///   - across: Where the horizontal axis has a tick, and what stands there.
    ///   - up: The same of the vertical one, with a rule across the plot.
    func draw(
        in drawing: inout Drawing,
        across: [(value: Double, words: String)],
        up: [(value: Double, words: String)],
        names: (x: String, y: String)
    ) {
        for tick in up {
            let at = place(x.lowerBound, tick.value)
            drawing.line(at, (right, at.y), .rule)
            drawing.label(tick.words, (left - 6, at.y + 4), .end)
        }
        for tick in across {
            let at = place(tick.value, y.lowerBound)
            drawing.line((at.x, bottom), (at.x, bottom + 4), .quiet)
            drawing.label(tick.words, (at.x, bottom + 17), .middle)
        }
        drawing.line((left, bottom), (right, bottom), .quiet)
        drawing.line((left, top), (left, bottom), .quiet)
        drawing.label(names.x, ((left + right) / 2, bottom + 34), .middle)
        drawing.label(names.y, (left - 40, (top + bottom) / 2), .middle, turned: true)
    }
}
