import Crypto
import Foundation
import Testing

@testable import Credentials

@Suite("A certificate with a Data Integrity proof (eddsa-jcs-2022)")
struct IntegrityProofTests {
    let issuer: SampleIssuer
    let now = SampleIssuer.now
    let method = "did:web:registrar.example#ed-1"

    init() throws {
        issuer = try SampleIssuer.shared.get()
    }

    /// Data Integrity EdDSA Cryptosuites 1.0, appendix B.3: document, options, keys, hash and signature.
    @Test("the vectors of the W3C's specification")
    func vectors() throws {
        let document: JSON = [
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
            "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
            "type": ["VerifiableCredential", "AlumniCredential"],
            "name": "Alumni Credential",
            "description": "A minimum viable example of an Alumni Credential.",
            "issuer": "https://vc.example/issuers/5678",
            "validFrom": "2023-01-01T00:00:00Z",
            "credentialSubject": ["id": "did:example:abcdefgh", "alumniOf": "The School of Examples"],
        ]
        let options: JSON = [
            "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "created": "2023-02-24T23:36:38Z",
            "verificationMethod": "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
            "proofPurpose": "assertionMethod",
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        ]
        let message = try IntegrityProof.message(document: document, options: options)
        #expect(hexadecimal(message.suffix(32)) == "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19")

        let secret = try #require(Multibase.base58.decode("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"))
        #expect(secret.starts(with: [0x80, 0x26]))
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: secret.dropFirst(2))
        let publicKey = try #require(PublicKey(multikey: "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"))
        #expect(publicKey == .ed25519(key.publicKey.rawRepresentation))
        #expect(publicKey.multikey == "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")

        let value = "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4"
        #expect(try Multibase.base58.encode(key.signature(for: message)) == value)
        #expect(try publicKey.isValid(Data(#require(Multibase.base58.decode(value))), for: message))
    }

    @Test("signed, it holds one proof with all its options, and checks")
    func roundTrip() throws {
        let signed = try sign()
        let options: JSON = [
            "@context": [
                "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "created": "2026-11-02T09:00:00Z",
            "verificationMethod": .string(method), "proofPurpose": "assertionMethod",
        ]
        #expect(signed["proof"]?.without("proofValue") == options)
        let checked = try IntegrityProof.check(signed, by: issuer.ring(), at: now)
        #expect(try checked.document.decode(OpenBadge.self) == issuer.badge())
        // As a file, in another order and with blanks, it is the same document.
        let shuffled = JSON.object(signed.members?.reversed() ?? [])
        #expect(try IntegrityProof.check(shuffled, by: issuer.ring(), at: now).key == issuer.ed25519.name)
    }

    @Test("anything changed in the document or in the proof is no longer signed")
    func changed() throws {
        let signed = try sign()
        let proof = try #require(signed["proof"])
        func with(_ name: String, _ value: JSON) -> JSON { replace(proof, name, value, in: signed) }
        let other = try Multibase.base58.encode(issuer.ed25519.signature(for: Data("x".utf8)))
        #expect(reason(signed.without("name").with("name", "Something else")) == .wrongSignature)
        #expect(reason(signed.with("added", "x")) == .wrongSignature)
        #expect(reason(with("created", "2026-11-02T09:00:01Z")) == .wrongSignature)
        #expect(reason(with("proofValue", .string(other))) == .wrongSignature)
        #expect(reason(signed.with("score", .number("0.5")))?.code == "not_a_credential")
    }

    @Test("each forgery of the proof has its own reason")
    func forged() throws {
        let signed = try sign()
        let proof = try #require(signed["proof"])
        func with(_ name: String, _ value: JSON) -> JSON { replace(proof, name, value, in: signed) }
        #expect(reason(signed.without("proof")) == .unsigned)
        #expect(reason(signed.without("proof").with("proof", [proof, proof]))?.code == "wrong_proof")
        #expect(reason(with("cryptosuite", "eddsa-rdfc-2022")) == .anotherAlgorithm("eddsa-rdfc-2022"))
        #expect(reason(with("type", "Ed25519Signature2020"))?.code == "wrong_proof")
        #expect(reason(with("proofPurpose", "authentication"))?.code == "wrong_proof")
        #expect(reason(with("@context", ["https://www.w3.org/ns/credentials/v2"]))?.code == "wrong_proof")
        #expect(reason(with("proofValue", "z"))?.code == "wrong_proof")
        #expect(reason(with("proofValue", .string(String(repeating: "z", count: 1_000_000))))?.code == "wrong_proof")
        #expect(reason(with("publicKeyMultibase", "z6Mk")) == .extraHeader("publicKeyMultibase"))
        #expect(
            reason(with("verificationMethod", "did:web:evil.example#ed-1"))
                == .anotherIssuersKey("did:web:evil.example#ed-1")
        )
        let rsa = "did:web:registrar.example#rsa-1"
        #expect(reason(with("verificationMethod", .string(rsa))) == .wrongKindOfKey(rsa))
        let gone = try issuer.ring(ed25519: .compromised(since: now))
        #expect(reason(signed, ring: gone) == .compromisedKey(method, since: now))
        #expect(throws: Untrusted.self) {
            try IntegrityProof.sign(signed, with: issuer.ed25519, of: issuer.address, at: now)
        }
    }

    private func replace(_ proof: JSON, _ name: String, _ value: JSON, in signed: JSON) -> JSON {
        signed.without("proof").with("proof", proof.without(name).with(name, value))
    }

    private func sign() throws -> JSON {
        try IntegrityProof.sign(issuer.badge().json, with: issuer.ed25519, of: issuer.address, at: now)
    }

    private func reason(_ document: JSON, ring: KeyRing? = nil) -> Untrusted? {
        do {
            let ring = try ring ?? issuer.ring()
            _ = try IntegrityProof.check(document, by: ring, at: now)
            return nil
        } catch { return error as? Untrusted }
    }

    private func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
