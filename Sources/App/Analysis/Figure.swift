import Domain
import Foundation
import Psychometrics

/// How figures of an analysis are written: what is not available is said, never left out and never NaN.
enum Figure {
    static func words(_ value: Double?, digits: Int = 3) -> String {
        guard let value else { return "n/a" }
        let text = String(format: "%.\(digits)f", value)
        // A rounded −0.0004 is no negative number to a reader.
        return text.allSatisfy { "-0.".contains($0) } ? text.replacing("-", with: "") : text
    }

    static func json(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }
}

extension ItemFlag {
    /// Stable; programs may rely on it.
    var code: String {
        switch self {
        case .hard: "hard"
        case .easy: "easy"
        case .act: "act"
        case .review: "review"
        case .possibleMisKey: "possible_mis_key"
        case .rarelyChosen(let option): "rarely_chosen:\(AnswerCode.letter(option))"
        case .attractive(let distractor): "attractive:\(AnswerCode.letter(distractor))"
        }
    }

    fileprivate var word: String? {
        switch self {
        case .hard: "hard"
        case .easy: "easy"
        case .act: "act"
        case .review: "review"
        case .possibleMisKey: "mis-key?"
        case .rarelyChosen, .attractive: nil
        }
    }

    /// What the short words stand for.
    static let legend = """
        hard: p below .30. easy: p above .95. act: r below .10. review: r below .20. mis-key?: r of the key below 0. \
        attracts: wrong options with r above 0. rare: options chosen by less than 5 %.
        """
}

extension ItemStatistics {
    /// “hard, attracts A, rare BC”
    var flagWords: String {
        let attractive = flags.compactMap { flag -> String? in
            guard case .attractive(let option) = flag else { return nil }
            return AnswerCode.letter(option)
        }
        let rare = flags.compactMap { flag -> String? in
            guard case .rarelyChosen(let option) = flag else { return nil }
            return AnswerCode.letter(option)
        }
        let options = [("attracts", attractive), ("rare", rare)].filter { !$0.1.isEmpty }
        return (flags.compactMap(\.word) + options.map { "\($0.0) \($0.1.joined())" }).joined(separator: ", ")
    }
}
