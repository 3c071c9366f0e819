/// Which option candidates of low and of high scores chose: the right one should rise, the others fall.
package struct TraceLines: Sendable {
    package struct Option: Sendable {
        package let label: String
        package let isKey: Bool
        /// The share of each score group, from low to high; nil for an empty group.
        package let shares: [Double?]

        package init(label: String, isKey: Bool, shares: [Double?]) {
            self.label = label
            self.isKey = isKey
            self.shares = shares
        }
    }

    static let dashes = ["6 3", "2 3", "9 3 2 3", "4 2 1 2", "1 2", "12 4"]

    let item: String
    let options: [Option]
    /// The raw scores of each group, as words.
    let groups: [String]
    let id: String

    package init(item: String, options: [Option], groups: [String], id: String) {
        self.item = item
        self.options = options
        self.groups = groups
        self.id = id
    }

    package var svg: String {
        var drawing = Drawing(
            width: 340,
            height: 230,
            id: id,
            title: "Trace lines of \(item)",
            description: options.map(Self.describe).joined(separator: " ")
        )
        let axes = Axes(
            left: 56,
            right: 310,
            top: 14,
            bottom: 180,
            x: 0...Double(max(1, groups.count - 1)),
            y: 0...1
        )
        axes.draw(
            in: &drawing,
            across: groups.enumerated().map { (Double($0.offset), $0.element) },
            up: [0, 0.25, 0.5, 0.75, 1].map { ($0, ItemMap.words($0)) },
            names: ("raw score", "share")
        )
        var taken: [Double] = []
        var next = 0
        for option in options {
            let points = option.shares.enumerated().compactMap { group, share in
                share.map { axes.place(Double(group), $0) }
            }
            guard let end = points.last else { continue }
            drawing.path(
                points,
                option.isKey ? .strong : .text,
                width: option.isKey ? 2.4 : 1.2,
                dashes: option.isKey ? nil : Self.dashes[next % Self.dashes.count]
            )
            if !option.isKey { next += 1 }
            for point in points { drawing.mark(point, standsOut: !option.isKey, size: 2.2) }
            let height = Self.free(end.y + 4, &taken)
            drawing.label(
                option.label,
                (end.x + 9, height),
                .start,
                option.isKey ? .strong : .text,
                isBold: option.isKey
            )
        }
        return drawing.text
    }

    /// Words at the ends of lines that would lie on each other move apart.
    static func free(_ wanted: Double, _ taken: inout [Double]) -> Double {
        var height = wanted
        while taken.contains(where: { abs($0 - height) < 11 }) { height -= 11 }
        taken.append(height)
        return height
    }

    private static func describe(_ option: Option) -> String {
        let shares = option.shares.map { $0.map { "\(Int(($0 * 100).rounded())) %" } ?? "nobody" }
        return "\(option.label)\(option.isKey ? ", the key" : ""): \(shares.joined(separator: ", "))."
    }
}
