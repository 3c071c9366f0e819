/// The name of a key, the fragment of its id in the issuer's DID document: `did:web:HOST#rsa-2026-1`.
package struct KeyName: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: String

    /// Nil unless it is 1 to 64 of ASCII's letters and digits, hyphens, dots and underscores, beginning with a letter or digit.
    package init?(rawValue: String) {
        let text = rawValue.utf8
        guard (1...64).contains(text.count), let first = text.first, Self.isWord(first),
            text.allSatisfy({ Self.isWord($0) || "-._".utf8.contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }

    private static func isWord(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension KeyName: CustomStringConvertible {
    package var description: String { rawValue }
}
