/// Where a candidate's practical stands: two raters, blind to each other, and a third when they are too far apart.
package enum PracticalOutcome: Hashable, Sendable {
    /// So many of the first two ratings are missing.
    case awaitsRaters(Int)
    case awaitsThirdRater([Disagreement])
    case decided(PracticalMark)

    /// What calls the third rater.
    package enum Disagreement: Hashable, Sendable {
        /// More than one level apart; the criterion's place from 0.
        case levels(criterion: Int)
        /// One rater's levels pass, the other's fail.
        case outcome
    }

    /// - Parameter ratings: In the order in which they came in.
    package init(_ ratings: [Practical.Rating], of exam: Practical) {
        guard ratings.count >= 2 else {
            self = .awaitsRaters(2 - ratings.count)
            return
        }
        let disagreements = ratings.count == 2 ? Self.disagreements(ratings[0], ratings[1], exam) : []
        self = disagreements.isEmpty ? .decided(PracticalMark(ratings, of: exam)) : .awaitsThirdRater(disagreements)
    }

    private static func disagreements(
        _ first: Practical.Rating,
        _ second: Practical.Rating,
        _ exam: Practical
    ) -> [Disagreement] {
        let apart = exam.criteria.indices.filter { abs(first.levels[$0] - second.levels[$0]) > 1 }
        let outcomes = [first, second].map { PracticalMark([$0], of: exam).passed }
        return apart.map { .levels(criterion: $0) } + (outcomes[0] == outcomes[1] ? [] : [.outcome])
    }
}
