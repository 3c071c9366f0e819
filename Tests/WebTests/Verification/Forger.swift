import Credentials
import Crypto
import Foundation
import TestSupport

@testable import Domain

/// Somebody who has a genuine certificate and keys of every kind, and makes files of it that should fool nobody.
struct Forger: Sendable {
    enum Forgery: String, CaseIterable {
        case unsigned, symmetric, ownKeyBroughtAlong, changedName, ownKeyOfAnotherHost, unknownKey, ownKeyByOurName
        case otherClaims, notInTheRegister
    }

    let certificate: Certificate
    let files: CertificateFiles
    /// The key that signs now, and one that the forger made.
    let key: SigningKey
    let own: SigningKey
    let did = "did:web:registrar.example"

    init(_ certificate: Certificate, at here: TestDatabase) async throws {
        self.certificate = certificate
        guard let files = try await here.registrar.certificates.files(of: certificate.id, version: 1) else {
            throw Unexpected()
        }
        self.files = files
        key = try await here.registrar.certificates.signer().jwtKey
        guard let name = KeyName(rawValue: "own") else { throw Unexpected() }
        own = try SigningKey(generating: .rsa, name: name)
    }

    private var kid: String { "\(did)#\(key.name)" }
    private func header(_ kid: String) -> JSON { ["alg": "RS256", "kid": .string(kid), "typ": "JWT"] }

    func payload() throws -> JSON {
        guard let octets = Data(base64URL: String(files.jwt.split(separator: ".")[1])) else { throw Unexpected() }
        return try JSON.read(Array(octets))
    }

    /// Any header over any payload, truly signed by a key.
    func sign(_ header: JSON, _ payload: JSON, with key: SigningKey) throws -> String {
        let signed = try Data(header.canonical()).base64URL + "." + Data(payload.canonical()).base64URL
        return try signed + "." + key.signature(for: Data(signed.utf8)).base64URL
    }

    func make(_ forgery: Forgery) throws -> String {
        let payload = try payload()
        switch forgery {
        case .unsigned: return try sign(["alg": "none", "kid": .string(kid), "typ": "JWT"], payload, with: own)
        case .symmetric:
            let header: JSON = ["alg": "HS256", "kid": .string(kid), "typ": "JWT"]
            let signed = try Data(header.canonical()).base64URL + "." + Data(payload.canonical()).base64URL
            let secret = SymmetricKey(data: Data(try key.publicKey.jwk(id: kid).canonical()))
            let code = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: secret)
            return signed + "." + Data(code).base64URL
        case .ownKeyBroughtAlong:
            return try sign(header(kid).with("jwk", own.publicKey.jwk(id: kid)), payload, with: own)
        case .changedName:
            let parts = files.jwt.split(separator: ".")
            let text = String(decoding: try payload.canonical(), as: UTF8.self)
            let changed = text.replacing(certificate.name ?? "", with: "Eve Forger")
            return "\(parts[0]).\(Data(changed.utf8).base64URL).\(parts[2])"
        case .ownKeyOfAnotherHost: return try sign(header("did:web:evil.example#own"), payload, with: own)
        case .unknownKey: return try sign(header("\(did)#own"), payload, with: own)
        case .ownKeyByOurName: return try sign(header(kid), payload, with: own)
        case .otherClaims: return try sign(header(kid), payload.without("exp").with("exp", 9_999_999_999), with: key)
        case .notInTheRegister:
            return try sign(header(kid), payload.without("name").with("name", "Something else"), with: key)
        }
    }

    /// A certificate that says it is somebody else's, signed as they would.
    func anotherIssuer(named name: String = "Other Institute") throws -> String {
        let issuer: JSON = ["id": "did:web:other.example", "name": .string(name), "type": ["Profile"]]
        let payload = try payload().without("issuer").with("issuer", issuer).without("iss")
            .with("iss", "did:web:other.example")
        return try sign(["alg": "EdDSA", "kid": "did:web:other.example#1", "typ": "JWT"], payload, with: own)
    }
}

extension Forger.Forgery {
    /// How it is told, and the step at which.
    var told: (code: String, check: String) {
        switch self {
        case .unsigned: ("unsigned", "header")
        case .symmetric: ("another_algorithm", "header")
        case .ownKeyBroughtAlong: ("extra_header", "header")
        case .changedName, .ownKeyByOurName: ("wrong_signature", "signature")
        case .ownKeyOfAnotherHost: ("another_issuers_key", "key")
        case .unknownKey: ("unknown_key", "key")
        case .otherClaims: ("claims_disagree", "claims")
        case .notInTheRegister: ("not_in_register", "register")
        }
    }
}
