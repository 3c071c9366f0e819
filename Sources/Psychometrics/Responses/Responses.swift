/// The answers of any number of candidates to one form, an octet each.
///
/// N candidates by all items, row after row. N × items stays below 2^31, so that every sum of an analysis, up to N·ΣX²,
/// is a whole number that 64 bits hold.
package struct Responses: Sendable {
    static let largest = 1 << 31

    package let form: Form
    private(set) var codes: [UInt8] = []

    package init(form: Form) { self.form = form }

    /// N: how many candidates there are.
    package var count: Int { codes.count / form.items.count }

    /// Adds one candidate's answers: for each item the place of the chosen option from 0, nil for a blank.
    package mutating func append(_ answers: [UInt8?]) throws(Refusal) {
        let limits = form.limits
        guard answers.count == limits.count else { throw .length(candidate: count, answers.count, of: limits.count) }
        for (place, answer) in answers.enumerated() {
            guard let answer, answer >= limits[place] else { continue }
            throw .noSuchOption(candidate: count, item: place, Int(answer))
        }
        try append(codes: answers.map { $0 ?? form.blank })
    }

    mutating func append(codes more: [UInt8]) throws(Refusal) {
        guard codes.count + more.count < Self.largest else { throw .tooMany }
        codes.append(contentsOf: more)
    }

    /// X of each candidate: how many scored items have the right option. A blank is wrong.
    package func rawScores() -> [Int] {
        let codes = codes.span
        let keys = form.keys.span
        var scores: [Int] = []
        scores.reserveCapacity(count)
        for start in stride(from: 0, to: codes.count, by: keys.count) {
            let row = codes.extracting(start..<start + keys.count)
            var raw = 0
            for item in keys.indices { raw += row[item] == keys[item] ? 1 : 0 }
            scores.append(raw)
        }
        return scores
    }
}

extension Responses {
    /// Why a candidate's answers are not taken; candidates and items are counted from 0.
    package enum Refusal: Error, Equatable, Sendable {
        case length(candidate: Int, Int, of: Int)
        case noSuchOption(candidate: Int, item: Int, Int)
        case tooMany
    }
}

extension Responses.Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .length(let candidate, let answers, let items):
            "Candidate \(candidate + 1) has \(answers) answers; the form has \(items) items."
        case .noSuchOption(let candidate, let item, let option):
            "Candidate \(candidate + 1) answers item \(item + 1) by option \(option + 1), which the item does not have."
        case .tooMany: "These are more answers than one analysis holds (2^31)."
        }
    }
}
