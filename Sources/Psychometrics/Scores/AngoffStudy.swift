/// A cut score by the modified Angoff method: for each item, judges say how many of 100 borderline candidates get it right.
///
/// (Angoff 1971, in Thorndike's *Educational Measurement*.) Ratings are whole hundredths, J judges by k items; a judge's
/// sum S is the raw score that this judge expects, and the cut is the mean of the sums, rounded up.
package struct AngoffStudy: Hashable, Sendable {
    package let judges: Int
    package let items: Int
    /// S of each judge, in hundredths of a point.
    package let sums: [Int]
    /// How far the judges agree: intraclass correlations with the items as targets and the judges as raters.
    package let agreement: IntraclassCorrelation

    /// - Parameter ratings: A row for each judge, with a rating of 0 to 100 for each of the k items.
    package init(ratings: [[Int?]], items: Int) throws(Refusal) {
        guard !ratings.isEmpty, items > 0 else { throw .nothingRated }
        var rated: [[Int]] = []
        for (judge, row) in ratings.enumerated() {
            guard row.count == items else { throw .length(judge: judge, row.count, of: items) }
            for (item, rating) in row.enumerated() {
                guard let rating else { throw .missing(judge: judge, item: item) }
                guard (0...100).contains(rating) else { throw .outside(judge: judge, item: item, rating) }
            }
            rated.append(row.compactMap { $0 })
        }
        judges = rated.count
        self.items = items
        sums = rated.map { $0.reduce(0, +) }
        agreement = IntraclassCorrelation(targets: (0..<items).map { item in rated.map { $0[item] } })
    }

    /// The mean of the judges' sums in points, before it is rounded up.
    package var mean: Double { Double(total) / Double(100 * judges) }

    /// c = ⌈mean⌉ in whole numbers, so that 3.00 never becomes 4; refused when every rating is 0.
    package func cut() throws(CutScore.Refusal) -> CutScore {
        try CutScore((total + 100 * judges - 1) / (100 * judges), of: items)
    }

    /// SE of the cut in points: sd(S)/√J, sd on J−1; nil for one judge.
    package var standardError: Double? {
        let squares = judges * sums.reduce(0) { $0 + $1 * $1 } - total * total
        return Double(squares).over(judges * judges * (judges - 1)).map { $0.squareRoot() / 100 }
    }

    private var total: Int { sums.reduce(0, +) }
}
