import Credentials
import Foundation
import Testing

@Suite("Keys and what the issuer shows of them")
struct KeyTests {
    let issuer: SampleIssuer
    let now = SampleIssuer.now

    init() throws {
        issuer = try SampleIssuer.shared.get()
    }

    @Test("a private key survives its PEM file", arguments: PublicKey.Kind.allCases)
    func pem(kind: PublicKey.Kind) throws {
        let key = kind == .rsa ? issuer.rsa : issuer.ed25519
        #expect(key.pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let read = try SigningKey(pem: key.pem, name: key.name)
        #expect(read.kind == kind)
        #expect(try read.publicKey == key.publicKey)
        let message = Data("Certificates anyone can check".utf8)
        #expect(try key.publicKey.isValid(read.signature(for: message), for: message))
        #expect(try !key.publicKey.isValid(read.signature(for: message), for: message.dropLast()))
    }

    @Test("RFC 8410 §10.3: the example's Ed25519 key")
    func rfc8410() throws {
        let pem =
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n"
        let key = try SigningKey(pem: pem, name: issuer.ed25519.name)
        // The public key that §10.2 gives for it.
        let expected = try #require(Data(base64Encoded: "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="))
        #expect(try key.publicKey == .ed25519(expected))
        #expect(key.pem == pem)
    }

    @Test(
        "what is no private key is refused by name",
        arguments: [
            "", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
        ]
    )
    func noKey(pem: String) {
        let error = #expect(throws: SigningKey.Unusable.self) { try SigningKey(pem: pem, name: issuer.rsa.name) }
        #expect(error?.description.contains("rsa-1") == true)
    }

    @Test("a JWK is read back, and a weak or broken one is not")
    func jwk() throws {
        for key in [try issuer.rsa.publicKey, try issuer.ed25519.publicKey] {
            #expect(PublicKey(jwk: key.jwk(id: "x")) == key)
        }
        for jwk in [
            [], ["kty": "oct", "k": "AAAA"], ["kty": "RSA", "n": "AQAB", "e": "AQAB"], ["kty": "RSA", "e": "AQAB"],
            ["kty": "OKP", "crv": "Ed25519", "x": "AAAA"], ["kty": "OKP", "crv": "X25519", "x": "AAAA"],
            ["kty": "RSA", "n": .string(String(repeating: "A", count: 100_000)), "e": "AQAB"],
        ] as [JSON] {
            #expect(PublicKey(jwk: jwk) == nil)
        }
        for text in ["", "z", "z6Mk", "u7QEAAA", String(repeating: "z", count: 10_000)] {
            #expect(PublicKey(multikey: text) == nil)
        }
    }

    @Test("did.json names every key, and vouches for all but the compromised and the ended")
    func didDocument() throws {
        let since = now.adding(seconds: -10)
        let ring = try issuer.ring(
            rsa: .retired(since: since, until: now.adding(seconds: 10)),
            ed25519: .compromised(since: since)
        )
        let document = ring.didDocument(at: now)
        #expect(document["id"] == "did:web:registrar.example")
        #expect(document["assertionMethod"] == ["did:web:registrar.example#rsa-1", "did:web:registrar.example#rsa-2"])
        let methods = try #require(document["verificationMethod"]?.elements)
        #expect(methods.map { $0["type"] } == ["JsonWebKey", "JsonWebKey", "Multikey"])
        #expect(methods.allSatisfy { $0["controller"] == "did:web:registrar.example" })
        #expect(methods.map { $0["revoked"] } == [nil, nil, .string(since.description)])
        #expect(methods[0]["publicKeyJwk"] == (try issuer.rsa.publicKey.jwk(id: "did:web:registrar.example#rsa-1")))
        // Without the key itself nobody's software takes it, not one either that looks at nothing else.
        #expect(methods[2]["publicKeyMultibase"] == nil)
        let believed = try issuer.ring().didDocument(at: now)["verificationMethod"]?.elements?.last
        #expect(try believed?["publicKeyMultibase"]?.text == issuer.ed25519.publicKey.multikey)
        // When its last certificate has ended, the retired key is no longer vouched for.
        let later = ring.didDocument(at: now.adding(seconds: 10))
        #expect(later["assertionMethod"] == ["did:web:registrar.example#rsa-2"])
        #expect(later["verificationMethod"]?.elements?.count == 3)
    }

    @Test("the key that signs certificates now is the first of did.json, whatever the order of the ring")
    func first() throws {
        let ring = try issuer.ring()
        let turned = KeyRing(address: issuer.address, keys: ring.keys.reversed())
        let methods = try #require(turned.didDocument(at: now)["verificationMethod"]?.elements)
        #expect(methods.map { $0["id"] }.first == .string(turned.id(of: issuer.rsa.name)))
        #expect(methods.count == 3)
    }

    @Test("jwks.json holds the keys that sign JWTs, /keys/NAME one bare key, neither a compromised one")
    func jwks() throws {
        let ring = try issuer.ring(rsa: .compromised(since: now))
        #expect(ring.jwks(at: now)["keys"]?.elements?.map { $0["kid"] } == ["did:web:registrar.example#rsa-2"])
        #expect(ring.jwk(named: issuer.rsa.name) == nil)
        #expect(ring.jwk(named: issuer.ed25519.name)?["crv"] == "Ed25519")
        #expect(ring.jwk(named: issuer.otherRSA.name)?["alg"] == "RS256")
        #expect(KeyName(rawValue: "other").flatMap { ring.jwk(named: $0) } == nil)
    }
}
