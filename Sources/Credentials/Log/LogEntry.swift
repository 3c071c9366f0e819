package import Foundation

/// What the log remembers of one act: a digest, what was done, and when. No ID and nothing personal is in it, so it stays
/// when its holder is erased.
package struct LogEntry: Hashable, Sendable {
    package enum Operation: String, CaseIterable, Codable, Sendable {
        /// A version of a certificate was signed; the digest is of its compact JWS.
        case issue
        /// A version's bit was set in the list of revocations; the digest is of its compact JWS.
        case revoke
        /// The issuer's keys changed; the digest is of `did.json` in canonical JSON.
        case did
        /// The head of the audit trail's chain on that day.
        case audit
    }

    package let operation: Operation
    /// SHA-256, 32 octets.
    package let digest: Data
    package let at: Instant

    package init(_ operation: Operation, _ digest: Data, at: Instant) {
        self.operation = operation
        self.digest = digest
        self.at = at
    }

    /// Canonical JSON (RFC 8785): `{"h":"…","op":"issue","t":"2026-11-02T09:00:00Z","v":1}`, the digest in base64url.
    package var octets: Data {
        Data(#"{"h":"\#(digest.base64URL)","op":"\#(operation.rawValue)","t":"\#(at)","v":1}"#.utf8)
    }

    /// Reads an entry strictly: nil for octets that ``octets`` does not write.
    package init?(octets: Data) {
        guard octets.count <= 200, let value = try? JSON.read(Array(octets)),
            let operation = value["op"]?.text.flatMap(Operation.init(rawValue:)),
            let at = value["t"]?.text.flatMap({ Instant($0) }),
            let digest = value["h"]?.text.flatMap({ Data(base64URL: $0) }), digest.count == MerkleHash.length
        else { return nil }
        self.init(operation, digest, at: at)
        guard self.octets == octets else { return nil }
    }

    package var leaf: MerkleHash { MerkleHash(leaf: octets) }
}
