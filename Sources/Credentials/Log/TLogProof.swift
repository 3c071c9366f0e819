package import Foundation

/// A file that proves without us that an entry is in the log (C2SP tlog-proof@v1): its place, the hashes beside it, and the
/// checkpoint that they lead to. The entry itself travels as the file's extra data.
package struct TLogProof: Hashable, Sendable {
    private static let firstLine = "c2sp.org/tlog-proof@v1"

    /// The entry's octets; nil where the verifier has them from elsewhere.
    package let entry: Data?
    package let index: Int
    /// From the leaf's neighbour up to the child of the root.
    package let hashes: [MerkleHash]
    /// As the log signed it; not believed yet.
    package let checkpoint: String

    package enum Refused: Error, Equatable, Sendable {
        case malformed(String)
        case checkpoint(Checkpoint.Refused)
        /// It leads to another root than the checkpoint has.
        case anotherRoot
    }

    package init(entry: Data?, index: Int, hashes: [MerkleHash], checkpoint: String) {
        self.entry = entry
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
    }

    package var text: String {
        var lines = [Self.firstLine]
        if let entry { lines.append("extra \(entry.base64EncodedString())") }
        lines.append("index \(index)")
        lines += hashes.map(\.description)
        return (lines + ["", checkpoint]).joined(separator: "\n")
    }

    package init(_ text: String) throws(Refused) {
        guard text.utf8.count <= Checkpoint.longest else { throw .malformed("it is too long.") }
        let halves = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = halves[0].split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst() == Self.firstLine[...] else { throw .malformed("its first line is another.") }
        guard halves.count == 2 else { throw .malformed("it has no checkpoint.") }
        if let extra = lines.first, extra.hasPrefix("extra ") {
            guard let octets = Data(base64Encoded: String(extra.dropFirst(6))) else {
                throw .malformed("its extra data is not base 64.")
            }
            entry = octets
            lines = lines.dropFirst()
        } else {
            entry = nil
        }
        guard let place = lines.popFirst(), place.hasPrefix("index "), let index = Int(plain: place.dropFirst(6)) else {
            throw .malformed("it names no place in the log.")
        }
        self.index = index
        hashes = try lines.map { (line) throws(Refused) in
            guard let hash = MerkleHash(String(line)) else { throw .malformed("a line is no hash.") }
            return hash
        }
        checkpoint = String(halves[1])
    }

    /// Believes it for an entry: the checkpoint is the log's own, and the entry is under its root.
    ///
    /// - Returns: The head that the log signed.
    package func check(_ entry: Data, by log: VerifierKey) throws(Refused) -> TreeHead {
        let head: TreeHead
        do throws(Checkpoint.Refused) { head = try Checkpoint(checkpoint, by: log).head } catch {
            throw .checkpoint(error)
        }
        let root = MerkleProof.root(of: MerkleHash(leaf: entry), at: index, in: head.size, by: hashes)
        guard root == head.root else { throw .anotherRoot }
        return head
    }
}

extension TLogProof.Refused: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let reason): "This is no proof of the log: \(reason)"
        case .checkpoint(let reason): reason.description
        case .anotherRoot: "The proof does not lead to the checkpoint's root: the entry is not in this log."
        }
    }
}
