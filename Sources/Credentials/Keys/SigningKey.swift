import Crypto
import CryptoExtras
package import Foundation

/// A private key with its name. It lives in a PEM file that only its owner may read; reading that file is the caller's part.
package struct SigningKey: Sendable {
    package let name: KeyName
    private let secret: Secret

    private enum Secret {
        case rsa(_RSA.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    /// What stands before the 32 octets of an Ed25519 key in PKCS #8 (RFC 8410 §7, §10.3).
    private static let ed25519Prefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    /// A new key: RSA of 2048 bits, or Ed25519.
    package init(generating kind: PublicKey.Kind, name: KeyName) throws {
        self.name = name
        secret =
            switch kind {
            case .rsa: .rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048))
            case .ed25519: .ed25519(Curve25519.Signing.PrivateKey())
            }
    }

    /// Reads a key as ``pem`` writes it: PKCS #8, for RSA also PKCS #1; RSA of at least 2048 bits.
    package init(pem: String, name: KeyName) throws(Unusable) {
        self.name = name
        let lines = pem.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }
        if let octets = Data(base64Encoded: lines.joined()), octets.count == 48,
            octets.starts(with: Self.ed25519Prefix),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: octets.dropFirst(16))
        {
            secret = .ed25519(key)
        } else if let key = try? _RSA.Signing.PrivateKey(pemRepresentation: pem) {
            secret = .rsa(key)
        } else {
            throw Unusable(
                description: "The key \(name) is no private key in PEM of RSA with at least 2048 bits, or Ed25519."
            )
        }
    }

    /// PKCS #8 in PEM (RFC 5958, RFC 7468 §10), for a file of mode 0600.
    package var pem: String {
        switch secret {
        case .rsa(let key): return key.pkcs8PEMRepresentation + "\n"
        case .ed25519(let key):
            let octets = Data(Self.ed25519Prefix) + key.rawRepresentation
            return "-----BEGIN PRIVATE KEY-----\n\(octets.base64EncodedString())\n-----END PRIVATE KEY-----\n"
        }
    }

    package var publicKey: PublicKey {
        get throws {
            switch secret {
            case .rsa(let key):
                let parts = try key.publicKey.getKeyPrimitives()
                return .rsa(modulus: parts.modulus, exponent: parts.publicExponent)
            case .ed25519(let key): return .ed25519(key.publicKey.rawRepresentation)
            }
        }
    }

    package var kind: PublicKey.Kind {
        switch secret {
        case .rsa: .rsa
        case .ed25519: .ed25519
        }
    }

    /// RS256 or Ed25519, after the key's kind.
    package func signature(for message: Data) throws -> Data {
        switch secret {
        case .rsa(let key): try key.signature(for: message, padding: .insecurePKCS1v1_5).rawRepresentation
        case .ed25519(let key): Data(try key.signature(for: message))
        }
    }
}
