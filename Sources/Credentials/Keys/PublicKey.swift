import Crypto
import CryptoExtras
package import Foundation

/// A key that anyone may check signatures with: RSA for JWTs (RS256), Ed25519 for Data Integrity proofs.
package enum PublicKey: Hashable, Sendable {
    case rsa(modulus: Data, exponent: Data)
    case ed25519(Data)

    package enum Kind: String, CaseIterable, Codable, Sendable {
        case rsa, ed25519
    }

    package var kind: Kind {
        switch self {
        case .rsa: .rsa
        case .ed25519: .ed25519
        }
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3), or Ed25519 (RFC 8032 §5.1). An unusable key has signed nothing.
    package func isValid(_ signature: Data, for message: Data) -> Bool {
        switch self {
        case .rsa(let modulus, let exponent):
            guard let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent) else { return false }
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature),
                for: message,
                padding: .insecurePKCS1v1_5
            )
        case .ed25519(let octets):
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: octets) else { return false }
            return key.isValidSignature(signature, for: message)
        }
    }

    /// The key as DER: SubjectPublicKeyInfo for RSA (RFC 5280 §4.1), the 32 octets themselves for Ed25519; as DNS tells DKIM's.
    package var octets: Data {
        get throws {
            switch self {
            case .rsa(let modulus, let exponent):
                try _RSA.Signing.PublicKey(n: modulus, e: exponent).derRepresentation
            case .ed25519(let octets): octets
            }
        }
    }

    /// The key as a JWK (RFC 7517; RFC 7518 §6.3.1 for RSA, RFC 8037 §2 for Ed25519) under its full id.
    package func jwk(id: String) -> JSON {
        switch self {
        case .rsa(let modulus, let exponent):
            [
                "kty": "RSA", "n": .string(modulus.base64URL), "e": .string(exponent.base64URL),
                "alg": "RS256", "use": "sig", "kid": .string(id),
            ]
        case .ed25519(let octets):
            [
                "kty": "OKP", "crv": "Ed25519", "x": .string(octets.base64URL),
                "alg": "EdDSA", "use": "sig", "kid": .string(id),
            ]
        }
    }

    /// Reads a JWK that ``jwk(id:)`` wrote; nil for another kind, and for RSA under 2048 or over 8192 bits.
    package init?(jwk: JSON) {
        func octets(_ name: String) -> Data? { jwk[name]?.text.flatMap { Data(base64URL: $0) } }
        switch jwk["kty"]?.text {
        case "RSA":
            guard let modulus = octets("n"), let exponent = octets("e"), modulus.count <= 1_024,
                (try? _RSA.Signing.PublicKey(n: modulus, e: exponent)) != nil
            else { return nil }
            self = .rsa(modulus: modulus, exponent: exponent)
        case "OKP":
            guard jwk["crv"] == "Ed25519", let octets = octets("x"), octets.count == 32 else { return nil }
            self = .ed25519(octets)
        default: return nil
        }
    }

    /// An Ed25519 key as a Multikey (W3C Controlled Identifiers 1.0 §2.2.2): multicodec `ed01`, then the key, in base58btc.
    package var multikey: String? {
        guard case .ed25519(let octets) = self else { return nil }
        return Multibase.base58.encode([0xED, 0x01] + octets)
    }

    package init?(multikey: String) {
        guard let octets = Multibase.base58.decode(multikey), octets.count == 34, octets.starts(with: [0xED, 0x01])
        else {
            return nil
        }
        self = .ed25519(Data(octets.dropFirst(2)))
    }
}
