/// One thing that a rater watches in a practical exam: levels from 0 up, a weight, and perhaps a hurdle.
package struct Criterion: Hashable, Sendable {
    /// The highest level, at least 1.
    package let highest: Int
    /// Points of one level; 0 for a criterion that is a hurdle only.
    package let weight: Int
    /// For a critical-safety criterion the lowest level that is safe, 1 to the highest; below it is "unsafe". What the raters'
    /// levels come to there fails the exam alone (`PracticalMark`).
    package let safeFrom: Int?

    package init(highest: Int, weight: Int, safeFrom: Int? = nil) {
        self.highest = highest
        self.weight = weight
        self.safeFrom = safeFrom
    }
}
