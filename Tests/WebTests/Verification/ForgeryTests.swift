import Credentials
import Domain
import Foundation
import HTTPTypes
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite("A forged or broken file gets a clear answer, and nothing else happens", .database)
struct ForgeryTests {
    private var here: TestDatabase { .current }

    @Test("each forgery is told by its own reason, at its own step, as text, in a PDF and in a badge")
    func forgeries() async throws {
        let certificate = try await here.certificate()
        let forger = try await Forger(certificate, at: here)
        try await Visitor.visiting { visitor in
            for forgery in Forger.Forgery.allCases {
                let jwt = try forger.make(forgery)
                let pdf = SmallPDF(attachments: [("certificate.jwt", Array(jwt.utf8))]).octets
                for octets in [Array(jwt.utf8), pdf, try Doctored.svg(jwt)] {
                    let heard = try await visitor.check(octets)
                    #expect(heard.status == 200)
                    let json = try heard.json
                    #expect(json["state"] == "untrusted")
                    #expect(json["code"]?.text == forgery.told.code, "\(forgery)")
                    let checks = json["checks"]?.elements ?? []
                    #expect(checks.last?["check"]?.text == forgery.told.check)
                    #expect(checks.map { $0["holds"] == true } == checks.dropLast().map { _ in true } + [false])
                    #expect(json["certificate"] == .null)
                    #expect(json["claimed_id"]?.text == certificate.id.printed())
                }
                let page = try await visitor.upload(["file": pdf])
                #expect(page.status == 200)
                #expect(page.text.contains("Not to be relied on"))
                #expect(page.text.contains("/verify/\(certificate.id.printed())\""))
                #expect(!page.text.contains("Eve"))
            }
        }
    }

    @Test("another issuer's file is told to be theirs, and nothing of it is fetched or believed")
    func others() async throws {
        let forger = try await Forger(try await here.certificate(), at: here)
        try await Visitor.visiting { visitor in
            let octets = Array(try forger.anotherIssuer().utf8)
            let json = try await visitor.check(octets).json
            #expect(json["state"] == "another_issuer")
            #expect(json["claimed_issuer"] == "Other Institute")
            let turning = "Other\u{202E}\n\u{1B}[31m \u{200F}Insti\u{AD}tute\u{2028}"
            let odd = try await visitor.check(Array(forger.anotherIssuer(named: turning).utf8)).json
            #expect(odd["claimed_issuer"] == "Other[31m Institute")
            #expect(json["checks"] == [])
            let page = try await visitor.upload(["file": octets]).text
            #expect(page.contains("Not issued here"))
            #expect(page.contains("issued by Other Institute") && page.contains("ask them"))
        }
    }

    @Test("a key that was given up is not believed; one that retired is, until its last certificate ended")
    func keys() async throws {
        let certificate = try await here.certificate()
        let files = try await here.files(of: certificate)
        let keys = here.registrar.keys
        let (rsa, ed25519) = (try #require(try await key(.rsa)), try #require(try await key(.ed25519)))
        _ = try await keys.retire(rsa, by: .system)
        try await here.markCompromised(ed25519)
        try await Visitor.visiting { visitor in
            #expect(try await visitor.check(Array(files.jwt.utf8)).json["state"] == "genuine")
            let proof = try await visitor.check(Array(files.proof.utf8)).json
            #expect(proof["state"] == "untrusted")
            #expect(proof["code"] == "compromised_key")
        }
        try await here.shiftClock(by: .seconds(5 * 366 * 86_400))
        try await Visitor.visiting { visitor async throws in
            #expect(try await visitor.check(Array(files.jwt.utf8)).json["code"] == "expired_key")
        }
    }

    private func key(_ kind: PublicKey.Kind) async throws -> KeyName? {
        try await here.registrar.keys.list(by: .system).first { $0.kind == kind && $0.state == .active }?.name
    }

    @Test("JSON with a changed name, and JSON that nobody signed")
    func json() async throws {
        let files = try await here.files(of: try await here.certificate())
        try await Visitor.visiting { visitor async throws in
            let changed = files.proof.replacing("Ada Lovelace", with: "Eve Forger")
            #expect(try await visitor.check(Array(changed.utf8)).json["code"] == "wrong_signature")
            #expect(try await visitor.check(Array("{}".utf8)).json["code"] == "unsigned")
            let twice = files.proof.dropLast() + #","name":"x"}"#
            #expect(try await visitor.check(Array(twice.utf8)).code == "file-unreadable")
        }
    }

    @Test("a file that no certificate can be taken from is refused with the reason, by page and for programs")
    func unreadable() async throws {
        let certificate = try await here.certificate()
        let jwt = Array(try await here.files(of: certificate).jwt.utf8)
        let forged = Array(try await Forger(certificate, at: here).make(.changedName).utf8)
        try await Visitor.visiting { visitor in
            let pdf = Array(try await visitor.get("/verify/\(certificate.printedID).pdf").body.readableBytesView)
            let png = Array(try await visitor.get("/verify/\(certificate.printedID).png").body.readableBytesView)
            let bomb = SmallPDF(
                attachments: [("certificate.jwt", SmallPDF.deflated(zeros: 1 << 28))],
                filter: "/FlateDecode"
            )
            let cases: [(String, [UInt8], String)] = [
                ("empty", [], "The file is empty."),
                ("words", Array("Dear Sir or Madam".utf8), "no file of a certificate"),
                ("a ZIP", Array("PK\u{3}\u{4}".utf8), "no file of a certificate"),
                ("HTML", Array("<html><script>alert(1)</script>".utf8), "no PNG or SVG image"),
                ("broken JSON", Array("{\"a\":".utf8), "not JSON"),
                ("a truncated PDF", Array(pdf.dropLast(pdf.count / 3)), "damaged or cut off"),
                ("a truncated PNG", Array(png.dropLast(100)), "damaged or cut off"),
                ("a PDF without", SmallPDF().octets, "carries no signed certificate"),
                (
                    "a PDF with two",
                    SmallPDF(attachments: [("certificate.jwt", jwt), ("certificate.jwt", forged)]).octets,
                    "2 different certificates"
                ),
                ("a bomb", bomb.octets, "larger than 1048576 octets"),
                (
                    "a PDF with nine", SmallPDF(attachments: (1...9).map { ("\($0)", [1]) }).octets,
                    "more than 8 attachments"
                ),
            ]
            for (name, octets, words) in cases {
                let heard = try await visitor.check(octets)
                #expect(heard.status == 422, "\(name)")
                #expect(heard.code == "file-unreadable")
                #expect(heard.detail.contains(words), "\(name): \(heard.detail)")
                guard !octets.isEmpty else { continue }
                let page = try await visitor.upload(["file": octets])
                #expect(page.status == 422)
                #expect(page.text.contains(#"role="alert""#) && page.text.contains(words), "\(name)")
                #expect(!page.text.contains("<script>alert"))
            }
            // Twice the same certificate is one.
            let same = SmallPDF(attachments: [("certificate.jwt", jwt), ("certificate.jwt", jwt)]).octets
            let json = try await visitor.check(same).json
            #expect(json["state"] == "altered" && json["version"] == 1)
        }
    }

    @Test("an upload beyond 5 MB is refused with a sentence, however it is sent")
    func large() async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor in
            let heard = try await visitor.check(Array(repeating: 0, count: 50 << 20))
            #expect(heard.status == 413)
            #expect(heard.detail.contains("5 MB"))
            let page = try await visitor.upload(["file": Array(repeating: 0, count: 50 << 20)])
            #expect(page.status == 413)
            #expect(page.isPage && page.text.contains("5 MB"))
            #expect(try await visitor.check(Array(repeating: 32, count: 5 << 20)).status == 422)
        }
    }

    @Test("a form that is none is malformed, one without a file or IDs says so, and another site's is refused")
    func forms() async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor async throws in
            func send(_ body: String, boundary: String = "; boundary=x") async throws -> Heard {
                let headers: HTTPFields = [.contentType: "multipart/form-data\(boundary)"]
                return try await visitor.ask(.post, "/verify", headers, body: ByteBuffer(string: body))
            }
            let head = "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n"
            let broken = [
                "", "--y", "--x", "--x\r\n", head, "\(head)a", "\(head)a\r\n--x", "\(head)a\r\n--x\r\n",
                "--x\r\n\r\na\r\n--x--",
            ]
            for body in broken {
                #expect(try await send(body).status == 400, "\(body)")
            }
            #expect(try await send("\(head)a\r\n\(head)b\r\n--x--").status == 400)
            #expect(try await send("\(head)a\r\n--x--", boundary: "").status == 400)
            #expect(try await send("\(head)\r\n--x--").text.contains("Nothing was given."))
            #expect(try await send("--x--").status == 422)
            #expect(try await visitor.post("/verify", form: ["ids": "x"]).status == 415)
            #expect(try await visitor.upload(["ids": [65]], [.origin: "https://evil.example"]).status == 403)
        }
    }
}
