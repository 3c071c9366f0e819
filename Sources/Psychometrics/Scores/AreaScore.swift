/// How a candidate did in one content area, as a band around the standard: a few items tell no more.
package struct AreaScore: Hashable, Sendable {
    package let area: String
    package let raw: Int
    package let items: Int
    package let band: Band

    package enum Band: String, Sendable {
        case below = "below the standard"
        case near = "near the standard"
        case above = "above the standard"
    }

    /// The standard in the area is its share of the cut, a·c/k points of its a items; *near* is within one standard error.
    ///
    /// The error is Lord's at that point, √(x(a−x)/(a−1)) with x = a·c/k (see ``StandardError``). Both sides are multiplied
    /// out, so that whole numbers decide: |raw·k − a·c|²·(a−1) ≤ a²·c·(k−c). A single item is always near.
    package init(area: String, raw: Int, items: Int, cut: CutScore) {
        self.area = area
        self.raw = raw
        self.items = items
        let distance = raw * cut.items - items * cut.raw
        let error = items * items * cut.raw * (cut.items - cut.raw)
        if distance * distance * (items - 1) <= error {
            band = .near
        } else {
            band = distance < 0 ? .below : .above
        }
    }
}
