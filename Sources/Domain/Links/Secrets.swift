package import Crypto
import Foundation

/// The service's one secret and the keys derived from it (HKDF-SHA256, RFC 5869), one for each purpose.
package struct Secrets: Sendable {
    package let links: SymmetricKey
    package let clients: SymmetricKey
    package let idempotency: SymmetricKey
    package let items: SymmetricKey
    /// Of the digests that addresses are suppressed by.
    package let addresses: SymmetricKey
    /// Of the marks that mail leaves with.
    package let mail: SymmetricKey

    /// - Parameter root: at least 32 octets from a cryptographic source.
    package init(root: SymmetricKey) {
        func derive(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Data("registrar/\(purpose)".utf8), outputByteCount: 32)
        }
        links = derive("links")
        clients = derive("clients")
        idempotency = derive("idempotency")
        items = derive("items")
        addresses = derive("addresses")
        mail = derive("mail")
    }

    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    /// Reads 64 hexadecimal digits from a file that only its owner may read.
    package init(file: String) throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            throw Unusable(description: "The secret file \(file) is readable by others; run `chmod 600 \(file)`.")
        }
        let text = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == 64, text.count == 64 else {
            throw Unusable(description: "The secret file \(file) must hold 64 hexadecimal digits (32 random octets).")
        }
        self.init(
            root: SymmetricKey(data: stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) })
        )
    }
}
