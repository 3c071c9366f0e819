/// The number of successes in k trials, each with chance p.
package enum Binomial {
    /// Pr(X ≥ c) = I_p(c, k−c+1) (NIST Digital Library of Mathematical Functions, 8.17.5).
    ///
    /// - Precondition: p is 0 to 1.
    package static func tail(_ c: Int, of k: Int, p: Double) -> Double {
        guard c > 0 else { return 1 }
        guard c <= k else { return 0 }
        return IncompleteBeta.value(p, Double(c), Double(k - c + 1))
    }
}
