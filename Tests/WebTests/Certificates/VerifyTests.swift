import Credentials
import Documents
import Domain
import Foundation
import HTTPTypes
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite("Verifying a certificate", .database)
struct VerifyTests {
    private var here: TestDatabase { .current }

    @Test("the page names the issuer first, then credential, holder as issued, and whether it holds today")
    func page() async throws {
        let certificate = try await here.certificate(of: "Zoë <b>Ångström</b>")
        try await Visitor.visiting { visitor in
            let answer = try await visitor.get("/verify/\(certificate.printedID.lowercased())")
            #expect(answer.status == 200)
            let text = answer.text
            let issuer = try #require(text.range(of: #"<p class="eyebrow">Medical Exercise Institute</p>"#))
            let holder = try #require(text.range(of: "<bdi>Zoë &lt;b&gt;Ångström&lt;/b&gt;</bdi>"))
            #expect(issuer.lowerBound < holder.lowerBound)
            #expect(text.contains("Valid today"))
            #expect(text.contains("The signature holds"))
            #expect(answer.headers[.xRobotsTag] == "noindex")
            #expect(
                answer.headers[.link]
                    == "<https://registrar.example/verify/\(certificate.printedID)>; rel=\"canonical\""
            )
            #expect(
                text.contains("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&amp;name=Medical%20")
            )
        }
    }

    @Test("while its signature does not hold no page says in green that it is valid")
    func compromised() async throws {
        let certificate = try await here.certificate()
        let keys = try await here.registrar.keys.list(by: .system).filter { $0.state == .active }
        for key in keys { try await here.markCompromised(key.name) }
        try await Visitor.visiting { visitor in
            let text = try await visitor.get("/verify/\(certificate.printedID)").text
            #expect(text.contains("The signature does not hold"))
            #expect(text.contains(#"<section class="claim bad""#) && text.contains(">Not to be relied on</h1>"))
            #expect(!text.contains("Valid today") && !text.contains("linkedin"))
            #expect(!text.contains("og:image"))
        }
    }

    @Test(
        "the one field leads to the page; a typing error and an unknown ID each say what to do",
        arguments: [
            ("MES-7K3M9-QRT2W-S", "mistyped"), ("U1111111111", "letter U"),
            ("7K3M9QRT2WR", "No certificate with this ID"),
            ("<script>", "No certificate with this ID"),
            ("'; DROP TABLE certificate; --", "No certificate with this ID"),
        ]
    )
    func field(typed: String, words: String) async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor in
            let form = try await visitor.get("/verify")
            #expect(form.status == 200)
            var allowed = CharacterSet.alphanumerics
            allowed.insert("-")
            let query = typed.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
            var answer = try await visitor.get("/verify?id=\(query)")
            if answer.status == 303 { answer = try await visitor.get(try #require(answer.headers[.location])) }
            #expect(answer.status == 404)
            #expect(answer.text.contains(words))
            #expect(!answer.text.contains("<script>"))
        }
    }

    @Test("programs get the same as JSON; a mistyped ID and an unknown one are told apart")
    func json() async throws {
        let certificate = try await here.certificate()
        try await Visitor.visiting { visitor in
            let answer = try await visitor.get("/api/v1/certificates/\(certificate.printedID)")
            #expect(answer.status == 200)
            let json = try answer.json
            #expect(json["status"] == "active")
            #expect(json["name"] == "Ada Lovelace")
            #expect(json["checks"]?["signature"] == "valid")
            #expect(
                try await visitor.get("/api/v1/certificates/MES-7K3M9-QRT2W-S").json["code"] == "certificate-mistyped"
            )
            #expect(try await visitor.get("/api/v1/certificates/7K3M9QRT2WR").json["code"] == "certificate-unknown")
        }
    }

    @Test("its files are served as issued, drawn once, and carry the signed certificate")
    func files() async throws {
        let certificate = try await here.certificate()
        let files = try #require(try await here.registrar.certificates.files(of: certificate.id, version: 1))
        try await Visitor.visiting { visitor in
            let path = "/verify/\(certificate.printedID)"
            #expect(try await visitor.get("\(path).jwt").text == files.jwt)
            #expect(try await visitor.get("\(path).json").text == files.proof)
            let pdf = try await visitor.get("\(path).pdf")
            #expect(pdf.headers[.contentType] == "application/pdf")
            let attached = try PDFAttachments.read(from: Array(pdf.body.readableBytesView))
            #expect(attached.map(\.name) == ["certificate.jwt"])
            #expect(attached.first.map { String(decoding: $0.octets, as: UTF8.self) } == files.jwt)
            #expect(try await visitor.get("\(path).pdf").body == pdf.body)
            #expect(try await visitor.get("\(path).pdf?paper=a4").body != pdf.body)
            let png = Array(try await visitor.get("\(path).png").body.readableBytesView)
            #expect(try BakedPNG.extract(from: png) == files.jwt)
            let svg = Array(try await visitor.get("\(path).svg").body.readableBytesView)
            #expect(try BakedSVG.extract(from: svg) == files.jwt)
        }
    }

    @Test("what a credential names is there: the achievement, its criteria and the badge; a shared page has a picture")
    func named() async throws {
        let certificate = try await here.certificate()
        try await Visitor.visiting { visitor in
            let signed = try await JSON.read(Array(visitor.get("/verify/\(certificate.printedID).json").text.utf8))
            let achievement = try #require(signed["credentialSubject"]?["achievement"])
            let named = [achievement["id"], achievement["criteria"]?["id"], signed["image"]?["id"]]
            for address in named {
                guard case .string(let address)? = address else { throw Unexpected() }
                let answer = try await visitor.get(address.replacing("https://registrar.example", with: ""))
                #expect(answer.status == 200, "\(address)")
            }
            let page = try await visitor.get("/achievements/mes/1").text
            #expect(page.contains("Medical Exercise Skills Checklist"))
            #expect(try await visitor.get("/achievements/mes/7").status == 404)
            #expect(try await visitor.get("/badges/mes/x.png").status == 404)
            let shared = try await visitor.get("/verify/\(certificate.printedID)").text
            let picture = "/verify/\(certificate.printedID).preview.png"
            #expect(shared.contains("<meta property=\"og:image\" content=\"https://registrar.example\(picture)\">"))
            #expect(try await visitor.get(picture).headers[.contentType] == "image/png")
        }
    }

    @Test("strangers resolve the issuer, its keys and the list of revocations")
    func issuer() async throws {
        _ = try await here.certificate()
        try await Visitor.visiting { visitor in
            let did = try await visitor.get("/.well-known/did.json")
            #expect(try did.json["id"] == "did:web:registrar.example")
            #expect(try did.json["assertionMethod"]?.elements.count == 4)
            #expect(did.headers[.accessControlAllowOrigin] == "*")
            #expect(try await visitor.get("/.well-known/jwks.json").json["keys"]?.elements.count == 2)
            let name = try await here.registrar.keys.list(by: .system)[0].name
            #expect(try await visitor.get("/keys/\(name)").json["kty"] == "OKP")
            #expect(try await visitor.get("/keys/nobody").status == 404)
            let list = try await visitor.get("/status/revocation/1")
            #expect(list.headers[.contentType] == "application/vc+jwt")
            #expect(list.headers[.cacheControl] == "public, max-age=3600")
            #expect(try await visitor.get("/status/revocation/99999999999").status == 404)
        }
    }

    @Test("the mailed link confirms the name by page; looking changes nothing, and another site cannot post")
    func name() async throws {
        let (_, claims) = try await here.grantedCohort(["ada lovelace"])
        let path = "/names/\(here.nameLink(of: claims[0]))"
        try await Visitor.visiting { visitor in
            #expect(try await visitor.get(path).text.contains("ada lovelace"))
            #expect(try await visitor.post(path, form: ["name": " "]).status == 422)
            #expect(try await visitor.post(path, form: ["name": "X"], [.origin: "https://evil.example"]).status == 403)
            #expect(try await visitor.post(path, form: ["name": "Ada Lovelace"]).status == 303)
            let after = try await visitor.get(path).text
            #expect(after.contains("Ada Lovelace") && after.contains("You confirmed it."))
        }
    }

    @Test("a client that looks up without end is asked to wait, and others are not")
    func limited() async throws {
        let certificate = try await here.certificate()
        try await Visitor.visiting { visitor in
            let busy = visitor.from("203.0.113.7")
            var statuses: [Int] = []
            for _ in 0...LookUpLimit.mostPerMinute {
                statuses.append(try await busy.get("/api/v1/certificates/\(certificate.printedID)").status)
            }
            #expect(statuses.count { $0 == 200 } == LookUpLimit.mostPerMinute)
            #expect(statuses.last == 429)
            #expect(try await visitor.from("203.0.113.8").get("/verify/\(certificate.printedID)").status == 200)
        }
    }
}
