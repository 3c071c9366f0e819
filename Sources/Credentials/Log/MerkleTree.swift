/// A tree that only grows (RFC 9162 §2.1), known by its size and by the complete subtrees at its right edge: at most 63
/// hashes, however many leaves it has.
package struct MerkleTree: Equatable, Sendable {
    package private(set) var size = 0
    /// The complete subtrees from the left, one for each bit of the size.
    package private(set) var frontier: [MerkleHash] = []

    package init() {}

    /// A tree as it was kept; nil when it has another number of subtrees than its size has bits.
    package init?(size: Int, frontier: [MerkleHash]) {
        guard size >= 0, size.nonzeroBitCount == frontier.count else { return nil }
        self.size = size
        self.frontier = frontier
    }

    package var root: MerkleHash { frontier.folded }

    /// Appends a leaf, and tells which subtrees became complete with it, the leaf itself first.
    @discardableResult
    package mutating func append(_ leaf: MerkleHash) -> [(node: MerkleNode, hash: MerkleHash)] {
        var node = MerkleNode(level: 0, index: size)
        var hash = leaf
        var completed = [(node, hash)]
        // Each one bit at the end of the size is a subtree that waits for its right neighbour.
        for _ in 0..<(~size).trailingZeroBitCount {
            hash = MerkleHash(frontier.removeLast(), hash)
            node = MerkleNode(level: node.level + 1, index: node.index >> 1)
            completed.append((node, hash))
        }
        frontier.append(hash)
        size += 1
        return completed
    }
}
