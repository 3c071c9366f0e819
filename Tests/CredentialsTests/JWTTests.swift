import Credentials
import Crypto
import Foundation
import Testing

@Suite("A certificate as a signed JWT")
struct JWTTests {
    let issuer: SampleIssuer
    let ring: KeyRing
    let token: String
    let now = SampleIssuer.now

    init() throws {
        issuer = try SampleIssuer.shared.get()
        ring = try issuer.ring()
        token = try CredentialJWT.sign(issuer.badge().json, with: issuer.rsa, of: issuer.address)
    }

    @Test("header and claims are exactly as promised, and the same certificate gives the same text")
    func form() throws {
        let parts = token.split(separator: ".").map(String.init)
        let header = try #require(Data(base64URL: parts[0]))
        #expect(
            String(decoding: header, as: UTF8.self)
                == #"{"alg":"RS256","kid":"did:web:registrar.example#rsa-1","typ":"JWT"}"#
        )
        let payload = try JSON.read(Array(#require(Data(base64URL: parts[1]))))
        #expect(payload["iss"] == "did:web:registrar.example")
        #expect(payload["jti"] == "https://registrar.example/verify/MES-7K3M9-QRT2W-R")
        #expect(payload["sub"] == "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33")
        #expect(payload["nbf"] == 1_793_610_000 && payload["exp"] == 1_856_682_000)
        #expect(payload.members?.count == 11 + 5)
        #expect(try CredentialJWT.sign(issuer.badge().json, with: issuer.rsa, of: issuer.address) == token)
    }

    @Test("checks, and gives back the certificate without its claims")
    func checks() throws {
        let checked = try CredentialJWT.check(token, by: ring, at: now)
        #expect(try checked.document.decode(OpenBadge.self) == issuer.badge())
        #expect(try checked.document.canonical() == issuer.badge().json.canonical())
        #expect(checked.key == issuer.rsa.name && checked.validFrom == now)
        #expect(checked.term(at: now.adding(seconds: -1)) == .notYet)
        #expect(checked.term(at: now) == .current)
        #expect(checked.term(at: now.adding(seconds: 63_071_999)) == .current)
        #expect(checked.term(at: now.adding(seconds: 63_072_000)) == .ended)
    }

    @Test("RFC 7515 §A.2: its key and signature are valid for us too")
    func rfcVector() throws {
        let key = try #require(
            PublicKey(
                jwk: [
                    "kty": "RSA", "e": "AQAB",
                    "n": """
                    ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddx\
                    HmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMs\
                    D1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSH\
                    SXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdV\
                    MTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8\
                    NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ
                    """.filter { !$0.isWhitespace }.json,
                ]
            )
        )
        let signed =
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let signature = """
            cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7\
            AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4\
            BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K\
            0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv\
            hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB\
            p0igcN_IoypGlUPQGe77Rw
            """.filter { !$0.isWhitespace }
        #expect(try key.isValid(#require(Data(base64URL: signature)), for: Data(signed.utf8)))
        #expect(try !key.isValid(#require(Data(base64URL: signature)), for: Data("x\(signed)".utf8)))
    }

    @Test("a changed name, or any changed character, is no longer signed")
    func changed() throws {
        var parts = token.split(separator: ".").map(String.init)
        let payload = try #require(Data(base64URL: parts[1]))
        let forged = String(decoding: payload, as: UTF8.self).replacing("Ada Lovelace", with: "Eve Lovelace")
        parts[1] = Data(forged.utf8).base64URL
        #expect(throws: Untrusted.wrongSignature) { try check(parts.joined(separator: ".")) }
        let octets = Array(token.utf8)
        for place in stride(from: 0, to: octets.count, by: 97) where octets[place] != UInt8(ascii: ".") {
            var other = octets
            other[place] = octets[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: Untrusted.self, "at \(place)") { try check(String(decoding: other, as: UTF8.self)) }
        }
    }

    @Test("cut off anywhere, it is damaged, not a fault")
    func cut() {
        for length in stride(from: 0, to: token.utf8.count, by: 53) {
            #expect(throws: Untrusted.self) { try check(String(token.prefix(length))) }
        }
        for text in ["", ".", "..", "...", "a.b.c", token + ".", "." + token, token + "=", token + "\n", "{}.{}.{}"] {
            #expect(throws: Untrusted.self) { try check(text) }
        }
    }

    @Test("megabytes are not looked at")
    func large() {
        #expect(throws: Untrusted.tooLarge(limit: 65_536)) { try check(String(repeating: "A", count: 5_000_000)) }
        #expect(throws: Untrusted.tooLarge(limit: 65_536)) { try check(token + String(repeating: "A", count: 65_536)) }
        let deep = Data(String(repeating: "[", count: 20_000).utf8).base64URL
        let error = #expect(throws: Untrusted.self) { try check("\(deep).\(deep).AA") }
        #expect(error?.code == "damaged" && (error?.description.utf8.count ?? 0) < 300)
    }

    private func check(_ text: String) throws -> CheckedCredential { try CredentialJWT.check(text, by: ring, at: now) }
}

extension String {
    var json: JSON { .string(self) }
}
