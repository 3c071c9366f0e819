import Psychometrics

/// What a rater typed: a level for each criterion by its code, and a note that stays inside.
package struct RatingDraft: Sendable {
    static let longestNote = 1_000

    let levels: [String: String]
    let note: String?

    package init(levels: [String: String], note: String? = nil) {
        self.levels = levels
        self.note = note.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The levels in the order of the criteria.
    ///
    /// - Throws: `Refusal` of kind invalid that names every criterion without one of its levels.
    func rating(by practical: PracticalFile) throws -> Practical.Rating {
        var problems: [Refusal.Problem] = []
        let chosen = practical.criteria.map { criterion -> Int? in
            let typed = levels[criterion.code]?.trimmed ?? ""
            if let level = Int(typed), criterion.levels.indices.contains(level) { return level }
            problems.append(
                .init(
                    criterion.code,
                    typed.isEmpty
                        ? "Choose a level for “\(criterion.name)”."
                        : "“\(typed)” is no level of “\(criterion.name)”; its levels are 0 to \(criterion.levels.count - 1)."
                )
            )
            return nil
        }
        let known = Set(practical.criteria.map(\.code))
        problems += levels.keys.filter { !known.contains($0) }.sorted().map {
            .init($0, "“\($0)” is no criterion of \(practical.code).")
        }
        if let note, note.unicodeScalars.count > Self.longestNote || note.utf8.contains(0) {
            problems.append(.init("note", "The note is too long: \(Self.longestNote) characters at most."))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return try practical.arithmetic().rating(chosen)
    }
}
