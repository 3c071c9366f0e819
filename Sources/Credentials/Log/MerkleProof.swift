/// That an entry is in a tree, or that a tree goes on from a smaller one: the hashes that are needed beside what the
/// verifier knows.
package enum MerkleProof {
    /// The subtrees whose hashes prove that a leaf is in a tree, from its neighbour up to the child of the root
    /// (RFC 9162 §2.1.3.1).
    ///
    /// - Parameters:
    ///   - index: Of the leaf, from 0 and below the size.
    package static func inclusion(of index: Int, in size: Int) -> [Range<Int>] {
        path(index, in: 0..<size)
    }

    private static func path(_ index: Int, in leaves: Range<Int>) -> [Range<Int>] {
        guard leaves.count > 1 else { return [] }
        let middle = leaves.split
        return index < middle
            ? path(index, in: leaves.lowerBound..<middle) + [middle..<leaves.upperBound]
            : path(index, in: middle..<leaves.upperBound) + [leaves.lowerBound..<middle]
    }

    /// The subtrees whose hashes prove that a tree goes on from its first leaves (RFC 9162 §2.1.4.1); none from an empty one,
    /// and none from itself.
    ///
    /// - Parameters:
    ///   - old: The smaller size, from 0 up to the larger.
    package static func consistency(from old: Int, to size: Int) -> [Range<Int>] {
        guard old > 0, old < size else { return [] }
        return subproof(old, in: 0..<size, isWhole: true)
    }

    private static func subproof(_ old: Int, in leaves: Range<Int>, isWhole: Bool) -> [Range<Int>] {
        guard old < leaves.upperBound else { return isWhole ? [] : [leaves] }
        let middle = leaves.split
        return old <= middle
            ? subproof(old, in: leaves.lowerBound..<middle, isWhole: isWhole) + [middle..<leaves.upperBound]
            : subproof(old, in: middle..<leaves.upperBound, isWhole: false) + [leaves.lowerBound..<middle]
    }

    /// The root that a leaf and the hashes beside it lead to (RFC 9162 §2.1.3.2); nil when their number does not fit.
    package static func root(of leaf: MerkleHash, at index: Int, in size: Int, by hashes: [MerkleHash]) -> MerkleHash? {
        guard index >= 0, index < size else { return nil }
        var (place, last) = (index, size - 1)
        var root = leaf
        for hash in hashes {
            guard last > 0 else { return nil }
            if place & 1 == 1 || place == last {
                root = MerkleHash(hash, root)
                while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                root = MerkleHash(root, hash)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 ? root : nil
    }

    /// Whether a tree goes on from a smaller one (RFC 9162 §2.1.4.2). From an empty one every tree does, by no hashes.
    package static func isConsistent(
        from old: Int,
        _ oldRoot: MerkleHash,
        to size: Int,
        _ root: MerkleHash,
        by hashes: [MerkleHash]
    ) -> Bool {
        guard old >= 0, old <= size else { return false }
        if old == size { return oldRoot == root && hashes.isEmpty }
        if old == 0 { return oldRoot == .empty && hashes.isEmpty }
        // A complete tree is a subtree of the larger, and needs not be told.
        let path = old.nonzeroBitCount == 1 ? [oldRoot] + hashes : hashes
        guard let first = path.first else { return false }
        var (place, last) = (old - 1, size - 1)
        while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
        var (before, now) = (first, first)
        for hash in path.dropFirst() {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                before = MerkleHash(hash, before)
                now = MerkleHash(hash, now)
                while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                now = MerkleHash(now, hash)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && before == oldRoot && now == root
    }
}

extension Range<Int> {
    /// Where a tree of more than one leaf divides: after the largest power of two that is smaller than it.
    fileprivate var split: Int { lowerBound + 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
}
