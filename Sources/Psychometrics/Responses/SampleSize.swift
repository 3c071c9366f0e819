/// How many candidates a statistic rests on, and the word of caution that is always printed with it.
package struct SampleSize: Hashable, Sendable {
    package let n: Int

    package init(_ n: Int) { self.n = n }

    package enum Caution: String, Sendable {
        /// Under 30.
        case insufficient = "insufficient data"
        /// Under 100.
        case provisional
    }

    /// Nil from 100 candidates on.
    package var caution: Caution? {
        switch n {
        case ..<30: .insufficient
        case ..<100: .provisional
        default: nil
        }
    }
}

extension SampleSize: CustomStringConvertible {
    package var description: String { caution.map { "n = \(n), \($0.rawValue)" } ?? "n = \(n)" }
}
