/// What an examiner wants scored again, and why: everyone whom a changed key touches, or one attempt after an appeal.
package struct RescoreRequest: Sendable {
    enum Scope: Sendable {
        /// The right option of each item from now on, by the item's code, counted from 1.
        case keys([String: Int])
        /// The latest attempt of one candidate.
        case candidate(CandidateNumber)
    }

    let form: FormReference
    let scope: Scope
    let reason: String

    /// - Parameters:
    ///   - keys: Each an item with its right option, `SPINE-07=B`.
    ///   - candidate: The number of the one candidate whose attempt is scored again.
    /// - Throws: `Refusal` of kind invalid; no message repeats an option.
    package init(form: String, keys: [String] = [], candidate: Int? = nil, reason: String) throws {
        self.form = try FormReference(form)
        self.reason = try StaffReason(.other, reason).words
        guard keys.isEmpty != (candidate == nil) else {
            throw Refusal.invalid("item", "Say what is scored again: items with their new keys, or one candidate.")
        }
        scope = try candidate.map { .candidate(CandidateNumber(rawValue: $0)) } ?? .keys(Self.read(keys))
    }

    private static func read(_ keys: [String]) throws -> [String: Int] {
        var read: [String: Int] = [:]
        var problems: [Refusal.Problem] = []
        for key in keys {
            let parts = key.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let code = String(parts[0])
            guard parts.count == 2, !code.isEmpty else {
                problems.append(.init("item", "An item and its new key are written like SPINE-07=B."))
                continue
            }
            guard let option = AnswerCode.option(parts[1].utf8) else {
                problems.append(
                    .init(
                        "item",
                        """
                        The key of \(code) is one letter. Where two options are right, one of them has to count as \
                        wrong: a key names a single option.
                        """
                    )
                )
                continue
            }
            guard read.updateValue(option + 1, forKey: code) == nil else {
                problems.append(.init("item", "\(code) is given two keys; a key names a single option."))
                continue
            }
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return read
    }
}
