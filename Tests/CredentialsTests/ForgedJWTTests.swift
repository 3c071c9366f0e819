import Credentials
import Crypto
import Foundation
import Testing

@Suite("A forged JWT is told by its forgery")
struct ForgedJWTTests {
    let issuer: SampleIssuer
    let ring: KeyRing
    let now = SampleIssuer.now
    let kid = "did:web:registrar.example#rsa-1"

    init() throws {
        issuer = try SampleIssuer.shared.get()
        ring = try issuer.ring()
    }

    /// Any header over any payload, truly signed by a key.
    private func forge(_ header: JSON, _ payload: JSON? = nil, with key: SigningKey? = nil) throws -> String {
        let payload = try payload ?? honestPayload()
        let signed = try Data(header.canonical()).base64URL + "." + Data(payload.canonical()).base64URL
        return try signed + "." + (key ?? issuer.rsa).signature(for: Data(signed.utf8)).base64URL
    }

    private func honestPayload() throws -> JSON {
        let token = try CredentialJWT.sign(issuer.badge().json, with: issuer.rsa, of: issuer.address)
        return try JSON.read(Array(#require(Data(base64URL: String(token.split(separator: ".")[1])))))
    }

    private func honestHeader() -> JSON { ["alg": "RS256", "kid": .string(kid), "typ": "JWT"] }

    private func reason(_ token: String, ring: KeyRing? = nil, at instant: Instant? = nil) -> Untrusted? {
        do {
            _ = try CredentialJWT.check(token, by: ring ?? self.ring, at: instant ?? now)
            return nil
        } catch { return error }
    }

    @Test("alg none, in any case, with or without a signature", arguments: ["none", "None", "NONE", "nOnE"])
    func unsigned(algorithm: String) throws {
        let token = try forge(["alg": .string(algorithm), "kid": .string(kid), "typ": "JWT"])
        #expect(reason(token) == .unsigned)
        #expect(reason(token.split(separator: ".").dropLast().joined(separator: ".") + ".") == .unsigned)
    }

    @Test("HS256 with the public key as its secret")
    func symmetric() throws {
        let header: JSON = ["alg": "HS256", "kid": .string(kid), "typ": "JWT"]
        let signed = try Data(header.canonical()).base64URL + "." + Data(honestPayload().canonical()).base64URL
        let secret = SymmetricKey(data: Data(try issuer.rsa.publicKey.jwk(id: kid).canonical()))
        let code = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: secret)
        #expect(reason(signed + "." + Data(code).base64URL) == .anotherAlgorithm("HS256"))
    }

    @Test("any other algorithm", arguments: ["RS384", "PS256", "ES256", "EdDSA", "rs256", "RS256 ", ""])
    func algorithms(algorithm: String) throws {
        let token = try forge(["alg": .string(algorithm), "kid": .string(kid), "typ": "JWT"])
        #expect(reason(token) == .anotherAlgorithm(algorithm))
    }

    @Test(
        "a key, an address of one, or a criticality brought along",
        arguments: ["jwk", "jku", "x5u", "x5c", "crit", "b64", "cty", "x"]
    )
    func extras(name: String) throws {
        let value: JSON = name == "jwk" ? try issuer.otherRSA.publicKey.jwk(id: kid) : ["https://evil.example/keys"]
        #expect(reason(try forge(honestHeader().with(name, value), with: issuer.otherRSA)) == .extraHeader(name))
        #expect(reason(try forge(honestHeader().with(name, value))) == .extraHeader(name))
    }

    @Test("a key of another issuer, an unknown one, one of another kind, one that has signed nothing yet")
    func keys() throws {
        func reason(_ kid: String, with key: SigningKey) throws -> Untrusted? {
            self.reason(try forge(["alg": "RS256", "kid": .string(kid), "typ": "JWT"], with: key))
        }
        for kid in [
            "did:web:evil.example#rsa-1", "rsa-1", "https://evil.example/keys/1", "did:web:registrar.example", "",
            "#rsa-1",
        ] {
            #expect(try reason(kid, with: issuer.otherRSA) == .anotherIssuersKey(kid))
        }
        for kid in [
            "did:web:registrar.example#rsa-9", "did:web:registrar.example#", "did:web:registrar.example#rsa-1#x",
        ] {
            #expect(try reason(kid, with: issuer.rsa) == .unknownKey(kid))
        }
        let ed = "did:web:registrar.example#ed-1"
        #expect(try reason(ed, with: issuer.rsa) == .wrongKindOfKey(ed))
        let standby = "did:web:registrar.example#rsa-2"
        #expect(try reason(standby, with: issuer.otherRSA) == .unusedKey(standby))
        #expect(try reason(kid, with: issuer.otherRSA) == .wrongSignature)
    }

    @Test("a compromised key, an expired one, and a certificate dated after its key retired")
    func states() throws {
        let token = try forge(honestHeader())
        let (early, late) = (now.adding(seconds: -60), now.adding(seconds: 60))
        #expect(
            reason(token, ring: try issuer.ring(rsa: .compromised(since: late))) == .compromisedKey(kid, since: late)
        )
        let retired = PublishedKey.State.retired(since: now, until: late)
        #expect(reason(token, ring: try issuer.ring(rsa: retired)) == nil)
        #expect(reason(token, ring: try issuer.ring(rsa: retired), at: late) == .expiredKey(kid, since: late))
        let before = PublishedKey.State.retired(since: early, until: nil)
        #expect(reason(token, ring: try issuer.ring(rsa: before)) == .retiredKey(kid, since: early))
    }

    @Test("another issuer, though signed by our key")
    func issuers() throws {
        let evil = try honestPayload().without("issuer").with("issuer", "did:web:evil.example").without("iss")
            .with("iss", "did:web:evil.example")
        #expect(reason(try forge(honestHeader(), evil)) == .anotherIssuer("did:web:evil.example"))
    }

    @Test("claims that say something else than the certificate", arguments: ["iss", "jti", "sub", "nbf", "exp"])
    func claims(name: String) throws {
        let payload = try honestPayload().without(name)
        #expect(reason(try forge(honestHeader(), payload)) == .claimsDisagree(name))
        for value in ["x", 0, 1, nil, [], .number("1793610000.5")] as [JSON] where value != .number("1793610000.5") {
            #expect(reason(try forge(honestHeader(), payload.with(name, value))) == .claimsDisagree(name))
        }
    }

    @Test("an end that only one of the two knows")
    func ends() throws {
        let endless = try honestPayload().without("validUntil")
        #expect(reason(try forge(honestHeader(), endless)) == .claimsDisagree("exp"))
    }

    @Test("something signed that is no certificate")
    func others() throws {
        for payload in [[], "x", [:], ["iss": "did:web:registrar.example"], try honestPayload().without("type")]
            as [JSON]
        {
            #expect(reason(try forge(honestHeader(), payload))?.code == "not_a_credential")
        }
        #expect(reason(try forge(honestHeader().without("typ")))?.code == "not_a_credential")
        #expect(reason(try forge(honestHeader().without("kid")))?.code == "not_a_credential")
        #expect(reason(try forge([]))?.code == "not_a_credential")
    }

    @Test("a member named twice, so that two readers would see two names")
    func twice() throws {
        let honest = try honestPayload().canonical()
        let payload = String(decoding: honest.dropLast(), as: UTF8.self) + #","name":"Something else"}"#
        let signed = try Data(honestHeader().canonical()).base64URL + "." + Data(payload.utf8).base64URL
        let token = try signed + "." + issuer.rsa.signature(for: Data(signed.utf8)).base64URL
        #expect(reason(token)?.code == "damaged")
    }

    @Test("we ourselves sign nothing for another issuer, with a key of another kind, or with a fraction")
    func refusals() throws {
        let badge = try issuer.badge().json
        #expect(throws: Untrusted.wrongKindOfKey("ed-1")) {
            try CredentialJWT.sign(badge, with: issuer.ed25519, of: issuer.address)
        }
        let other = try #require(PublicAddress("https://other.example"))
        #expect(throws: Untrusted.anotherIssuer("did:web:registrar.example")) {
            try CredentialJWT.sign(badge, with: issuer.rsa, of: other)
        }
        #expect(throws: JSON.NotCanonical.fraction("0.5")) {
            try CredentialJWT.sign(badge.with("x", .number("0.5")), with: issuer.rsa, of: issuer.address)
        }
    }
}
