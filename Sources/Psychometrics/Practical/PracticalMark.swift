/// What raters' levels come to: points, the unsafe criteria, and whether it passes.
///
/// By criterion the *middle* of the raters' levels counts: of one rater the level itself, of two the mean, of three the
/// middle one. So one rater's slip moves neither the points nor a hurdle once a third has rated. Everything is kept doubled,
/// as the mean of two levels may be a half.
package struct PracticalMark: Hashable, Sendable {
    /// Twice the points.
    package let doubled: Int
    /// Places of the critical-safety criteria that are unsafe, from 0.
    package let unsafe: [Int]
    package let passed: Bool

    package var points: Double { Double(doubled) / 2 }

    /// - Precondition: There is a rating.
    package init(_ ratings: [Practical.Rating], of exam: Practical) {
        let middles = exam.criteria.indices.map { place in Self.doubledMiddle(ratings.map { $0.levels[place] }) }
        doubled = zip(exam.criteria, middles).reduce(0) { $0 + $1.0.weight * $1.1 }
        unsafe = exam.criteria.indices.filter { place in
            exam.criteria[place].safeFrom.map { middles[place] < 2 * $0 } ?? false
        }
        passed = doubled >= 2 * exam.cut && unsafe.isEmpty
    }

    private static func doubledMiddle(_ levels: [Int]) -> Int {
        let sorted = levels.sorted()
        return sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
    }
}
