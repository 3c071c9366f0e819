import Crypto
import Foundation

/// A credential signed inside itself: the W3C's Data Integrity proof with the suite `eddsa-jcs-2022` (Data Integrity EdDSA
/// Cryptosuites 1.0 §3.3).
///
/// Signed are SHA-256 of the canonical proof options and, after it, SHA-256 of the canonical document without its proof;
/// the options carry a copy of the document's `@context`.
package enum IntegrityProof {
    package static let longest = 65_536
    private static let suite = "eddsa-jcs-2022"
    private static let members = [
        "@context", "type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue",
    ]

    /// The document with its proof at the end.
    package static func sign(
        _ document: JSON,
        with key: SigningKey,
        of address: PublicAddress,
        at created: Instant
    ) throws -> JSON {
        let claims = try Claims(of: document)
        guard claims.issuer == address.did else { throw Untrusted.anotherIssuer(claims.issuer) }
        guard key.kind == .ed25519 else { throw Untrusted.wrongKindOfKey(key.name.rawValue) }
        guard document["proof"] == nil else { throw Untrusted.wrongProof("it has one already.") }
        let options: JSON = [
            "@context": document["@context"] ?? nil, "type": "DataIntegrityProof", "cryptosuite": .string(suite),
            "created": .string(created.description),
            "verificationMethod": .string("\(address.did)#\(key.name)"), "proofPurpose": "assertionMethod",
        ]
        let signature = try key.signature(for: message(document: document, options: options))
        return document.with("proof", options.with("proofValue", .string(Multibase.base58.encode(signature))))
    }

    /// Checks proof, key, signature and members, in this order; the first that fails is the reason.
    package static func check(
        _ document: JSON,
        by ring: KeyRing,
        at now: Instant
    ) throws(Untrusted) -> CheckedCredential {
        guard let proof = document["proof"] else { throw .unsigned }
        let unsecured = document.without("proof")
        let key = try ring.key(keyID(in: proof, of: unsecured), kind: .ed25519, at: now)
        guard let value = proof["proofValue"]?.text, let signature = Multibase.base58.decode(value),
            signature.count == 64
        else { throw .wrongProof("its value is no signature.") }
        guard let message = try? message(document: unsecured, options: proof.without("proofValue")) else {
            throw .notACredential("it holds numbers that the issuer never writes.")
        }
        guard key.key.isValid(Data(signature), for: message) else { throw .wrongSignature }
        let claims = try Claims(of: unsecured)
        guard claims.issuer.utf8.elementsEqual(ring.address.did.utf8) else { throw .anotherIssuer(claims.issuer) }
        try ring.check(key, signedAt: claims.validFrom)
        return CheckedCredential(unsecured, claims: claims, key: key.name)
    }

    static func message(document: JSON, options: JSON) throws(JSON.NotCanonical) -> Data {
        let options = try SHA256.hash(data: options.canonical())
        let document = try SHA256.hash(data: document.canonical())
        return Data(options) + Data(document)
    }

    private static func keyID(in proof: JSON, of document: JSON) throws(Untrusted) -> String {
        guard let members = proof.members else { throw .wrongProof("one proof was expected, an object.") }
        for member in members where !Self.members.contains(member.name) { throw .extraHeader(member.name) }
        guard proof["type"] == "DataIntegrityProof" else { throw .wrongProof("its type is another.") }
        guard proof["cryptosuite"] == .string(suite) else {
            throw .anotherAlgorithm(proof["cryptosuite"]?.text ?? "a suite it does not name")
        }
        guard proof["proofPurpose"] == "assertionMethod" else { throw .wrongProof("it was made for another purpose.") }
        guard let context = proof["@context"], context == document["@context"] else {
            throw .wrongProof("its context is not the document's.")
        }
        guard let id = proof["verificationMethod"]?.text else { throw .wrongProof("it names no key.") }
        return id
    }
}
