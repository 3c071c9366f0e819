/// The classical statistics of one item: how hard it is, how well it tells high from low scores, and what its options do.
///
/// Figures are nil where they are not available.
package struct ItemStatistics: Hashable, Sendable {
    /// The item's place on the form, from 0.
    package let place: Int
    package let item: Item
    /// How many answered it right.
    package let right: Int
    /// How many left it blank, which counts as wrong.
    package let blanks: Int
    /// p: the share of all candidates who answered right.
    package let difficulty: Double?
    /// The corrected point-biserial: Pearson's r of the item with the score on the other scored items.
    package let discrimination: Double?
    /// KR-20 of the other scored items; nil for a pretest item, which is no part of it, and where fewer than two are left.
    package let alphaIfDeleted: Double?
    package let options: [OptionStatistics]
    package let flags: [ItemFlag]

    init(_ tally: Tally, place: Int, itemSpread: Int) {
        let item = tally.form.items[place]
        let count = tally.distribution.count
        let rest = tally.rest(without: place)
        self.place = place
        self.item = item
        right = tally.count(place, item.key)
        blanks = tally.blanks(place)
        difficulty = Double(right).over(count)
        options = (0..<item.options).map { OptionStatistics(tally, item: place, option: $0, rest: rest) }
        discrimination = options[item.key].discrimination
        alphaIfDeleted =
            item.isScored
            ? Reliability.kr20(
                items: tally.form.scored - 1,
                itemSpread: itemSpread - right * (count - right),
                spread: rest.spread
            ) : nil
        flags = ItemFlag.all(right: right, of: count, options: options)
    }
}
