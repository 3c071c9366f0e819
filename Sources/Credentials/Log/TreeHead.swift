/// How large a log is, and what all of it hashes to: two heads of one log are always consistent.
package struct TreeHead: Hashable, Sendable {
    package let size: Int
    package let root: MerkleHash

    package init(size: Int, root: MerkleHash) {
        self.size = size
        self.root = root
    }
}

extension TreeHead: LosslessStringConvertible {
    /// `SIZE:ROOT`, as it is printed on certificates.
    package var description: String { "\(size):\(root)" }

    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let size = Int(plain: parts[0]), let root = MerkleHash(parts[1]) else { return nil }
        self.init(size: size, root: root)
    }
}

extension Int {
    /// A count in ASCII's digits without leading zeros; nil for anything else.
    init?(plain text: some StringProtocol) {
        guard let number = Int(text), number >= 0, String(number).utf8.elementsEqual(text.utf8) else { return nil }
        self = number
    }
}
