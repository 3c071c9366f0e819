/// A score on the scale of 200 to 800, kept as a fraction so that it is rounded once, down, when it is shown.
package struct ScaledScore: Hashable, Sendable {
    let numerator: Int
    let denominator: Int

    /// What is shown: rounded down, so that nobody below the cut reads 500.
    package var shown: Int { numerator / denominator }

    /// The score before rounding, for analysis.
    package var exact: Double { Double(numerator) / Double(denominator) }
}

extension ScaledScore: CustomStringConvertible {
    package var description: String { String(shown) }
}
