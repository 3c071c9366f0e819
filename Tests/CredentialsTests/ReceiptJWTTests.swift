import Foundation
import Testing

@testable import Credentials

@Suite("A receipt's signature")
struct ReceiptJWTTests {
    private let now = SampleIssuer.now
    private var issuer: SampleIssuer { get throws { try SampleIssuer.shared.get() } }

    private func receipt(_ change: (inout VerificationReceipt) -> Void = { _ in }) throws -> VerificationReceipt {
        var receipt = VerificationReceipt(
            id: "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
            issuer: try issuer.address.did,
            givenAt: now,
            asked: "MES-7K3M9-QRT2W-R",
            reference: "St Mary’s <Clinic>",
            issuerName: "Medical Exercise Training Institute",
            credential: "Medical Exercise Specialist",
            grants: "certification",
            holder: "Nguyễn Thị Ánh",
            status: "active",
            statusSince: now,
            reason: nil,
            holds: true,
            firstIssued: now,
            validFrom: now,
            validUntil: nil,
            version: 1,
            page: "https://registrar.example/verify/MES-7K3M9-QRT2W-R",
            checks: [.init(name: "signature", holds: true, words: "It holds.")]
        )
        change(&receipt)
        return receipt
    }

    private func signed(_ claims: JSON, type: String = ReceiptJWT.type, more: JSON? = nil) throws -> String {
        var header: JSON = ["alg": "RS256", "kid": .string("\(try issuer.address.did)#rsa-1"), "typ": .string(type)]
        if let more { header = header.with("jwk", more) }
        let text = try Data(header.canonical()).base64URL + "." + Data(claims.canonical()).base64URL
        return try text + "." + issuer.rsa.signature(for: Data(text.utf8)).base64URL
    }

    private func reason(_ text: String, ring: KeyRing? = nil, at instant: Instant? = nil) throws -> Untrusted? {
        let ring = try ring ?? issuer.ring()
        do throws(Untrusted) {
            _ = try ReceiptJWT.check(text, by: ring, at: instant ?? now)
            return nil
        } catch { return error }
    }

    @Test("what was signed comes back, with and without what may be missing")
    func roundTrip() throws {
        for receipt in [
            try receipt(), try receipt { ($0.reference, $0.holder, $0.reason) = (nil, nil, "conduct") },
            try receipt { ($0.validUntil, $0.holds, $0.status) = (now.adding(seconds: 60), false, "expired") },
        ] {
            let jwt = try ReceiptJWT.sign(receipt, with: issuer.rsa, of: issuer.address)
            let checked = try ReceiptJWT.check(jwt, by: issuer.ring(), at: now)
            #expect(checked.receipt == receipt)
            #expect(try checked.key == issuer.rsa.name)
            #expect(ReceiptJWT.isClaimed(jwt))
        }
    }

    @Test("a receipt is no certificate and a certificate is no receipt, whatever signed them")
    func types() throws {
        let jwt = try ReceiptJWT.sign(receipt(), with: issuer.rsa, of: issuer.address)
        #expect(throws: Untrusted.notACredential("its header is not of a JWT.")) {
            try CredentialJWT.check(jwt, by: issuer.ring(), at: now)
        }
        let certificate = try CredentialJWT.sign(issuer.badge().json, with: issuer.rsa, of: issuer.address)
        #expect(try reason(certificate) == .notAReceipt("its header is not of one."))
        #expect(!ReceiptJWT.isClaimed(certificate))
        // Under the other's type each is still not what it claims to be.
        #expect(try reason(signed(issuer.badge().json)) != nil)
        #expect(throws: Untrusted.self) {
            try CredentialJWT.check(signed(receipt().claims, type: "JWT"), by: issuer.ring(), at: now)
        }
    }

    @Test("changed, foreign, unsigned or with something more it is refused, each by its own reason")
    func forged() throws {
        let issuer = try issuer
        let jwt = try ReceiptJWT.sign(receipt(), with: issuer.rsa, of: issuer.address)
        let parts = jwt.split(separator: ".")
        let other = try Data(receipt { $0.status = "revoked" }.claims.canonical()).base64URL
        #expect(try reason("\(parts[0]).\(other).\(parts[2])") == .wrongSignature)
        #expect(try reason(signed(receipt().claims.with("sub", "x"))) != nil)
        #expect(try reason(signed(receipt().claims.without("checks"))) != nil)
        #expect(try reason(signed(receipt().claims, more: "x")) == .extraHeader("jwk"))
        #expect(
            try reason(signed(receipt { $0.issuer = "did:web:evil.example" }.claims))
                == .anotherIssuer("did:web:evil.example")
        )
        #expect(try reason(jwt, at: now.adding(seconds: -61)) == .notAReceipt("it is dated in the future."))
        let gone = try issuer.ring(rsa: .compromised(since: now))
        #expect(try reason(jwt, ring: gone) == .compromisedKey("\(issuer.address.did)#rsa-1", since: now))
        let unsigned = Data(#"{"alg":"none","kid":"x","typ":"verification-receipt+jwt"}"#.utf8).base64URL
        #expect(try reason("\(unsigned).\(parts[1]).") == .unsigned)
    }

    @Test("JSON beside the signed text says the same, or is refused")
    func readable() throws {
        let issuer = try issuer
        let receipt = try receipt()
        let jwt = try ReceiptJWT.sign(receipt, with: issuer.rsa, of: issuer.address)
        let file: JSON = ["receipt": receipt.claims, "jwt": .string(jwt)]
        let held = try #require(HeldReceipt(try file.canonical(), form: .json))
        #expect(try held.check(by: issuer.ring(), at: now).receipt == receipt)
        #expect(held.claimedID?.rawValue == SampleIssuer.id)
        let changed = file.without("receipt").with("receipt", receipt.claims.without("for"))
        let altered = try #require(HeldReceipt(try changed.canonical(), form: .json))
        #expect(throws: Untrusted.self) { try altered.check(by: issuer.ring(), at: now) }
        #expect(HeldReceipt(Array("{}".utf8), form: .json) == nil)
        #expect(HeldReceipt(Array(" \(jwt)\n".utf8), form: .jwt)?.jwt == jwt)
    }
}
