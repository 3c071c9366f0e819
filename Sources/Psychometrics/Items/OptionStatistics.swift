/// How one option of an item was chosen, by all and by candidates of rising scores.
package struct OptionStatistics: Hashable, Sendable {
    package let isKey: Bool
    package let count: Int
    /// Of all candidates, with those who left the item blank.
    package let share: Double?
    /// Pearson's r of choosing it with the score on the other scored items; of a distractor it should be negative.
    package let discrimination: Double?
    /// The trace line: the share of each score group that chose it, from low to high; nil for an empty group.
    package let trace: [Double?]

    init(_ tally: Tally, item: Int, option: Int, rest: Tally.Rest) {
        isKey = tally.form.items[item].key == option
        count = tally.count(item, option)
        share = Double(count).over(rest.count)
        discrimination = tally.discrimination(item, option: option, rest: rest)
        trace = tally.groups.sizes.enumerated().map { group, size in
            Double(tally.count(item, option, group: group)).over(size)
        }
    }
}
