import Foundation

/// A log's head as its operator signed it (C2SP tlog-checkpoint): origin, size and root, a line each.
package struct Checkpoint: Hashable, Sendable {
    /// More than any checkpoint has, with sixteen witnesses beside the log.
    package static let longest = 131_072

    package let origin: String
    package let head: TreeHead
    /// The signed note as it was written, signatures and all.
    package let text: String

    package enum Refused: Error, Equatable, Sendable {
        case malformed(String)
        /// It is another log's.
        case anotherOrigin(String)
        /// No signature on it is by the log's key.
        case anotherKey
        case wrongSignature
    }

    /// Signs a head (C2SP signed-note): the log's name is its origin.
    package init(_ head: TreeHead, of log: VerifierKey, with key: SigningKey) throws {
        let body = Self.body(log.name, head)
        let signature = try log.id + key.signature(for: Data(body.utf8))
        origin = log.name
        self.head = head
        text = "\(body)\n\u{2014} \(log.name) \(signature.base64EncodedString())\n"
    }

    private static func body(_ origin: String, _ head: TreeHead) -> String {
        "\(origin)\n\(head.size)\n\(head.root)\n"
    }

    /// Reads a checkpoint and believes it when the log's own key signed it; signatures by others are passed over.
    package init(_ text: String, by log: VerifierKey) throws(Refused) {
        guard text.utf8.count <= Self.longest else { throw .malformed("it is too long.") }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" }), text.utf8.last == 0x0A else {
            throw .malformed("it is no text of whole lines.")
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        guard let blank = lines.lastIndex(of: ""), blank >= 3 else {
            throw .malformed("three lines, an empty one and a signature were expected.")
        }
        let signatures = lines[(blank + 1)...]
        lines.removeSubrange(blank...)
        guard let size = Int(plain: lines[1]) else { throw .malformed("its second line is no size.") }
        guard let root = MerkleHash(lines[2]) else { throw .malformed("its third line is no hash.") }
        guard !lines.contains("") else { throw .malformed("a line is empty.") }
        guard lines[0].utf8.elementsEqual(log.name.utf8) else { throw .anotherOrigin(lines[0]) }
        let body = lines.map { $0 + "\n" }.joined()
        var ours: [Data] = []
        for line in signatures {
            if let signature = try Self.signature(in: line, by: log) { ours.append(signature) }
        }
        guard !ours.isEmpty else { throw .anotherKey }
        guard ours.allSatisfy({ log.isValid($0, for: body) }) else { throw .wrongSignature }
        origin = lines[0]
        head = TreeHead(size: size, root: root)
        self.text = text
    }

    /// A line's signature; nil where it is by somebody else.
    private static func signature(in line: String, by log: VerifierKey) throws(Refused) -> Data? {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0] == "\u{2014}", let octets = Data(base64Encoded: parts[2]), octets.count > 4
        else { throw .malformed("a signature was expected after the empty line.") }
        guard parts[1].utf8.elementsEqual(log.name.utf8), octets.prefix(4) == log.id else { return nil }
        return Data(octets.dropFirst(4))
    }
}

extension Checkpoint.Refused: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let reason): "This is no checkpoint: \(reason)"
        case .anotherOrigin(let origin): "The checkpoint is another log's: \(origin.prefix(120))"
        case .anotherKey: "The checkpoint is signed by another key than the log's."
        case .wrongSignature: "The checkpoint's signature does not fit: it was changed, or somebody else signed it."
        }
    }
}
