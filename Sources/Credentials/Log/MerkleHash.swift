import Crypto
package import Foundation

/// A hash in a Merkle tree: SHA-256, 32 octets (RFC 9162 §2.1.1). What is hashed says by its first octet whether it is a
/// leaf or a node, so that neither can be passed off as the other.
package struct MerkleHash: Hashable, Sendable {
    package static let length = 32

    package let octets: Data

    /// Nil unless it has 32 octets.
    package init?(octets: Data) {
        guard octets.count == Self.length else { return nil }
        // Counted from 0, whatever it was cut from.
        self.octets = Data(octets)
    }

    private init(_ digest: SHA256.Digest) { octets = Data(digest) }

    /// Of a tree without leaves: SHA-256 of nothing.
    package static let empty = MerkleHash(SHA256.hash(data: Data()))

    /// Of an entry: SHA-256(00 ‖ entry).
    package init(leaf entry: some DataProtocol) {
        var hash = SHA256()
        hash.update(data: [0])
        hash.update(data: entry)
        self.init(hash.finalize())
    }

    /// Of two subtrees: SHA-256(01 ‖ left ‖ right).
    package init(_ left: MerkleHash, _ right: MerkleHash) {
        var hash = SHA256()
        hash.update(data: [1])
        hash.update(data: left.octets)
        hash.update(data: right.octets)
        self.init(hash.finalize())
    }
}

extension MerkleHash: LosslessStringConvertible {
    /// Base 64 with padding (RFC 4648 §4), as checkpoints and proofs write it.
    package var description: String { octets.base64EncodedString() }

    /// Nil for a text that is not the one these octets are written as.
    package init?(_ text: String) {
        guard let octets = Data(base64Encoded: text), octets.base64EncodedString() == text else { return nil }
        self.init(octets: octets)
    }
}
