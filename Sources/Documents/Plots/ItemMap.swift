/// Items by difficulty and discrimination: a good form lies to the upper middle.
package struct ItemMap: Sendable {
    package struct Point: Sendable {
        package let label: String
        /// 0 to 1.
        package let difficulty: Double
        /// −1 to 1.
        package let discrimination: Double
        /// Whether something about the item wants a second look: a hollow diamond instead of a dot, with its label.
        package let isFlagged: Bool

        package init(label: String, difficulty: Double, discrimination: Double, isFlagged: Bool) {
            self.label = label
            self.difficulty = difficulty
            self.discrimination = discrimination
            self.isFlagged = isFlagged
        }
    }

    private static let mostLabels = 25

    let points: [Point]
    let id: String

    package init(_ points: [Point], id: String = "item-map") {
        self.points = points
        self.id = id
    }

    package var svg: String {
        let flagged = points.filter(\.isFlagged)
        var drawing = Drawing(
            width: 680,
            height: 420,
            id: id,
            title: "Difficulty against discrimination",
            description: """
                \(points.count) items. \(flagged.count) of them, drawn as hollow diamonds, want a second look\
                \(flagged.isEmpty ? "" : ": " + flagged.map(\.label).joined(separator: ", ")).
                """
        )
        let lowest = min(-0.2, points.map(\.discrimination).min() ?? 0)
        let floor = lowest < -0.6 ? -1.0 : lowest < -0.2 ? -0.6 : -0.2
        let axes = Axes(left: 60, right: 660, top: 20, bottom: 370, x: 0...1, y: floor...1)
        let up = stride(from: floor, through: 1.001, by: 0.2).map { (value: $0, words: Self.words($0)) }
        let across = stride(from: 0.0, through: 1.001, by: 0.1).map { (value: $0, words: Self.words($0)) }
        axes.draw(in: &drawing, across: across, up: up, names: ("difficulty p", "discrimination r"))
        // Beyond these lines an item is flagged: domain rules of the item analysis.
        for p in [0.30, 0.95] {
            drawing.line(axes.place(p, floor), axes.place(p, 1), .quiet, dashes: "2 4")
        }
        for r in [0.10, 0.20] {
            drawing.line(axes.place(0, r), axes.place(1, r), .quiet, dashes: "2 4")
        }
        for point in points {
            drawing.mark(
                axes.place(point.difficulty, point.discrimination),
                standsOut: point.isFlagged,
                tip: "\(point.label): p \(Self.words(point.difficulty)), r \(Self.words(point.discrimination))"
            )
        }
        if flagged.count <= Self.mostLabels {
            var taken: [(x: Double, y: Double)] = []
            for point in flagged {
                let at = axes.place(point.difficulty, point.discrimination)
                let isRight = at.x > 560
                // Labels that would lie on each other move apart.
                var label = (x: at.x + (isRight ? -9 : 9), y: at.y + 4)
                while taken.contains(where: { abs($0.x - label.x) < 40 && abs($0.y - label.y) < 11 }) { label.y -= 11 }
                taken.append(label)
                drawing.label(point.label, label, isRight ? .end : .start)
            }
        }
        return drawing.text
    }

    /// Two digits behind the point.
    static func words(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let digits = String(abs(hundredths) % 100 + 100).dropFirst()
        return "\(hundredths < 0 ? "−" : "")\(abs(hundredths) / 100).\(digits)"
    }
}
