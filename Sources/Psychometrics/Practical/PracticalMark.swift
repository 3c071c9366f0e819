/// What raters' levels come to: points, the unsafe criteria, and whether it passes. The one place that decides on a hurdle.
///
/// By criterion the *middle* of the raters' levels counts: of one rater the level itself, of two the mean, of three the
/// middle one. Everything is kept doubled, as the mean of two levels may be a half.
///
/// A critical-safety criterion whose middle is unsafe fails the exam, whatever the points. Two raters who differ there differ
/// on pass and fail, unless both fail it anyway, so a third is asked: two who find it unsafe fail it, and one alone is
/// outvoted. Where most raters find something unsafe, though each another thing, all that they found counts: nobody passes
/// whom most raters saw unsafe.
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
        let judged = exam.criteria.indices.filter { exam.criteria[$0].isUnsafe(doubled: middles[$0]) }
        let found = ratings.map { rating in
            exam.criteria.indices.filter { exam.criteria[$0].isUnsafe(doubled: 2 * rating.levels[$0]) }
        }
        let mostFoundSome = 2 * found.count { !$0.isEmpty } > ratings.count
        unsafe = judged.isEmpty && mostFoundSome ? Set(found.joined()).sorted() : judged
        passed = doubled >= 2 * exam.cut && unsafe.isEmpty
    }

    private static func doubledMiddle(_ levels: [Int]) -> Int {
        let sorted = levels.sorted()
        return sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
    }
}

extension Criterion {
    fileprivate func isUnsafe(doubled level: Int) -> Bool { safeFrom.map { level < 2 * $0 } ?? false }
}
