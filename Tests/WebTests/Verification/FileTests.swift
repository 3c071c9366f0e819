import Credentials
import Domain
import Foundation
import HTTPTypes
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite("A certificate's file is checked as itself and against today's status", .database)
struct FileTests {
    private var here: TestDatabase { .current }

    /// All files of a certificate as they are downloaded now, by their endings.
    private func downloads(_ id: String, _ visitor: Visitor) async throws -> [FileForm: [UInt8]] {
        var files: [FileForm: [UInt8]] = [:]
        for form in FileForm.allCases {
            files[form] = Array(try await visitor.get("/verify/\(id).\(form.rawValue)").body.readableBytesView)
        }
        return files
    }

    @Test("in each of its forms it is told by its octets alone, and genuine as it was issued")
    func genuine() async throws {
        let certificate = try await here.certificate(of: "Zoë Ångström")
        try await Visitor.visiting { visitor in
            for (form, octets) in try await downloads(certificate.printedID, visitor) {
                for type in ["application/json", "image/gif", "application/octet-stream"] {
                    let heard = try await visitor.check(octets, as: type)
                    #expect(heard.status == 200)
                    let json = try heard.json
                    #expect(json["form"]?.text == form.rawValue)
                    #expect(json["state"] == "genuine")
                    #expect(json["version"] == 1)
                    #expect(json["checks"]?.elements.allSatisfy { $0["holds"] == true } == true, "\(form)")
                    #expect(json["certificate"]?["status"] == "active")
                    #expect(json["certificate"]?["name"] == "Zoë Ångström")
                }
            }
            let pretty = try await visitor.check(Array("\u{FEFF}\n \(here.files(of: certificate).jwt)\r\n".utf8))
            #expect(try pretty.json["state"] == "genuine")
        }
    }

    @Test("one of an earlier version is superseded, which is said of the file; the new one is genuine")
    func superseded() async throws {
        let certificate = try await here.certificate(of: "Ada Lovelace")
        try await Visitor.visiting { visitor in
            let old = try await downloads(certificate.printedID, visitor)
            _ = try await here.registrar.certificates.correct(
                certificate.printedID,
                name: "Ada King",
                because: StaffReason(.instituteError, "A name was missing."),
                by: here.staff(.decider)
            )
            for (form, octets) in old {
                let json = try await visitor.check(octets).json
                #expect(json["state"] == "superseded", "\(form)")
                #expect(json["version"] == 1)
                #expect(json["superseded_at"]?.text != nil)
                #expect(json["certificate"]?["name"] == "Ada King")
                #expect(json["certificate"]?["status"] == "active")
            }
            for (_, octets) in try await downloads(certificate.printedID, visitor) {
                #expect(try await visitor.check(octets).json["state"] == "genuine")
            }
            let page = try await visitor.upload(["file": old[.pdf] ?? []])
            #expect(page.status == 200)
            #expect(page.text.contains(">Superseded</h1>"))
            #expect(page.text.contains("version 2 replaced it on"))
            #expect(page.text.contains("Ada King"))
        }
    }

    @Test("of one that was revoked or has expired the file is genuine, and the status says that it no longer holds")
    func ended() async throws {
        let (code, _) = try await here.grantedCohort(["Ada Lovelace", "Bo Diddley"])
        let ids = try await here.issue(code).lines.compactMap(\.id)
        _ = try await here.registrar.certificates.change(
            ids[0],
            .revoke,
            because: StaffReason(.conduct, "Worked outside the scope."),
            by: here.staff(.decider)
        )
        try await Visitor.visiting { visitor in
            let revoked = try await downloads(ids[0], visitor)[.jwt] ?? []
            let json = try await visitor.check(revoked).json
            #expect(json["state"] == "genuine")
            #expect(json["certificate"]?["status"] == "revoked")
            #expect(json["certificate"]?["reason"] == "conduct")
            #expect(try await visitor.upload(["file": revoked]).text.contains(">Revoked</h1>"))

            let expiring = try await downloads(ids[1], visitor)[.png] ?? []
            try await here.shiftClock(by: .seconds(5 * 366 * 86_400))
            let expired = try await visitor.check(expiring).json
            #expect(expired["state"] == "genuine")
            #expect(expired["certificate"]?["status"] == "expired")
            #expect(expired["checks"]?.elements.first { $0["check"] == "term" }?["holds"] == false)
            #expect(try await visitor.upload(["file": expiring]).text.contains(">Expired</h1>"))
        }
    }

    @Test("a term that has not begun is told as that, not as ended")
    func early() async throws {
        let certificate = try await here.certificate()
        let jwt = Array(try await here.files(of: certificate).jwt.utf8)
        try await here.shiftClock(by: .seconds(-3_600))
        try await Visitor.visiting { visitor in
            let checks = try await visitor.check(jwt).json["checks"]?.elements
            let term = checks?.first { $0["check"] == "term" }
            #expect(term?["holds"] == false)
            #expect(term?["words"]?.text == "The term that it names begins at \(Instant(certificate.validFrom)).")
        }
    }

    @Test("what is drawn around a true signature is told apart from what was drawn here")
    func drawing() async throws {
        let certificate = try await here.certificate(of: "Ada Lovelace")
        let jwt = try await here.files(of: certificate).jwt
        try await Visitor.visiting { visitor in
            let drawnOver = try await downloads(certificate.printedID, visitor)[.svg].map {
                $0 + Array("<!-- drawn over -->".utf8)
            }
            let pdf = SmallPDF(attachments: [("other.txt", [1]), ("certificate.jwt", Array(jwt.utf8))]).octets
            for doctored in [pdf, Array(try Doctored.svg(jwt)), try #require(drawnOver)] {
                let json = try await visitor.check(doctored).json
                #expect(json["state"] == "altered" && json["code"] == "file_altered")
                let drawing = json["checks"]?.elements.first { $0["check"] == "drawing" }
                #expect(drawing?["holds"] == false)
                let page = try await visitor.upload(["file": doctored]).text
                #expect(page.contains("only what stands on this page counts"))
                #expect(page.contains("Ada Lovelace") && !page.contains("Eve"))
                #expect(page.contains(#"<section class="claim urgent""#) && page.contains(">Not as it was issued</h1>"))
                #expect(page.contains("the file around it was changed or drawn elsewhere"))
                #expect(!page.contains("The file is as it was issued") && !page.contains("Valid today"))
            }
        }
    }

    @Test("of somebody erased a drawn file cannot be compared any more, and nobody says that it is as it was issued")
    func erased() async throws {
        let (code, _) = try await here.grantedCohort(["Ada Lovelace"])
        let id = try #require(try await here.issue(code).lines.first?.id)
        try await Visitor.visiting { visitor in
            let files = try await downloads(id, visitor)
            let key = try PersonKey(typed: "p0@\(code.lowercased()).example")
            let plan = try await here.registrar.people.planErasure(of: key, by: .system)
            _ = try await here.registrar.people.erase(key, hash: plan.hash, by: .system)
            for (form, octets) in files {
                let json = try await visitor.check(octets).json
                #expect(json["state"] == "genuine" && json["certificate"]?["status"] == "erased")
                let drawing = json["checks"]?.elements.first { $0["check"] == "drawing" }
                let isDrawn = [.pdf, .png, .svg].contains(form)
                #expect(isDrawn ? drawing?["holds"] == false : drawing == nil)
                let page = try await visitor.upload(["file": octets]).text
                #expect(page.contains("cannot be compared any more") == isDrawn)
                #expect(page.contains("The file is as it was issued") != isDrawn)
            }
        }
    }

    @Test("the page names the issuer first, then the verdict and the holder as issued, and how it was checked")
    func page() async throws {
        let certificate = try await here.certificate(of: "Zoë <b>Ångström</b>")
        try await Visitor.visiting { visitor in
            let pdf = try await downloads(certificate.printedID, visitor)[.pdf] ?? []
            let answer = try await visitor.upload(["file": pdf, "as": []])
            #expect(answer.status == 200)
            let order = [
                #"<p class="eyebrow">Medical Exercise Institute</p>"#, ">Valid today</h1>",
                "The file is as it was issued.", "Zoë &lt;b&gt;Ångström&lt;/b&gt;", certificate.printedID,
                "What was checked", "The signature fits", "The register holds it as version 1, the latest.",
                "not kept",
            ]
            let places = order.map { answer.text.range(of: $0)?.lowerBound }
            #expect(!places.contains(nil))
            #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
            #expect(answer.headers[.xRobotsTag] == "noindex")
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }
}

/// True signatures in untrue pictures.
enum Doctored {
    static func svg(_ jwt: String) throws -> [UInt8] {
        let picture = #"<svg xmlns="http://www.w3.org/2000/svg"><text>Eve</text></svg>"#
        return try BakedSVG.bake(jwt, into: Array(picture.utf8))
    }
}

extension TestDatabase {
    func files(of certificate: Certificate) async throws -> CertificateFiles {
        try #require(try await registrar.certificates.files(of: certificate.id, version: certificate.version))
    }
}

extension Visitor {
    /// Sends a file as a program does.
    func check(_ octets: [UInt8], as type: String = "application/octet-stream") async throws -> Heard {
        try await post("/api/v1/certificates/verify", octets: octets, [.contentType: type])
    }

    /// Sends the fields of a form as a browser does when it has a file in it.
    func upload(_ fields: KeyValuePairs<String, [UInt8]>, _ headers: HTTPFields = [:]) async throws -> Heard {
        let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
        var body: [UInt8] = []
        for (name, octets) in fields {
            let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"a; b.pdf\"\r\n"
            body += Array("\(head)Content-Type: text/plain\r\n\r\n".utf8) + octets + Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        var headers = headers
        headers[.contentType] = "multipart/form-data; boundary=\(boundary)"
        return try await ask(.post, "/verify", headers, body: ByteBuffer(bytes: body))
    }
}
