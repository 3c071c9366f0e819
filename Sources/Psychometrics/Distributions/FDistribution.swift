/// The ratio of two mean squares with m and n degrees of freedom.
package enum FDistribution {
    /// The value that is not exceeded with probability q.
    ///
    /// Its distribution function is I_x(m/2, n/2) with x = m·F/(m·F + n) (Abramowitz and Stegun 1964, 26.6.2); x is found by
    /// halving until two neighbouring doubles enclose it.
    ///
    /// - Precondition: q lies between 0 and 1; m and n are positive.
    package static func quantile(_ q: Double, _ m: Int, _ n: Int) -> Double {
        var low = 0.0
        var high = 1.0
        while true {
            let middle = (low + high) / 2
            guard middle > low, middle < high else { break }
            if IncompleteBeta.value(middle, Double(m) / 2, Double(n) / 2) < q { low = middle } else { high = middle }
        }
        return Double(n) * low / (Double(m) * (1 - low))
    }
}
