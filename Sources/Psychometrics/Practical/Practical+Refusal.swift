extension Practical {
    /// Why criteria make no exam, or levels no rating; criteria are counted from 0.
    package enum Refusal: Error, Equatable, Sendable {
        case levels(criterion: Int)
        case weight(criterion: Int)
        case hurdle(criterion: Int)
        case cut(Int, maximum: Int)
        case length(Int, of: Int)
        case notRated(criterion: Int)
        case outside(criterion: Int, Int)
    }
}

extension Practical.Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .levels(let criterion): "Criterion \(criterion + 1) has a single level; at least 0 and 1 are needed."
        case .weight(let criterion): "The weight of criterion \(criterion + 1) is below 0."
        case .hurdle(let criterion):
            "The lowest safe level of criterion \(criterion + 1) must lie between 1 and its highest level."
        case .cut(let cut, let maximum):
            "A cut of \(cut) points is not possible; with these criteria it is 1 to \(maximum)."
        case .length(let levels, let criteria): "\(levels) levels are given; the exam has \(criteria) criteria."
        case .notRated(let criterion): "Criterion \(criterion + 1) is not rated."
        case .outside(let criterion, let level): "Level \(level) is none of criterion \(criterion + 1)."
        }
    }
}
