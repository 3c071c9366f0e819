/// A practical exam: its criteria, and the points that pass. Every rule is in whole numbers.
package struct Practical: Hashable, Sendable {
    package let criteria: [Criterion]
    /// The lowest number of points that passes, 1 to the maximum.
    package let cut: Int
    /// Σ weight·highest
    package let maximum: Int

    package init(criteria: [Criterion], cut: Int) throws(Refusal) {
        for (place, criterion) in criteria.enumerated() {
            guard criterion.highest >= 1 else { throw .levels(criterion: place) }
            guard criterion.weight >= 0 else { throw .weight(criterion: place) }
            guard (1...criterion.highest).contains(criterion.safeFrom ?? 1) else { throw .hurdle(criterion: place) }
        }
        maximum = criteria.reduce(0) { $0 + $1.weight * $1.highest }
        guard cut >= 1, cut <= maximum else { throw .cut(cut, maximum: maximum) }
        self.criteria = criteria
        self.cut = cut
    }

    /// One rater's levels by criterion, once they are complete and possible; nil for a criterion that was not rated.
    package func rating(_ levels: [Int?]) throws(Refusal) -> Rating {
        guard levels.count == criteria.count else { throw .length(levels.count, of: criteria.count) }
        var rated: [Int] = []
        for (place, level) in levels.enumerated() {
            guard let level else { throw .notRated(criterion: place) }
            guard (0...criteria[place].highest).contains(level) else { throw .outside(criterion: place, level) }
            rated.append(level)
        }
        return Rating(levels: rated)
    }

    package struct Rating: Hashable, Sendable {
        package let levels: [Int]
    }
}
