/// What a candidate's report says: pass or fail, the scaled score and the cut; by content area only to those who failed.
///
/// Nothing about single items.
package struct WrittenResult: Hashable, Sendable {
    package let raw: Int
    package let cut: CutScore
    /// In the order in which the form meets the areas; empty for who passed.
    package let areas: [AreaScore]

    package var passed: Bool { cut.passes(raw) }
    package var scaled: ScaledScore { cut.scaled(raw) }

    /// Scores one candidate: for each item the place of the chosen option from 0, nil for a blank, which is wrong.
    ///
    /// - Precondition: The cut is one of the form's scored items.
    package init(answers: [UInt8?], form: Form, cut: CutScore) throws(Responses.Refusal) {
        precondition(cut.items == form.scored, "the cut belongs to another form")
        var responses = Responses(form: form)
        try responses.append(answers)
        raw = responses.rawScores()[0]
        self.cut = cut
        areas = cut.passes(raw) ? [] : Self.areas(answers: answers, form: form, cut: cut)
    }

    private static func areas(answers: [UInt8?], form: Form, cut: CutScore) -> [AreaScore] {
        var order: [String] = []
        var tallies: [String: (raw: Int, items: Int)] = [:]
        for (item, answer) in zip(form.items, answers) where item.isScored {
            if tallies[item.area] == nil { order.append(item.area) }
            tallies[item.area, default: (0, 0)].items += 1
            if answer.map(Int.init) == item.key { tallies[item.area, default: (0, 0)].raw += 1 }
        }
        return order.compactMap { area in
            tallies[area].map { AreaScore(area: area, raw: $0.raw, items: $0.items, cut: cut) }
        }
    }
}
