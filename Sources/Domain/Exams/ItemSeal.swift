import Crypto
import Foundation

/// Stands for words, keys and answers where nobody may read them: in plans and in audit.
///
/// It is keyed (HMAC-SHA256): of a few options, or of the answers to a short form, the right ones could else be found by
/// trying each.
struct ItemSeal: Sendable {
    let key: SymmetricKey

    func callAsFunction(_ content: some Encodable) throws -> String {
        HMAC<SHA256>.authenticationCode(for: try Self.octets(of: content), using: key)
            .map { String(format: "%02x", $0) }
            .joined()
    }

    /// SHA-256 over the same octets, for what may be told apart and not read.
    static func digest(_ content: some Encodable) throws -> Data { Data(SHA256.hash(data: try octets(of: content))) }

    private static func octets(of content: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(content)
    }
}
