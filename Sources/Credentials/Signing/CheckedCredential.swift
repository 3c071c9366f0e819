/// A credential whose signature, key and claims hold. Its dates and its status are still to be looked at: an expired or
/// revoked certificate is a true one.
package struct CheckedCredential: Equatable, Sendable {
    package enum Term: String, Sendable {
        case notYet, current, ended
    }

    /// The credential's members, without claims and without proof.
    package let document: JSON
    package let id: String
    package let key: KeyName
    package let validFrom: Instant
    package let validUntil: Instant?

    init(_ document: JSON, claims: Claims, key: KeyName) {
        self.document = document
        self.key = key
        id = claims.id
        validFrom = claims.validFrom
        validUntil = claims.validUntil
    }

    /// A term holds from its first instant until just before its last.
    package func term(at now: Instant) -> Term {
        if now < validFrom { return .notYet }
        if let validUntil, validUntil <= now { return .ended }
        return .current
    }
}
