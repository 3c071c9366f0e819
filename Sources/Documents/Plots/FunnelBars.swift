/// How many took each of several steps, one bar under the other; the outline behind a bar is the step before.
package struct FunnelBars: Sendable {
    package struct Step: Sendable {
        package let label: String
        package let count: Int
        /// What is said of it beside the bar: its count, and its share where there is one.
        package let words: String

        package init(label: String, count: Int, words: String) {
            self.label = label
            self.count = count
            self.words = words
        }
    }

    private static let height = 42

    let title: String
    let steps: [Step]
    let id: String

    package init(title: String, steps: [Step], id: String = "funnel") {
        self.title = title
        self.steps = steps
        self.id = id
    }

    package var svg: String {
        var drawing = Drawing(
            width: 680,
            height: Self.height * steps.count + 8,
            id: id,
            title: title,
            description: steps.map { "\($0.label): \($0.words)." }.joined(separator: " ")
        )
        let most = Double(max(1, steps.map(\.count).max() ?? 0))
        let (left, room, height) = (130.0, 370.0, 24.0)
        for (place, step) in steps.enumerated() {
            let top = Double(place * Self.height) + 8
            let before = steps[max(0, place - 1)].count
            let (width, reach) = (room * Double(step.count) / most, room * Double(before) / most)
            drawing.label(step.label, (left - 10, top + 16), .end, .text, isBold: true)
            if before > step.count {
                drawing.bar(x: left, y: top, width: reach, height: height, fill: .paper, stroke: .quiet)
            }
            drawing.bar(x: left, y: top, width: max(1, width), height: height, fill: .strong, stroke: .strong)
            drawing.label(step.words, (left + max(width, reach) + 10, top + 16))
        }
        return drawing.text
    }
}
