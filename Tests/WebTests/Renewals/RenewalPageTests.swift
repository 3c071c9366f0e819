import Credentials
import Domain
import Foundation
import HTTPTypes
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite("The renewal page of a holder", .database)
struct RenewalPageTests {
    private var here: TestDatabase { .current }

    /// As the form sends it, with these fields changed.
    private func bring(
        _ visitor: Visitor,
        _ link: String,
        _ octets: Data = Data("A log.".utf8),
        _ change: [String: String] = [:],
        _ headers: HTTPFields = [:]
    ) async throws -> Heard {
        let today = try await here.wallDay()
        let fields = [
            "kind": "observation", "title": "Knee clinic <b>", "minutes": "90", "done_on": today,
            "supervisor": "Bo Diaz", "license_type": "RPT", "license_number": "TX-1",
        ].merging(change) { _, new in new }
        let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
        var body = Data()
        for (field, value) in fields.sorted(by: { $0.key < $1.key }) {
            body += Data("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Data(
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"my; log.txt\"\r\n\r\n".utf8
        )
        body += octets + Data("\r\n--\(boundary)--\r\n".utf8)
        var headers = headers
        headers[.contentType] = "multipart/form-data; boundary=\(boundary)"
        return try await visitor.ask(.post, "/renewals/\(link)/evidence", headers, body: ByteBuffer(bytes: body))
    }

    @Test("says what counts, what is missing and by when, takes a file, and shows what was refused and why")
    func story() async throws {
        let certificate = try await here.certificate(of: "Zoë <i>")
        let link = try await here.renewalLink(of: certificate.id)
        try await here.moveClock(daysBefore: 60, endOf: certificate.id)
        try await Visitor.visiting { visitor in
            let heard = try await visitor.get("/renewals/\(link)")
            #expect(heard.status == 200 && heard.isPage)
            #expect(heard.headers[.cacheControl] == "no-store" && heard.headers[.referrerPolicy] == "no-referrer")
            let text = heard.text
            #expect(text.contains("Zoë &lt;i&gt;") && !text.contains("Optional(") && !text.contains(" style="))
            #expect(text.contains("300 minutes of coursework or observation") && text.contains("0 of 300"))
            #expect(text.contains("50.00 USD due") && text.contains("RPT") && text.contains("The term ends on "))
            #expect(text.contains("counts as in time.") && text.contains("it may be reinstated until "))
            #expect(text.contains("name=\"license_number\"") && text.contains("enctype=\"multipart/form-data\""))
            let sent = try await bring(visitor, link)
            #expect(sent.status == 303 && sent.headers[.location] == "/renewals/\(link)")
            let waiting = try await visitor.get("/renewals/\(link)").text
            #expect(waiting.contains("Knee clinic &lt;b&gt;") && waiting.contains("Being looked at"))
            #expect(waiting.contains("90 minutes more are being looked at.") && waiting.contains("my; log.txt"))
            let actor = try await here.staff(.registrar)
            let credit = try await here.registrar.renewals.show(certificate.printedID, by: actor).credits[0]
            let refused = try CreditVerdict(isAccepted: false, reason: "It has no date <u>.")
            _ = try await here.registrar.renewals.review(credit.id, refused, by: actor)
            let shown = try await visitor.get("/renewals/\(link)").text
            #expect(shown.contains("Does not count") && shown.contains("Why: It has no date &lt;u&gt;."))
            try await here.earn(certificate.id)
            try await here.pay(certificate.id)
            #expect(try await visitor.get("/renewals/\(link)").text.contains("All is complete"))
            try await here.renew(certificate.id)
            let renewed = try await visitor.get("/renewals/\(link)").text
            #expect(renewed.contains("Renewed on ") && renewed.contains("Not open yet") && renewed.contains("0 of 300"))
            let verify = try await visitor.get("/verify/\(certificate.printedID)").text
            #expect(verify.contains("Renewed on ") && verify.contains(", valid until "))
            #expect(!verify.contains("its name was corrected"))
        }
    }

    @Test("tells what is wrong beside its field, keeps what was typed, and nothing else")
    func troubles() async throws {
        let certificate = try await here.certificate()
        let link = try await here.renewalLink(of: certificate.id)
        try await Visitor.visiting { visitor in
            let cases: [(Data, [String: String], String)] = [
                (Data(), [:], "Choose a file"),
                (Data([0x4D, 0x5A, 0x00]), [:], "no PDF, JPEG, PNG or plain text"),
                (Data("a".utf8), ["minutes": "-5"], "“-5” is none"),
                (Data("a".utf8), ["license_type": ""], "Say which license they hold"),
                (Data("a".utf8), ["license_type": "CPT"], "CPT does not count here"),
                (Data("a".utf8), ["done_on": "2199-01-01"], "is still to come"),
                (Data("a".utf8), ["kind": "foundations"], "foundations does not count here"),
                (Data("a".utf8), ["title": ""], "Say what it was called"),
            ]
            for (octets, change, words) in cases {
                let heard = try await bring(visitor, link, octets, change)
                #expect(heard.status == 422 && heard.text.contains(words), "\(words)")
                #expect(
                    heard.text.contains("<title>Error: ")
                        && heard.text.contains("<details class=\"upload\" id=\"send\" open>")
                )
                #expect(heard.text.contains("value=\"Bo Diaz\""))
            }
            #expect(try await bring(visitor, link).status == 303)
            let again = try await bring(visitor, link)
            #expect(again.status == 422 && again.text.contains("This very file was sent before"))
            let large = Data(repeating: 0x61, count: EvidenceFile.mostOctets + 32_000)
            #expect(try await bring(visitor, link, large).status == 413)
            #expect(
                try await bring(visitor, link, Data("b".utf8), [:], [.origin: "https://evil.example"]).status == 403
            )
        }
        let shown = try await here.registrar.renewals.show(certificate.printedID, by: .system)
        #expect(shown.credits.map(\.minutes) == [90])
    }

    @Test("at each point of a certificate's life it says another word")
    func phases() async throws {
        let certificate = try await here.certificate()
        let id = certificate.id
        let link = try await here.renewalLink(of: id)
        try await Visitor.visiting { visitor in
            func text() async throws -> String { try await visitor.get("/renewals/\(link)").text }
            #expect(try await text().contains("Not open yet"))
            try await here.moveClock(daysBefore: -5, endOf: id)
            #expect(try await text().contains("Past its end, still in time"))
            try await here.moveClock(daysBefore: -40, endOf: id)
            let lapsed = try await text()
            #expect(
                lapsed.contains("Your certificate has lapsed")
                    && lapsed.contains("The fee for reinstatement, 100.00 USD")
            )
            try await here.moveClock(daysBefore: -400, endOf: id)
            let over = try await text()
            #expect(over.contains("a new certification is needed") && !over.contains("<form method=\"post\""))
            let late = try await bring(visitor, link)
            #expect(late.status == 422 && late.text.contains("is certified anew"))
            let revoked = try await here.certificate(of: "Bo")
            let other = try await here.renewalLink(of: revoked.id)
            _ = try await here.registrar.certificates.change(
                revoked.printedID,
                .revoke,
                because: StaffReason(.conduct, "Because."),
                by: here.staff(.decider)
            )
            let ended = try await visitor.get("/renewals/\(other)").text
            #expect(ended.contains("Revoked") && !ended.contains("<form method=\"post\""))
        }
    }

    @Test("a link that is mistyped or of another purpose opens nothing, and no other page opens by it")
    func links() async throws {
        let certificate = try await here.certificate()
        let own = try await here.renewalLink(of: certificate.id)
        try await Visitor.visiting { visitor in
            let claim = EnrollmentID(rawValue: 1)
            for text in [
                "nonsense", String(own.dropLast()) + "_", here.progressLink(of: claim), here.nameLink(of: claim),
            ] {
                let (seen, sent) = try await (visitor.get("/renewals/\(text)"), bring(visitor, text))
                #expect(seen.status == 404 && sent.status == 404)
            }
            for path in ["progress", "reservations", "names", "appeals", "ratings"] {
                let heard = try await visitor.get("/\(path)/\(own)")
                #expect(heard.status == 404)
            }
        }
    }
}
