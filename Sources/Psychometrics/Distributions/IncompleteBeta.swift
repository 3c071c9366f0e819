import Foundation

/// I_x(a, b), the regularised incomplete beta function, on which the binomial and F distributions stand.
///
/// By the continued fraction of the NIST Digital Library of Mathematical Functions, 8.17.22, in Lentz's way (Thompson and
/// Barnett 1986); it converges fast for x below (a+1)/(a+b+2), and beyond that I_x(a, b) = 1 − I_{1−x}(b, a) (8.17.4).
enum IncompleteBeta {
    /// - Precondition: a and b are positive.
    static func value(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - value(1 - x, b, a) }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
        return front * fraction(x, a, b)
    }

    /// 1/(1 + d₁/(1 + d₂/(1 + …))), where
    /// d₂ₘ = m(b−m)x / ((a+2m−1)(a+2m)) and d₂ₘ₊₁ = −(a+m)(a+b+m)x / ((a+2m)(a+2m+1)).
    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = Double.leastNormalMagnitude / .ulpOfOne
        func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...100_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            let before = result
            for term in [even, odd] {
                d = 1 / nonzero(1 + term * d)
                c = nonzero(1 + term / c)
                result *= c * d
            }
            if abs(result - before) <= .ulpOfOne * abs(result) { break }
        }
        return result
    }
}
