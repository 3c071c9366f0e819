/// How far the scores of a form would repeat: KR-20 with its interval, and the standard error of measurement.
package struct Reliability: Hashable, Sendable {
    /// k
    package let items: Int
    /// N
    package let count: Int
    /// KR-20, which is Cronbach's α for items scored 0 or 1; nil for one item, one candidate, or equal scores.
    package let alpha: Double?
    /// SEM = σ√(1−α) in raw points, σ on N (Lord and Novick 1968, 3.8).
    package let standardError: Double?

    /// - Parameter itemSpread: Σ n(N−n) over the scored items, which is N²·Σpq.
    init(_ distribution: ScoreDistribution, itemSpread: Int) {
        items = distribution.items
        count = distribution.count
        let alpha = Self.kr20(items: items, itemSpread: itemSpread, spread: distribution.spread)
        self.alpha = alpha
        standardError = alpha.flatMap { alpha in
            distribution.standardDeviation.map { $0 * (1 - alpha).squareRoot() }
        }
    }

    /// The interval that holds α with the given confidence, by Feldt (1965, *Psychometrika* 30).
    ///
    /// From 1 − (1−α)·F(1−γ/2) to 1 − (1−α)·F(γ/2), F with N−1 and (N−1)(k−1) degrees of freedom, γ = 1 − confidence.
    ///
    /// - Precondition: The confidence lies between 0 and 1.
    package func interval(confidence: Double = 0.95) -> ClosedRange<Double>? {
        precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
        guard let alpha else { return nil }
        let tail = (1 - confidence) / 2
        func bound(_ q: Double) -> Double {
            1 - (1 - alpha) * FDistribution.quantile(q, count - 1, (count - 1) * (items - 1))
        }
        return bound(1 - tail)...bound(tail)
    }

    /// KR-20 = k/(k−1)·(1 − Σpq/σ²), Σpq and σ² both on N (Kuder and Richardson 1937, *Psychometrika* 2, formula 20).
    ///
    /// Both are given as whole numbers, N²·Σpq and N²·σ², so N² cancels out. On N−1 both ways it is the same; mixed it is wrong.
    static func kr20(items k: Int, itemSpread: Int, spread: Int) -> Double? {
        guard k > 1, let ratio = Double(itemSpread).over(Double(spread)) else { return nil }
        // At most 1, whatever rounding makes of items that are all alike: there the SEM is 0.
        return min(1, Double(k) / Double(k - 1) * (1 - ratio))
    }
}
