import Credentials
import Documents
import Domain
import Foundation
import HTTPTypes
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite("A receipt of a verification", .database)
struct GivenReceiptTests {
    private var here: TestDatabase { .current }

    private func octets(_ heard: Heard) -> [UInt8] { Array(heard.body.readableBytesView) }

    private func revoke(_ certificate: Certificate) async throws {
        _ = try await here.registrar.certificates.change(
            certificate.printedID,
            .revoke,
            because: StaffReason(.conduct, "Worked outside the scope."),
            by: here.staff(.decider)
        )
    }

    @Test(
        "in each form it says what the page says, and is itself genuine when it is checked; then the status may be another"
    )
    func given() async throws {
        let certificate = try await here.certificate(of: "Zoë <b>Ångström</b>")
        let id = certificate.printedID
        try await Visitor.visiting { visitor in
            let page = try await visitor.get("/verify/\(id)").text
            #expect(page.contains("action=\"/verify/\(id)/receipt.pdf\"") && page.contains("<label for=\"for\">"))
            let pdf = try await visitor.get("/verify/\(id.lowercased())/receipt.pdf?for=St+Mary%E2%80%99s+Clinic")
            #expect(pdf.status == 200 && pdf.headers[.contentType] == "application/pdf")
            #expect(pdf.headers[.cacheControl] == "no-store" && pdf.headers[.xRobotsTag] == "noindex")
            let json = try await visitor.get("/verify/\(id)/receipt.json?for=File%2042")
            let jwt = try await visitor.get("/verify/\(id)/receipt.jwt")
            #expect(jwt.headers[.contentType] == "application/jwt")
            let answer = try json.json["receipt"]?["answer"]
            #expect(answer?["status"] == "active" && answer?["holds"] == true && answer?["id"]?.text == id)
            #expect(answer?["name"] == "Zoë <b>Ångström</b>" && answer?["issuer"] == "Medical Exercise Institute")
            #expect(try json.json["receipt"]?["for"] == "File 42")

            for (heard, form) in [(pdf, "pdf"), (json, "json"), (jwt, "jwt")] {
                let told = try await visitor.check(octets(heard)).json
                #expect(told["state"] == "genuine" && told["form"]?.text == form, "\(told)")
                #expect(told["receipt"]?["answer"]?["status"] == "active")
                #expect(told["certificate"]?["status"] == "active")
            }
            try await revoke(certificate)
            let later = try await visitor.check(octets(pdf)).json
            #expect(later["state"] == "genuine" && later["certificate"]?["status"] == "revoked")
            let shown = try await visitor.upload(["file": octets(pdf)]).text
            #expect(shown.contains(">A genuine receipt</h1>") && shown.contains("for “St Mary’s Clinic”"))
            #expect(shown.contains("was active.") && shown.contains("Today: Revoked."))
            #expect(!shown.contains("<b>Ångström"))
            let now = try await visitor.get("/api/v1/certificates/\(id)/receipt").json
            #expect(
                now["receipt"]?["answer"]?["status"] == "revoked" && now["receipt"]?["answer"]?["reason"] == "conduct"
            )
        }
    }

    @Test("changed, dressed up as a certificate, or in a PDF beside one, it is believed as nothing else")
    func forged() async throws {
        let certificate = try await here.certificate()
        let id = certificate.printedID
        try await Visitor.visiting { visitor in
            let json = try await visitor.get("/verify/\(id)/receipt.json?for=Eve").json
            let jwt = try #require(json["jwt"]?.text)
            let claims = try #require(json["receipt"])
            let renamed: JSON = ["receipt": claims.without("for").with("for", "Mallory"), "jwt": .string(jwt)]
            let told = try await visitor.check(try renamed.canonical()).json
            #expect(told["state"] == "untrusted" && told["code"] == "not_a_receipt")
            let cut = try await visitor.check(Array((jwt.dropLast(4) + "AAAA").utf8)).json
            #expect(cut["state"] == "untrusted" && cut["code"] == "wrong_signature" && cut["certificate"] == .null)
            // Under a certificate's name it is a certificate that is none.
            let dressed = SmallPDF(attachments: [("certificate.jwt", Array(jwt.utf8))]).octets
            let asCertificate = try await visitor.check(dressed).json
            #expect(asCertificate["state"] == "untrusted" && asCertificate["receipt"] == .null)
            let real = try await here.files(of: certificate).jwt
            let both = SmallPDF(attachments: [("certificate.jwt", Array(real.utf8)), ("receipt.jwt", Array(jwt.utf8))])
            #expect(try await visitor.check(both.octets).json["state"] == "altered")
        }
    }

    @Test("of somebody erased it is truthful and names nobody; of an ID that was never issued there is none")
    func erased() async throws {
        let (code, _) = try await here.grantedCohort()
        let id = try #require(try await here.issue(code).lines.first?.id)
        let key = try PersonKey(typed: "p0@\(code.lowercased()).example")
        let plan = try await here.registrar.people.planErasure(of: key, by: .system)
        _ = try await here.registrar.people.erase(key, hash: plan.hash, by: .system)
        try await Visitor.visiting { visitor in
            let receipt = try await visitor.get("/verify/\(id)/receipt.json").json["receipt"]
            #expect(receipt?["answer"]?["status"] == "erased" && receipt?["answer"]?["name"] == nil)
            #expect(receipt?["answer"]?["holds"] == false)
            #expect(try await visitor.get("/verify/\(id)/receipt.pdf").status == 200)
            #expect(try await visitor.get("/verify/MES-7K3M9-QRT2W-R/receipt.pdf").status == 404)
            #expect(
                try await visitor.get("/api/v1/certificates/MES-7K3M9-QRT2W-S/receipt").code == "certificate-mistyped"
            )
            #expect(try await visitor.get("/verify/\(id)/receipt.exe").status == 404)
        }
    }

    @Test(
        "whom it is for has a hundred visible characters at most; a client gets thirty in a minute; without keys, words"
    )
    func limits() async throws {
        let id = try await here.certificate().printedID
        try await Visitor.visiting { visitor in
            let hundred = String(repeating: "%C3%A9", count: 100)
            #expect(try await visitor.get("/api/v1/certificates/\(id)/receipt?for=\(hundred)").status == 200)
            for bad in [hundred + "x", "a%0Ab", "a%E2%80%AEb", "a%01"] {
                let refused = try await visitor.get("/api/v1/certificates/\(id)/receipt?for=\(bad)")
                #expect(refused.status == 422 && refused.fields == ["for"])
            }
            let client = visitor.from("203.0.113.7")
            for _ in 1...30 { #expect(try await client.get("/api/v1/certificates/\(id)/receipt").status == 200) }
            #expect(try await client.get("/api/v1/certificates/\(id)/receipt").status == 429)
            let folder = here.registrar.keys.folder.path
            try FileManager.default.moveItem(atPath: folder, toPath: "\(folder).away")
            let away = try await visitor.get("/api/v1/certificates/\(id)/receipt")
            #expect(away.status == 409 && away.code == "receipts-elsewhere")
            #expect(
                try await visitor.get("/verify/\(id)/receipt.pdf").text.contains("where the institute keeps its keys")
            )
            try FileManager.default.moveItem(atPath: "\(folder).away", toPath: folder)
        }
    }
}
