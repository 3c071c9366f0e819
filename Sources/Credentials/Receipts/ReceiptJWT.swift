import Foundation

/// A receipt signed as a JWS with a type of its own (RFC 8725 §3.11), so that neither we nor others take it for a certificate.
///
/// The header is exactly `{"alg":"RS256","kid":"did:web:HOST#KEY","typ":"verification-receipt+jwt"}`.
package enum ReceiptJWT {
    package static let type = "verification-receipt+jwt"
    package static let longest = 32_768

    package static func sign(
        _ receipt: VerificationReceipt,
        with key: SigningKey,
        of address: PublicAddress
    ) throws -> String {
        guard receipt.issuer == address.did else { throw Untrusted.anotherIssuer(receipt.issuer) }
        guard key.kind == .rsa else { throw Untrusted.wrongKindOfKey(key.name.rawValue) }
        let header: JSON = ["alg": "RS256", "kid": .string("\(address.did)#\(key.name)"), "typ": .string(type)]
        let signed = try Data(header.canonical()).base64URL + "." + Data(receipt.claims.canonical()).base64URL
        return try signed + "." + key.signature(for: Data(signed.utf8)).base64URL
    }

    /// Whether a text says of itself that it is one; nothing of it is believed by that.
    package static func isClaimed(_ text: String) -> Bool {
        (try? CompactJWS(text, limit: longest))?.header["typ"]?.text == type
    }

    /// Checks header, key, signature and claims, in this order; the first that fails is the reason.
    package static func check(
        _ text: String,
        by ring: KeyRing,
        at now: Instant
    ) throws(Untrusted) -> (receipt: VerificationReceipt, key: KeyName) {
        let jws = try CompactJWS(text, limit: longest)
        switch jws.header["alg"]?.text {
        case "RS256": break
        case let algorithm? where algorithm.lowercased() == "none": throw .unsigned
        case let algorithm: throw .anotherAlgorithm(algorithm ?? "an algorithm it does not name")
        }
        for member in jws.header.members ?? [] where !["alg", "kid", "typ"].contains(member.name) {
            throw .extraHeader(member.name)
        }
        guard jws.header["typ"] == .string(type) else { throw .notAReceipt("its header is not of one.") }
        guard let id = jws.header["kid"]?.text else { throw .notAReceipt("its header names no key.") }
        let key = try ring.key(id, kind: .rsa, at: now)
        guard key.key.isValid(jws.signature, for: jws.signed) else { throw .wrongSignature }
        let receipt = try VerificationReceipt(jws.payload)
        guard receipt.issuer.utf8.elementsEqual(ring.address.did.utf8) else { throw .anotherIssuer(receipt.issuer) }
        guard receipt.givenAt <= now.adding(seconds: 60) else { throw .notAReceipt("it is dated in the future.") }
        try ring.check(key, signedAt: receipt.givenAt)
        return (receipt, key.name)
    }
}
