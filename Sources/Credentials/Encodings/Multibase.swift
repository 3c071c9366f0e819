import Foundation

/// A text whose first character names its encoding (W3C Controlled Identifiers 1.0 §2.4): `z` base58btc, `u` base64url.
package enum Multibase: Character, Sendable {
    case base58 = "z"
    case base64URL = "u"

    package func encode(_ octets: some Collection<UInt8>) -> String {
        switch self {
        case .base58: "z" + Base58.encode(octets)
        case .base64URL: "u" + Data(octets).base64URL
        }
    }

    /// The octets of a text in this encoding; nil when it is in another, or no text of this one.
    package func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.first == rawValue.asciiValue else { return nil }
        let rest = text.dropFirst()
        return switch self {
        case .base58: Base58.decode(rest)
        case .base64URL: Data(base64URL: String(rest)).map { Array($0) }
        }
    }
}
