/// How often one rater gave level i where the other gave level j, and Cohen's κ of it.
package struct AgreementTable: Hashable, Sendable {
    /// A row for each level of the first rater, a column for each of the second.
    package let counts: [[Int]]

    /// How much a disagreement by some levels weighs.
    package enum Weights: CaseIterable, Sendable {
        /// Every disagreement is as bad as any other (Cohen 1960, *Educational and Psychological Measurement* 20).
        case unweighted
        /// By the number of levels (Cohen 1968, *Psychological Bulletin* 70).
        case linear
        /// By its square.
        case quadratic
    }

    /// - Parameter counts: As many rows as columns, none negative.
    package init(counts: [[Int]]) {
        precondition(counts.allSatisfy { $0.count == counts.count && $0.allSatisfy { $0 >= 0 } }, "a table is square")
        self.counts = counts
    }

    /// Counts pairs of ratings, each 0 to `levels` − 1.
    package init(levels: Int, pairs: [(Int, Int)]) {
        var counts = Array(repeating: Array(repeating: 0, count: levels), count: levels)
        for (first, second) in pairs { counts[first][second] += 1 }
        self.counts = counts
    }

    /// How many pairs there are.
    package var count: Int { counts.joined().reduce(0, +) }

    /// p_o: the share of pairs that agree.
    package var agreement: Double? {
        Double(counts.indices.reduce(0) { $0 + counts[$1][$1] }).over(count)
    }

    /// κ = 1 − Σ v·o / Σ v·e, with o observed and e by chance from the margins, v what a disagreement weighs.
    ///
    /// Unweighted that is (p_o−p_e)/(1−p_e). Nil when chance leaves no room, p_e = 1, and without pairs.
    package func kappa(_ weights: Weights = .unweighted) -> Double? {
        let rows = counts.map { $0.reduce(0, +) }
        let columns = counts.indices.map { level in counts.reduce(0) { $0 + $1[level] } }
        var observed = 0
        var expected = 0
        for i in counts.indices {
            for j in counts.indices {
                observed += weights.of(i, j) * counts[i][j]
                expected += weights.of(i, j) * rows[i] * columns[j]
            }
        }
        return Double(count * observed).over(expected).map { 1 - $0 }
    }
}

extension AgreementTable.Weights {
    fileprivate func of(_ i: Int, _ j: Int) -> Int {
        switch self {
        case .unweighted: i == j ? 0 : 1
        case .linear: abs(i - j)
        case .quadratic: (i - j) * (i - j)
        }
    }
}
