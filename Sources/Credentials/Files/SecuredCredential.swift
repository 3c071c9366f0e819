/// A credential with what secures it, as taken out of a file; not yet believed.
package enum SecuredCredential: Equatable, Sendable {
    /// A compact JWS.
    case jwt(String)
    /// JSON with a Data Integrity proof inside.
    case proof(JSON)

    /// Takes the credential out of a file that is no PDF.
    ///
    /// - Throws: ``Untrusted``, ``JSON/Malformed`` or ``Unbakeable``, each in words for whoever has the file.
    package init(_ octets: [UInt8], as form: FileForm) throws {
        switch form {
        case .jwt, .pdf: self = .jwt(String(decoding: octets.withoutBlanksAround, as: UTF8.self))
        case .png: self = .jwt(try BakedPNG.extract(from: octets))
        case .svg: self = .jwt(try BakedSVG.extract(from: octets))
        case .json:
            let text = octets.withoutBlanksAround
            guard text.count <= IntegrityProof.longest else { throw Untrusted.tooLarge(limit: IntegrityProof.longest) }
            self = .proof(try JSON.read(Array(text)))
        }
    }

    /// Checks it by the issuer's own keys; the first check that fails is the reason.
    package func check(by ring: KeyRing, at now: Instant) throws(Untrusted) -> CheckedCredential {
        switch self {
        case .jwt(let text): try CredentialJWT.check(text, by: ring, at: now)
        case .proof(let document): try IntegrityProof.check(document, by: ring, at: now)
        }
    }

    /// What it says of itself, whether it is true or not; nil where it is too broken to say anything.
    package var claimed: Claimed? {
        switch self {
        case .jwt(let text): (try? CompactJWS(text, limit: CredentialJWT.longest)).map { Claimed($0.payload) }
        case .proof(let document): Claimed(document)
        }
    }

    /// Hearsay: good for saying whom to ask, and for nothing else.
    package struct Claimed: Equatable, Sendable {
        /// The issuer's id.
        package let issuer: String?
        package let issuerName: String?
        /// The ID that it names, if it names one of ours in form.
        package let id: CertificateID?

        init(_ document: JSON) {
            let said = document["issuer"]
            issuer = said?.text ?? said?["id"]?.text ?? document["iss"]?.text
            issuerName = said?["name"]?.text
            if case .id(let id)? = document["id"]?.text.map(CertificateID.read) { self.id = id } else { id = nil }
        }
    }
}
