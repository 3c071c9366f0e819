import Crypto
import Foundation

extension OpenBadge {
    /// Something by which the holder can be told (Open Badges 3.0 `IdentityObject`): the name as issued, in clear, and the
    /// e-mail address as a salted hash, which only those who know the address can compare.
    package struct Identity: Codable, Equatable, Sendable {
        package private(set) var type = "IdentityObject"
        package let hashed: Bool
        package let identityHash: String
        package let identityType: String
        package let salt: String?

        package static func name(_ name: String) -> Identity {
            Identity(hashed: false, identityHash: name, identityType: "name", salt: nil)
        }

        /// - Parameter salt: 128 random bits as text, for this certificate alone; see ``freshSalt()``.
        package static func email(_ address: String, salt: String) -> Identity {
            Identity(hashed: true, identityHash: hash(address, salt: salt), identityType: "emailAddress", salt: salt)
        }

        /// 128 bits from the system's cryptographic source, in hexadecimal.
        package static func freshSalt() -> String {
            SymmetricKey(size: .bits128).withUnsafeBytes { hexadecimal($0) }
        }

        /// Whether this is the hash of an address.
        package func holds(email address: String) -> Bool {
            guard hashed, identityType == "emailAddress" else { return false }
            return Self.hash(address, salt: salt ?? "") == identityHash
        }

        /// `sha256$` and SHA-256 of the trimmed address in lower case, followed by the salt, in hexadecimal.
        private static func hash(_ address: String, salt: String) -> String {
            let plain = address.trimmingCharacters(in: .whitespacesAndNewlines).lowercased() + salt
            return "sha256$" + hexadecimal(SHA256.hash(data: Data(plain.utf8)))
        }

        private static func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
            octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }

        private init(hashed: Bool, identityHash: String, identityType: String, salt: String?) {
            self.hashed = hashed
            self.identityHash = identityHash
            self.identityType = identityType
            self.salt = salt
        }
    }
}
