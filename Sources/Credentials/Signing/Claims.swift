/// What a credential says of itself in the words of JWT (VC-JOSE-COSE 1.0 §3.1.3, RFC 7519 §4.1): the same facts twice, so
/// they must agree.
struct Claims: Equatable {
    static let names = ["iss", "jti", "sub", "nbf", "exp"]

    let issuer: String
    let id: String
    let subject: String
    let validFrom: Instant
    let validUntil: Instant?

    /// Reads them from the members of a credential.
    init(of document: JSON) throws(Untrusted) {
        func text(_ value: JSON?, _ name: String) throws(Untrusted) -> String {
            guard let text = value?.text, !text.isEmpty else { throw .notACredential("it has no \(name).") }
            return text
        }
        func instant(_ name: String) throws(Untrusted) -> Instant? {
            guard let value = document[name] else { return nil }
            guard let instant = value.text.flatMap({ Instant($0) }) else {
                throw .notACredential("its \(name) is not a moment like 2026-11-02T09:00:00Z.")
            }
            return instant
        }
        guard document["type"]?.elements?.contains("VerifiableCredential") == true else {
            throw .notACredential("its type is another.")
        }
        let issuer = document["issuer"]
        self.issuer = try text(issuer?.text == nil ? issuer?["id"] : issuer, "issuer")
        id = try text(document["id"], "id")
        subject = try text(document["credentialSubject"]?["id"], "subject")
        guard let validFrom = try instant("validFrom") else { throw .notACredential("it has no validFrom.") }
        self.validFrom = validFrom
        validUntil = try instant("validUntil")
    }

    /// The claims as members of a JWT's payload; dates are whole seconds.
    var members: [JSON.Member] {
        let all: [(String, JSON?)] = [
            ("iss", .string(issuer)), ("jti", .string(id)), ("sub", .string(subject)),
            ("nbf", .integer(validFrom.seconds)), ("exp", validUntil.map { .integer($0.seconds) }),
        ]
        return all.compactMap { name, value in value.map { JSON.Member(name: name, value: $0) } }
    }

    /// Refuses a payload whose claims say something else than its members.
    func agree(with payload: JSON) throws(Untrusted) {
        let expected = JSON.object(members)
        for name in Self.names where payload[name] != expected[name] { throw .claimsDisagree(name) }
    }
}
