/// How far raters who all rated the same targets agree (Shrout and Fleiss 1979, *Psychological Bulletin* 86).
///
/// From the mean squares of an analysis of variance of n targets by k raters. Every form is nil for fewer than two of
/// either, and where its denominator is not positive: then no variance is there to be explained.
package struct IntraclassCorrelation: Hashable, Sendable {
    /// n
    package let targets: Int
    /// k
    package let raters: Int
    /// BMS, on n−1.
    private let between: Double
    /// WMS, on n(k−1).
    private let within: Double
    /// JMS, on k−1.
    private let judges: Double
    /// EMS, on (n−1)(k−1).
    private let error: Double

    /// - Parameter targets: A row for each target with a rating by each rater; all rows are equally long.
    package init(targets rows: [[Int]]) {
        let n = rows.count
        let k = rows.first?.count ?? 0
        precondition(rows.allSatisfy { $0.count == k }, "every target has a rating by every rater")
        targets = n
        raters = k
        // Sums of squares times nk, which are whole numbers.
        let total = rows.joined().reduce(0, +)
        let rowSums = rows.map { $0.reduce(0, +) }
        let columnSums = (0..<k).map { rater in rows.reduce(0) { $0 + $1[rater] } }
        let all = n * k * rows.joined().reduce(0) { $0 + $1 * $1 } - total * total
        let between = n * rowSums.reduce(0) { $0 + $1 * $1 } - total * total
        let judges = k * columnSums.reduce(0) { $0 + $1 * $1 } - total * total
        func mean(_ squares: Int, _ freedom: Int) -> Double { Double(squares).over(n * k * freedom) ?? 0 }
        self.between = mean(between, n - 1)
        within = mean(all - between, n * (k - 1))
        self.judges = mean(judges, k - 1)
        error = mean(all - between - judges, (n - 1) * (k - 1))
    }

    /// ICC(1,1): one rating, each target by other raters. (BMS−WMS)/(BMS+(k−1)WMS)
    package var oneWaySingle: Double? { correlation(between - within, between + (k - 1) * within) }

    /// ICC(2,1): one rating, raters drawn from many. (BMS−EMS)/(BMS+(k−1)EMS+k(JMS−EMS)/n)
    package var randomSingle: Double? {
        correlation(between - error, between + (k - 1) * error + k * (judges - error) / n)
    }

    /// ICC(2,k): the mean of k ratings, raters drawn from many. (BMS−EMS)/(BMS+(JMS−EMS)/n)
    package var randomMean: Double? { correlation(between - error, between + (judges - error) / n) }

    /// ICC(3,1): one rating, by these raters and no others. (BMS−EMS)/(BMS+(k−1)EMS)
    package var fixedSingle: Double? { correlation(between - error, between + (k - 1) * error) }

    private var n: Double { Double(targets) }
    private var k: Double { Double(raters) }

    private func correlation(_ signal: Double, _ all: Double) -> Double? {
        guard targets > 1, raters > 1, all > 0 else { return nil }
        return signal / all
    }
}
