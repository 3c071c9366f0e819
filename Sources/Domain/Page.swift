/// Some of a longer list, and how to ask for what comes after.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Opaque; nil on the last page.
    package let next: String?

    package init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}

extension Page: Encodable where Item: Encodable {}
