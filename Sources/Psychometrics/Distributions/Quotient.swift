extension Double {
    /// A quotient, or nil where there is none: a figure is never NaN or infinite, it is *not available*.
    func over(_ denominator: Double) -> Double? { denominator == 0 ? nil : self / denominator }

    /// A quotient by a count.
    func over(_ denominator: Int) -> Double? { over(Double(denominator)) }
}
