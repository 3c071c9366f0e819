/// The standard error of measurement at one score.
package enum StandardError {
    /// CSEM = √(x(k−x)/(k−1)) in raw points (Lord 1955, *Educational and Psychological Measurement* 15); nil for k = 1.
    ///
    /// - Precondition: raw is 0 to k.
    package static func conditional(at raw: Int, of items: Int) -> Double? {
        precondition((0...items).contains(raw), "a raw score lies between 0 and k")
        return Double(raw * (items - raw)).over(items - 1).map { $0.squareRoot() }
    }
}
