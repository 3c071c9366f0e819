/// The classical analysis of one form version: its scores, its reliability, its decisions and its items.
///
/// Whatever it says is said with ``sample``: a cohort is ten people. Where a figure is not available, it is nil.
package struct ExamAnalysis: Sendable {
    package let form: Form
    package let sample: SampleSize
    package let scores: ScoreDistribution
    package let reliability: Reliability
    package let consistency: DecisionConsistency
    /// The score groups of the options' trace lines.
    package let groups: ScoreGroups
    package let items: [ItemStatistics]

    /// - Parameter groups: Into how many groups trace lines part the candidates, 1 or more.
    /// - Precondition: The cut is one of the form's scored items.
    package init(_ responses: Responses, cut: CutScore, groups: Int = 5) {
        let tally = Tally(responses, groups: groups)
        let itemSpread = Self.itemSpread(tally)
        form = responses.form
        sample = SampleSize(responses.count)
        scores = tally.distribution
        reliability = Reliability(tally.distribution, itemSpread: itemSpread)
        consistency = DecisionConsistency(tally.distribution, cut: cut, reliability: reliability.alpha)
        self.groups = tally.groups
        items = form.items.indices.map { ItemStatistics(tally, place: $0, itemSpread: itemSpread) }
    }

    /// N²·Σpq = Σ n(N−n) over the scored items, n right answers each.
    private static func itemSpread(_ tally: Tally) -> Int {
        tally.form.items.indices.reduce(0) { sum, place in
            let item = tally.form.items[place]
            guard item.isScored else { return sum }
            let right = tally.count(place, item.key)
            return sum + right * (tally.distribution.count - right)
        }
    }
}
