import Crypto
package import Foundation

/// The public key that checkpoints of a log are checked with, and the log's name (C2SP signed-note, “Signatures”).
package struct VerifierKey: Hashable, Sendable {
    /// Of Ed25519, in C2SP's list of signature types.
    private static let type: UInt8 = 1

    /// The log's origin too: no blank and no plus.
    package let name: String
    /// Ed25519, 32 octets.
    package let key: Data

    /// Nil for a name or a key that no log has.
    package init?(name: String, key: Data) {
        guard !name.isEmpty, key.count == 32, (try? Curve25519.Signing.PublicKey(rawRepresentation: key)) != nil,
            name.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 })
        else { return nil }
        self.name = name
        self.key = Data(key)
    }

    /// The first four octets of SHA-256(name ‖ 0A ‖ 01 ‖ key).
    package var id: Data {
        var hash = SHA256()
        hash.update(data: Data(name.utf8))
        hash.update(data: [0x0A, Self.type])
        hash.update(data: key)
        return Data(hash.finalize().prefix(4))
    }

    package func isValid(_ signature: Data, for text: String) -> Bool {
        PublicKey.ed25519(key).isValid(signature, for: Data(text.utf8))
    }
}

extension VerifierKey: LosslessStringConvertible {
    /// `NAME+HASH+BASE64`, as Go's `sumdb/note` writes verifier keys: the id in hexadecimal; the type, then the key.
    package var description: String {
        let id = id.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "\(name)+\(id)+\((Data([Self.type]) + key).base64EncodedString())"
    }

    /// Nil for another form, another kind of key, and an id that is not the key's.
    package init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let octets = Data(base64Encoded: String(parts[2])), octets.first == Self.type else {
            return nil
        }
        self.init(name: String(parts[0]), key: octets.dropFirst())
        guard description.utf8.elementsEqual(text.utf8) else { return nil }
    }
}
