/// How often each raw score was reached. Every moment is on N, and sums are whole numbers until the last step.
package struct ScoreDistribution: Hashable, Sendable {
    /// k: the highest score that is possible.
    package let items: Int
    /// N
    package let count: Int
    /// How many candidates reached 0, 1, … k.
    package let frequencies: [Int]
    /// ΣX
    let sum: Int
    /// ΣX²
    let squares: Int

    /// - Precondition: Every score is 0 to k.
    package init(scores: [Int], items: Int) {
        var frequencies = Array(repeating: 0, count: items + 1)
        for raw in scores { frequencies[raw] += 1 }
        self.items = items
        count = scores.count
        self.frequencies = frequencies
        sum = frequencies.indices.reduce(0) { $0 + $1 * frequencies[$1] }
        squares = frequencies.indices.reduce(0) { $0 + $1 * $1 * frequencies[$1] }
    }

    /// μ; nil without candidates, as every figure here.
    package var mean: Double? { Double(sum).over(count) }

    /// σ² on N.
    package var variance: Double? { Double(spread).over(count * count) }

    /// σ on N.
    package var standardDeviation: Double? { variance.map { $0.squareRoot() } }

    package var lowest: Int? { frequencies.firstIndex { $0 > 0 } }
    package var highest: Int? { frequencies.lastIndex { $0 > 0 } }

    /// How many reached the cut.
    package func passing(_ cut: CutScore) -> Int { frequencies.dropFirst(cut.raw).reduce(0, +) }

    /// The share that reached the cut.
    package func passRate(_ cut: CutScore) -> Double? { Double(passing(cut)).over(count) }

    /// N²σ² = N·ΣX² − (ΣX)², a whole number: 0 exactly when all scores are equal.
    var spread: Int { count * squares - sum * sum }
}
