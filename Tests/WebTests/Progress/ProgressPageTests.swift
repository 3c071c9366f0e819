import Domain
import Foundation
import HTTPTypes
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite("The page of a candidate", .database)
struct ProgressPageTests {
    private var here: TestDatabase { .current }

    private func page(_ visitor: Visitor, _ claim: EnrollmentID) async throws -> Heard {
        try await visitor.get("/progress/\(here.progressLink(of: claim))")
    }

    @Test("says what is done, what is missing and by when, and acts on nothing by being looked at")
    func shows() async throws {
        let (code, claims) = try await here.seatedCohort(["Zoë <b>"])
        try await here.say(ProgressEntry(.completed, "skills", skills: ["A-1"]), of: claims[0], in: code)
        try await here.say(ProgressEntry(.waived, "case", note: "Presented elsewhere."), of: claims[0], in: code)
        try await Visitor.visiting { visitor in
            let heard = try await page(visitor, claims[0])
            #expect(heard.status == 200 && heard.isPage)
            #expect(heard.headers[.cacheControl] == "no-store" && heard.headers[.referrerPolicy] == "no-referrer")
            let text = heard.text
            #expect(text.contains("Zoë &lt;b&gt;") && !text.contains("Optional("))
            #expect(text.contains("0 of 2 modules are complete."))
            #expect(text.contains("1 of 3 skills") && text.contains("Not asked of you"))
            #expect(text.contains("2 skills are still to be signed off") && text.contains("Come to the workshop"))
            #expect(text.contains("Send: CPR card") && text.contains("Before the decision on your certification"))
            #expect(text.contains("Send: Hours in a clinic") && text.contains("Before you take: Theory"))
            #expect(text.contains("Theory: opens once 4 things before it are complete"))
            #expect(text.contains("The 3 skills, tier by tier") && text.contains("Tier 1") && text.contains("<details"))
            #expect(text.contains("stroke-dasharray="))
            #expect(!text.contains(" style=") && !text.contains("<style") && !text.contains("elsewhere"))
            let again = try await page(visitor, claims[0]).text
            #expect(again == text)
        }
        let events = try await here.registrar.progress.show(cohort: code, candidate: "\(claims[0])", by: .system).events
        #expect(events.count == 2)
    }

    @Test("takes a file, says that it is looked at, and comes back to itself")
    func uploads() async throws {
        let (code, claims) = try await here.seatedCohort()
        let link = here.progressLink(of: claims[0])
        try await Visitor.visiting { visitor in
            let file = try EvidenceFile.sample()
            let sent = try await visitor.bring(
                link,
                file.octets,
                name: "my; card.pdf",
                ["requirement": "card", "valid_until": "2031-01-31"]
            )
            #expect(sent.status == 303 && sent.headers[.location] == "/progress/\(link)")
            let text = try await page(visitor, claims[0]).text
            #expect(text.contains("my; card.pdf") && text.contains("Being looked at"))
            #expect(text.contains("We look at what you sent: CPR card."))
        }
        let shown = try await here.registrar.progress.show(cohort: code, candidate: "\(claims[0])", by: .system)
        #expect(shown.evidence.map(\.name) == ["my; card.pdf"])
        #expect(shown.events.map { "\($0.kind) \($0.validUntil.map { "\($0)" } ?? "")" } == ["submitted 2031-01-31"])
    }

    @Test("tells what is wrong with a file beside its field, and keeps nothing")
    func troubles() async throws {
        let (code, claims) = try await here.seatedCohort()
        let link = here.progressLink(of: claims[0])
        try await Visitor.visiting { visitor in
            let cases: [(Data, KeyValuePairs<String, String>, String)] = [
                (Data(), ["requirement": "card"], "Choose a file"),
                (Data([0x4D, 0x5A, 0x00]), ["requirement": "card"], "no PDF, JPEG, PNG or plain text"),
                (try EvidenceFile.sample().octets, ["requirement": "skills"], "Nothing has to be sent for that."),
                (
                    try EvidenceFile.sample().octets, ["requirement": "card", "valid_until": "2020-01-31"],
                    "it expired on 2020-01-31"
                ),
                (
                    try EvidenceFile.sample().octets, ["requirement": "hours", "minutes": "two"],
                    "“two” is no number of minutes"
                ),
            ]
            for (octets, fields, words) in cases {
                let heard = try await visitor.bring(link, octets, name: "x", fields)
                #expect(heard.status == 422 && heard.text.contains(words), "\(words)")
                #expect(heard.text.contains("<title>Error: "))
            }
            let large = Data(repeating: 0x61, count: EvidenceFile.mostOctets + 32_000)
            #expect(try await visitor.bring(link, large, name: "x", ["requirement": "card"]).status == 413)
            let most = Data(repeating: 0x61, count: EvidenceFile.mostOctets)
            #expect(try await visitor.bring(link, most, name: "x", ["requirement": "case"]).status == 303)
            let foreign = try await visitor.bring(
                link,
                most,
                name: "x",
                ["requirement": "card"],
                [.origin: "https://evil.example"]
            )
            #expect(foreign.status == 403)
        }
        let shown = try await here.registrar.progress.show(cohort: code, candidate: "\(claims[0])", by: .system)
        #expect(shown.evidence.map(\.size) == [EvidenceFile.mostOctets])
    }

    @Test("a link that is mistyped, of another purpose, of an ended seat or of an erased person opens nothing")
    func links() async throws {
        let (_, claims) = try await here.seatedCohort(["Ada", "Bo"])
        let (own, second) = (here.progressLink(of: claims[0]), here.progressLink(of: claims[1]))
        try await Visitor.visiting { visitor in
            for text in [
                "nonsense", String(own.dropLast()) + "_", here.link(.act, claims[0]), here.link(.show, claims[0]),
            ] {
                #expect(try await visitor.get("/progress/\(text)").status == 404)
                let sent = try await visitor.bring(text, Data("a".utf8), name: "x", ["requirement": "case"])
                #expect(sent.status == 404)
            }
            #expect(try await visitor.get("/reservations/\(own)").status == 404)
            _ = try await here.registrar.seats.withdraw(claims[0], by: .applicant(claims[0]))
            #expect(try await visitor.get("/progress/\(own)").status == 410)
            let key = PersonKey.id(try await here.registrar.people.show(.email(bo()), by: .system).id)
            let plan = try await here.registrar.people.planErasure(of: key, by: .system)
            _ = try await here.registrar.people.erase(key, hash: plan.hash, by: .system)
            #expect(try await visitor.get("/progress/\(second)").status == 410)
        }
    }

    private func bo() async throws -> EmailAddress {
        let cohorts = try await here.registrar.cohorts.list(by: .system).items.map(\.code)
        return EmailAddress(rawValue: "p1@\((cohorts.first ?? "").lowercased()).example")
    }
}

extension Visitor {
    /// Sends a file with the form of a candidate's page.
    func bring(
        _ link: String,
        _ octets: Data,
        name: String,
        _ fields: KeyValuePairs<String, String>,
        _ headers: HTTPFields = [:]
    ) async throws -> Heard {
        let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
        var body = Data()
        for (field, value) in fields {
            body += Data("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
        }
        let disposition = "Content-Disposition: form-data; name=\"file\"; filename=\"\(name)\""
        body += Data("--\(boundary)\r\n\(disposition)\r\nContent-Type: application/x-lie\r\n\r\n".utf8)
        body += octets + Data("\r\n--\(boundary)--\r\n".utf8)
        var headers = headers
        headers[.contentType] = "multipart/form-data; boundary=\(boundary)"
        return try await ask(.post, "/progress/\(link)/evidence", headers, body: ByteBuffer(bytes: body))
    }
}
