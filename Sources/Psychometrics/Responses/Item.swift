/// One question of a form, as far as arithmetic needs it: how many options it has, and which is right.
///
/// A *pretest* item is answered like the others and counts in no score; its statistics say whether it may become a scored one.
package struct Item: Hashable, Sendable {
    /// The content area that the candidate's report tells about.
    package let area: String
    /// How many options there are, 2 to 26.
    package let options: Int
    /// The place of the right option, from 0.
    package let key: Int
    package let isScored: Bool

    package init(area: String, options: Int, key: Int, isScored: Bool = true) {
        self.area = area
        self.options = options
        self.key = key
        self.isScored = isScored
    }
}
