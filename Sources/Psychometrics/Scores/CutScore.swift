/// The lowest raw score that passes, a whole number from 1 to k: pass ⇔ raw ≥ c.
///
/// Nothing is ever decided on a percentage or a scaled score, which are rounded.
package struct CutScore: Hashable, Sendable {
    /// c
    package let raw: Int
    /// k: the number of scored items.
    package let items: Int

    package init(_ raw: Int, of items: Int) throws(Refusal) {
        guard raw >= 1, raw <= items else { throw Refusal(raw: raw, items: items) }
        self.raw = raw
        self.items = items
    }

    package func passes(_ raw: Int) -> Bool { raw >= self.raw }

    /// 200 to 800 with the cut at 500: two straight lines that meet there.
    ///
    /// Below the cut 200 + 300·raw/c; from it on 500 + 300·(raw−c)/(k−c), and 800 for the full score, also when c = k.
    ///
    /// - Precondition: raw is 0 to k.
    package func scaled(_ raw: Int) -> ScaledScore {
        precondition((0...items).contains(raw), "a raw score lies between 0 and k")
        if raw == items { return ScaledScore(numerator: 800, denominator: 1) }
        guard passes(raw) else { return ScaledScore(numerator: 200 * self.raw + 300 * raw, denominator: self.raw) }
        let above = items - self.raw
        return ScaledScore(numerator: 500 * above + 300 * (raw - self.raw), denominator: above)
    }
}

extension CutScore {
    package struct Refusal: Error, Equatable, Sendable {
        package let raw: Int
        package let items: Int

        package init(raw: Int, items: Int) {
            self.raw = raw
            self.items = items
        }
    }
}

extension CutScore.Refusal: CustomStringConvertible {
    package var description: String {
        "A cut score of \(raw) is not possible; with \(items) scored items it is 1 to \(items)."
    }
}
