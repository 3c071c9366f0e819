/// A complete subtree of 2^level leaves; what it hashes to never changes again.
package struct MerkleNode: Hashable, Sendable {
    /// 0 is a leaf.
    package let level: Int
    /// Counted from the left among those of its level.
    package let index: Int

    package init(level: Int, index: Int) {
        self.level = level
        self.index = index
    }

    /// The leaves below it.
    package var leaves: Range<Int> { index << level..<(index + 1) << level }
}

extension Range<Int> {
    /// The complete subtrees that these leaves consist of, the largest first, where a tree begins or splits at the first of
    /// them; folded from the right they hash to the whole (RFC 9162 §2.1.1).
    package var completeSubtrees: [MerkleNode] {
        var nodes: [MerkleNode] = []
        var start = lowerBound
        while start < upperBound {
            let level = Int.bitWidth - 1 - (upperBound - start).leadingZeroBitCount
            nodes.append(MerkleNode(level: level, index: start >> level))
            start += 1 << level
        }
        return nodes
    }
}

extension [MerkleHash] {
    /// The hash of a tree of which these are the complete subtrees, from the left.
    package var folded: MerkleHash {
        guard let last else { return .empty }
        return dropLast().reversed().reduce(last) { MerkleHash($1, $0) }
    }
}
