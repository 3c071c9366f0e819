/// How far a second form like this one would pass and fail the same candidates.
package struct DecisionConsistency: Hashable, Sendable {
    package let cut: CutScore
    /// p₀: the share of candidates on whom two forms would decide alike.
    package let agreement: Double?
    /// p_c: the share by chance alone.
    package let chance: Double?
    /// κ = (p₀−p_c)/(1−p_c)
    package let kappa: Double?
    /// Livingston's k²: reliability about the cut instead of about the mean.
    package let livingston: Double?

    /// By one administration (Subkoviak 1976, *Journal of Educational Measurement* 13).
    ///
    /// A candidate's chance on an item is π = ρX/k + (1−ρ)μ/k, and P = Pr(Bin(k,π) ≥ c) to pass. Then p₀ is the mean of
    /// P² + (1−P)², and p_c = P̄² + (1−P̄)². Means are on N. A negative ρ is taken as it is; where it makes a π that is no
    /// chance, nothing is available.
    ///
    /// - Parameter reliability: ρ; nothing is available without it.
    /// - Precondition: The cut is one of the distribution's items.
    package init(_ distribution: ScoreDistribution, cut: CutScore, reliability: Double?) {
        precondition(cut.items == distribution.items, "the cut belongs to another form")
        self.cut = cut
        livingston = reliability.flatMap { Self.livingston(distribution, cut: cut, reliability: $0) }
        guard let reliability, let passing = Self.passing(distribution, cut: cut, reliability: reliability) else {
            (agreement, chance, kappa) = (nil, nil, nil)
            return
        }
        func mean(_ value: (Double) -> Double) -> Double {
            let sum = zip(distribution.frequencies, passing).reduce(0) { $0 + Double($1.0) * value($1.1) }
            return sum / Double(distribution.count)
        }
        let pass = mean { $0 }
        agreement = mean { $0 * $0 + (1 - $0) * (1 - $0) }
        chance = pass * pass + (1 - pass) * (1 - pass)
        // The same as Var(P)/(P̄(1−P̄)), which rounding never takes past 1 when nearly everybody passes.
        kappa = mean { ($0 - pass) * ($0 - pass) }.over(pass * (1 - pass))
    }

    /// P for each raw score from 0 to k: candidates with the same score have the same chance. Scores that nobody has count 0.
    private static func passing(_ distribution: ScoreDistribution, cut: CutScore, reliability: Double) -> [Double]? {
        guard let mean = distribution.mean else { return nil }
        var passing: [Double] = []
        for (raw, here) in distribution.frequencies.enumerated() {
            guard here > 0 else {
                passing.append(0)
                continue
            }
            let chance = (reliability * Double(raw) + (1 - reliability) * mean) / Double(distribution.items)
            guard (0...1).contains(chance) else { return nil }
            passing.append(Binomial.tail(cut.raw, of: cut.items, p: chance))
        }
        return passing
    }

    /// k² = (ρσ² + (μ−c)²)/(σ² + (μ−c)²), σ² on N (Livingston 1972, *Journal of Educational Measurement* 9).
    private static func livingston(_ distribution: ScoreDistribution, cut: CutScore, reliability: Double) -> Double? {
        guard let mean = distribution.mean, let variance = distribution.variance else { return nil }
        let distance = (mean - Double(cut.raw)) * (mean - Double(cut.raw))
        return (reliability * variance + distance).over(variance + distance)
    }
}
