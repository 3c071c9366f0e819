import Foundation

/// A credential signed as a VC-JWT (Open Badges 3.0 §8.2; VC-JOSE-COSE 1.0), RS256: the only algorithm that Open Badges asks
/// of everyone.
///
/// The header is exactly `{"alg":"RS256","kid":"did:web:HOST#KEY","typ":"JWT"}`. The payload is the credential's members, with
/// `iss`, `jti`, `sub`, `nbf` and `exp` beside them, in canonical JSON.
package enum CredentialJWT {
    /// A certificate takes about 5 kB.
    package static let longest = 65_536
    /// A status list whose bits do not compress at all.
    package static let longestList = 4_194_304

    /// Signs a credential; the same key and credential give the same text.
    ///
    /// - Throws: ``Untrusted/notACredential(_:)``, or ``JSON/NotCanonical`` for what a signed text may not hold.
    package static func sign(_ document: JSON, with key: SigningKey, of address: PublicAddress) throws -> String {
        let claims = try Claims(of: document)
        guard claims.issuer == address.did else { throw Untrusted.anotherIssuer(claims.issuer) }
        guard key.kind == .rsa else { throw Untrusted.wrongKindOfKey(key.name.rawValue) }
        let header: JSON = ["alg": "RS256", "kid": .string("\(address.did)#\(key.name)"), "typ": "JWT"]
        let payload = JSON.object((document.members ?? []) + claims.members)
        let signed = try Data(header.canonical()).base64URL + "." + Data(payload.canonical()).base64URL
        return try signed + "." + key.signature(for: Data(signed.utf8)).base64URL
    }

    /// Checks header, key, signature and claims, in this order; the first that fails is the reason.
    ///
    /// - Parameters:
    ///   - ring: The issuer's keys: nothing that the token brings along is trusted, and it may bring nothing along.
    ///   - now: When it is checked.
    package static func check(
        _ text: String,
        by ring: KeyRing,
        at now: Instant,
        limit: Int = longest
    ) throws(Untrusted) -> CheckedCredential {
        let jws = try CompactJWS(text, limit: limit)
        let key = try ring.key(keyID(in: jws.header), kind: .rsa, at: now)
        guard key.key.isValid(jws.signature, for: jws.signed) else { throw .wrongSignature }
        let claims = try Claims(of: jws.payload)
        guard claims.issuer.utf8.elementsEqual(ring.address.did.utf8) else { throw .anotherIssuer(claims.issuer) }
        try claims.agree(with: jws.payload)
        try ring.check(key, signedAt: claims.validFrom)
        let document = Claims.names.reduce(jws.payload) { $0.without($1) }
        return CheckedCredential(document, claims: claims, key: key.name)
    }

    /// The key's id in a header that holds what the issuer writes, and nothing else.
    private static func keyID(in header: JSON) throws(Untrusted) -> String {
        guard let members = header.members else { throw .notACredential("its header is no object.") }
        switch header["alg"]?.text {
        case "RS256": break
        case let algorithm? where algorithm.lowercased() == "none": throw .unsigned
        case let algorithm: throw .anotherAlgorithm(algorithm ?? "an algorithm it does not name")
        }
        for member in members where !["alg", "kid", "typ"].contains(member.name) { throw .extraHeader(member.name) }
        guard header["typ"] == "JWT" else { throw .notACredential("its header is not of a JWT.") }
        guard let id = header["kid"]?.text else { throw .notACredential("its header names no key.") }
        return id
    }
}
