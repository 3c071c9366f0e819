extension AngoffStudy {
    /// Why ratings give no cut; judges and items are counted from 0.
    package enum Refusal: Error, Equatable, Sendable {
        case nothingRated
        case length(judge: Int, Int, of: Int)
        case missing(judge: Int, item: Int)
        case outside(judge: Int, item: Int, Int)
    }
}

extension AngoffStudy.Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothingRated: "There are no ratings."
        case .length(let judge, let ratings, let items):
            "Judge \(judge + 1) rated \(ratings) items; the form has \(items) scored items."
        case .missing(let judge, let item): "Judge \(judge + 1) did not rate item \(item + 1)."
        case .outside(let judge, let item, let rating):
            "Judge \(judge + 1) rated item \(item + 1) with \(rating); a rating is 0 to 100 hundredths."
        }
    }
}
