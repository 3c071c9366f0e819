import Credentials
import Domain
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("Verifying a certificate whose holder was erased", .database)
struct ErasedTests {
    private var here: TestDatabase { .current }

    /// A certificate that was looked at and drawn before its holder was erased, and the holder's claim.
    private func erased() async throws -> (certificate: Certificate, claim: EnrollmentID) {
        let (code, claims) = try await here.grantedCohort(["Ada Lovelace"])
        let id = try #require(try await here.issue(code).lines.first?.id)
        let certificate = try await here.registrar.certificates.require(id)
        try await Visitor.visiting { visitor async throws in
            #expect(try await visitor.get("/verify/\(id)").text.contains("Ada Lovelace"))
            #expect(try await visitor.get("/verify/\(id).pdf").status == 200)
        }
        let key = try PersonKey(typed: "p0@\(code.lowercased()).example")
        let plan = try await here.registrar.people.planErasure(of: key, by: .system)
        _ = try await here.registrar.people.erase(key, hash: plan.hash, by: .system)
        return (certificate, claims[0])
    }

    @Test("the page still tells issuer, credential and dates, and that the holder was erased; no name and no file")
    func page() async throws {
        let (certificate, _) = try await erased()
        try await Visitor.visiting { visitor in
            let answer = try await visitor.get("/verify/\(certificate.printedID)")
            #expect(answer.status == 200)
            let text = answer.text
            #expect(text.contains("Medical Exercise Institute") && text.contains(certificate.credential))
            #expect(text.contains("It was issued to a person whose data was erased at their request."))
            #expect(text.contains("The signed file was erased with its holder"))
            #expect(text.contains("<dt>Issued</dt>") && text.contains("<dt>Term</dt>"))
            #expect(
                !text.contains("Lovelace") && !text.contains("\(certificate.printedID).pdf")
                    && !text.contains("linkedin")
            )
        }
    }

    @Test("programs are told the status erased, the dates, and null for the name and the files")
    func json() async throws {
        let (certificate, _) = try await erased()
        try await Visitor.visiting { visitor in
            let json = try await visitor.get("/api/v1/certificates/\(certificate.printedID)").json
            #expect(json["status"] == "erased" && json["state"] == "active")
            let erased = try await here.registrar.certificates.require(certificate.printedID).erasedAt
            #expect(try json["status_since"]?.text == Instant(#require(erased)).description)
            #expect(json["name"] == .null)
            #expect(json["issuer"] == "Medical Exercise Institute")
            #expect(json["credential"]?.text == certificate.credential)
            #expect(json["valid_until"]?.text != nil && json["first_issued"]?.text != nil)
            #expect(json["checks"]?["signature"] == "unavailable")
            #expect(json["links"]?["jwt"] == .null && json["links"]?["json"] == .null)
        }
    }

    @Test("what is revoked once its holder was erased was revoked afterwards, for people and for programs")
    func revokedAfterwards() async throws {
        let (certificate, _) = try await erased()
        let id = certificate.printedID
        try await here.shiftClock(by: .seconds(86_400))
        _ = try await here.registrar.certificates.change(
            id,
            .revoke,
            because: StaffReason(.conduct, "It was found out later."),
            by: here.staff(.decider)
        )
        try await Visitor.visiting { visitor in
            let page = try await visitor.get("/verify/\(id)").text
            #expect(page.contains("at their request. It was revoked afterwards.") && !page.contains("Before that"))
            let json = try await visitor.get("/api/v1/certificates/\(id)").json
            #expect(json["status"] == "erased" && json["state"] == "revoked")
            let csv = try await visitor.post(
                "/api/v1/certificates/verify-list",
                octets: Array("id\n\(id)\n".utf8),
                [.contentType: "text/csv", .accept: "text/csv"]
            )
            #expect(csv.text.contains(",status,state,status_since,") && csv.text.contains(",erased,revoked,"))
        }
    }

    @Test("every file is gone with a sentence that says why", arguments: ["pdf", "jwt", "json", "png", "svg"])
    func files(ending: String) async throws {
        let (certificate, _) = try await erased()
        try await Visitor.visiting { visitor in
            let answer = try await visitor.get("/verify/\(certificate.printedID).\(ending)")
            #expect(answer.status == 410)
            #expect(answer.text.contains("The holder was erased at their request, and the file with them."))
        }
    }

    @Test("links mailed before say that the data was erased, and show nothing of it")
    func links() async throws {
        let (_, claim) = try await erased()
        try await Visitor.visiting { visitor in
            for path in [
                "/reservations/\(here.link(.show, claim))", "/reservations/\(here.link(.act, claim))",
                "/names/\(here.nameLink(of: claim))", "/api/v1/reservations/\(here.link(.act, claim))",
            ] {
                let answer = try await visitor.get(path)
                #expect(answer.status == 410, "\(path)")
                #expect(answer.text.contains("erased, at their request") && !answer.text.contains("(erased)"))
            }
            let posted = try await visitor.post("/names/\(here.nameLink(of: claim))", form: ["name": "Ada Lovelace"])
            #expect(posted.status == 410)
            #expect(try await visitor.get("/api/v1/reservations/\(here.link(.act, claim))").code == "person-erased")
        }
    }
}
