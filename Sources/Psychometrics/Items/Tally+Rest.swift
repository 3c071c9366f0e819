extension Tally {
    /// The scores without one item, R = X − x; for a pretest item R = X, which it is no part of.
    struct Rest {
        let count: Int
        /// ΣR
        let sum: Int
        /// N²σ² of R.
        let spread: Int
    }

    /// With n right answers: ΣR = ΣX − n and ΣR² = ΣX² − 2Σ xX + n.
    func rest(without item: Int) -> Rest {
        let key = form.items[item].key
        let scored = form.items[item].isScored
        let right = scored ? count(item, key) : 0
        let sum = distribution.sum - right
        let squares = distribution.squares + right - (scored ? 2 * self.sum(item, key) : 0)
        return Rest(count: distribution.count, sum: sum, spread: distribution.count * squares - sum * sum)
    }

    /// The corrected point-biserial of an option: Pearson's r of having chosen it with the score on the *other* items.
    ///
    /// (NΣyR − Σy·ΣR) / √((NΣy − (Σy)²)·(NΣR² − (ΣR)²)), y in {0,1}; on N or N−1 it is the same. Nil when everybody or
    /// nobody chose the option, and when all rest scores are equal. For the key it is the item's discrimination (Henrysson 1963).
    func discrimination(_ item: Int, option: Int, rest: Rest) -> Double? {
        let isCounted = form.items[item].isScored && form.items[item].key == option
        let chosen = count(item, option)
        let products = sum(item, option) - (isCounted ? chosen : 0)
        let covariance = rest.count * products - chosen * rest.sum
        let choice = chosen * (rest.count - chosen)
        return Double(covariance).over(Double(choice).squareRoot() * Double(rest.spread).squareRoot())
    }
}
