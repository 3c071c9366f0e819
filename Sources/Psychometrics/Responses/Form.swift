/// The items of one form version with their keys, in the order in which they are answered.
///
/// k, the number of scored items, is at least 1.
package struct Form: Hashable, Sendable {
    static let options = 2...26

    /// What tells this version from every other; responses to the same version are pooled.
    package let version: String
    package let items: [Item]
    /// k: how many items are scored.
    package let scored: Int

    /// Columns that a tally of one item needs: the options of the longest item, and the blank after them.
    let width: Int
    /// How many options each item has.
    let limits: [UInt8]
    /// The right option of each item; of a pretest item a number that no answer has.
    let keys: [UInt8]

    package init(version: String, items: [Item]) throws(Refusal) {
        for (place, item) in items.enumerated() {
            guard Self.options.contains(item.options) else { throw .options(item: place, item.options) }
            guard (0..<item.options).contains(item.key) else { throw .key(item: place, item.key) }
        }
        scored = items.count { $0.isScored }
        guard scored > 0 else { throw .nothingScored }
        self.version = version
        self.items = items
        width = (items.map(\.options).max() ?? 0) + 1
        limits = items.map { UInt8($0.options) }
        keys = items.map { $0.isScored ? UInt8($0.key) : .max }
    }

    /// What stands for a blank among the places of options: the column after them.
    var blank: UInt8 { UInt8(width - 1) }
}

extension Form {
    /// Why items make no form; items are counted from 0.
    package enum Refusal: Error, Equatable, Sendable {
        case nothingScored
        case options(item: Int, Int)
        case key(item: Int, Int)
    }
}

extension Form.Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothingScored: "No item of the form is scored."
        case .options(let item, let number): "Item \(item + 1) has \(number) options; from 2 to 26 are possible."
        case .key(let item, let key): "The key of item \(item + 1) is option \(key + 1), which the item does not have."
        }
    }
}
