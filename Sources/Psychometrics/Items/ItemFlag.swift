/// What makes an item worth a second look. Shares are compared in whole numbers, so that exactly .30 is not below .30.
package enum ItemFlag: Hashable, Sendable {
    /// p < .30
    case hard
    /// p > .95
    case easy
    /// Discrimination below .10.
    case act
    /// Discrimination from .10 to below .20.
    case review
    /// The key's discrimination is negative: perhaps another option is right.
    case possibleMisKey
    /// An option that fewer than 5 % chose; its place from 0.
    case rarelyChosen(option: Int)
    /// A distractor that those with high scores chose rather than those with low ones; its place from 0.
    case attractive(distractor: Int)

    static func all(right: Int, of count: Int, options: [OptionStatistics]) -> [ItemFlag] {
        guard count > 0 else { return [] }
        var flags: [ItemFlag] = []
        if right * 100 < count * 30 { flags.append(.hard) }
        if right * 100 > count * 95 { flags.append(.easy) }
        if let r = options.first(where: \.isKey)?.discrimination {
            if r < 0.20 { flags.append(r < 0.10 ? .act : .review) }
            if r < 0 { flags.append(.possibleMisKey) }
        }
        for (place, option) in options.enumerated() {
            if option.count * 100 < count * 5 { flags.append(.rarelyChosen(option: place)) }
            if !option.isKey, let r = option.discrimination, r > 0 { flags.append(.attractive(distractor: place)) }
        }
        return flags
    }
}

extension ItemFlag: CustomStringConvertible {
    package var description: String {
        switch self {
        case .hard: "hard: p below .30"
        case .easy: "easy: p above .95"
        case .act: "act: r below .10"
        case .review: "review: r below .20"
        case .possibleMisKey: "possible mis-key: r of the key below 0"
        case .rarelyChosen(let option): "option \(option + 1) chosen by less than 5 %"
        case .attractive(let distractor): "distractor \(distractor + 1) has r above 0"
        }
    }
}
