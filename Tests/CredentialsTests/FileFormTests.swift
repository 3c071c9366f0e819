import Credentials
import Foundation
import Testing

@Suite("What a file is")
struct FileFormTests {
    @Test(
        "is told by its octets, with blanks and a byte order mark around a text passed over",
        arguments: [
            ("%PDF-1.7\n", FileForm.pdf), ("a.b.c", .jwt), ("\u{FEFF} \r\n a.b. \n", .jwt), (" {", .json),
            ("\n<svg", .svg), ("", nil), ("a.b", nil), ("a b.c.d", nil), (" %PDF-", nil), ("\u{89}PNG", nil),
        ]
    )
    func forms(text: String, form: FileForm?) {
        #expect(FileForm(of: Array(text.utf8)) == form)
        #expect(FileForm(of: [0x89] + Array("PNG\r\n\u{1A}\n".utf8)) == .png)
    }

    @Test("says of itself whose it is and which ID it names, whether that is true or not")
    func claims() throws {
        let issuer = try SampleIssuer.shared.get()
        let jwt = try CredentialJWT.sign(issuer.badge().json, with: issuer.rsa, of: issuer.address)
        let claimed = try #require(try SecuredCredential(Array("\(jwt)\n".utf8), as: .jwt).claimed)
        #expect(claimed.issuer == "did:web:registrar.example")
        #expect(claimed.issuerName == "Medical Exercise Training Institute")
        #expect(claimed.id?.rawValue == SampleIssuer.id)
        #expect(try SecuredCredential(Array("a.b.c".utf8), as: .jwt).claimed == nil)
        let nothing = try #require(try SecuredCredential(Array("[]".utf8), as: .json).claimed)
        #expect(nothing.issuer == nil && nothing.id == nil)
    }

    @Test("a step that fails comes after those that hold")
    func stages() {
        #expect(Untrusted.Stage.allCases.sorted() == Untrusted.Stage.allCases)
        #expect(Untrusted.notThreeParts.stage == .form)
        #expect(Untrusted.unsigned.stage < Untrusted.unknownKey("x").stage)
        #expect(Untrusted.wrongSignature.stage < Untrusted.claimsDisagree("exp").stage)
    }
}
