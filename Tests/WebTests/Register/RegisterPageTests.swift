import Credentials
import Domain
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("The register's pages", .database)
struct RegisterPageTests {
    private var here: TestDatabase { .current }

    @Test("a holder enters by the mailed link, is found, and leaves; looking alone changes nothing")
    func story() async throws {
        let certificate = try await here.certificate(of: "Zoë <b>Ångström</b>")
        let link = "/register/\(try await here.registerLink(certificate))"
        try await Visitor.visiting { visitor in
            let empty = try await visitor.get("/register")
            #expect(empty.text.contains("Nobody is in it yet."))
            #expect(empty.headers[.xRobotsTag] == "noindex")
            let asked = try await visitor.get(link)
            #expect(asked.text.contains("Do you want to be found?") && asked.text.contains("&lt;b&gt;Ångström"))
            #expect(asked.headers[.cacheControl]?.contains("no-store") == true)
            #expect(try await visitor.get("/register?q=zoe").text.contains("Nobody found."))
            let entered = try await visitor.post(link, form: ["act": "in", "city": "Malmö"])
            #expect(entered.status == 303)
            let found = try await visitor.get("/register?q=angstrom+malmo").text
            #expect(found.contains("One holder found.") && found.contains("href=\"/verify/\(certificate.printedID)\""))
            #expect(!found.contains("p0@"))
            let json = try await visitor.get("/api/v1/register?q=ANGSTROM").json
            #expect(json["items"]?.elements.first?["city"]?.text == "Malmö")
            #expect(try await visitor.get("/api/v1/register").json["listed"]?.number == 1)
            let trouble = try await visitor.post(link, form: ["act": "in", "city": "x@example.org"])
            #expect(trouble.status == 422 && trouble.text.contains("Type the name of a city alone"))
            #expect(try await visitor.post(link, form: ["act": "?"]).status == 422)
            #expect(try await visitor.post(link, form: ["act": "out"]).status == 303)
            #expect(try await visitor.get("/register?q=zoe").text.contains("Nobody found."))
            #expect(try await visitor.get(link + "x").status == 404)
        }
    }

    @Test("a search of 10 kB, of one letter, of wildcards, and a page that is none are each answered in words")
    func searches() async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor in
            let long = String(repeating: "x", count: 10_240)
            #expect(try await visitor.get("/register?q=\(long)").text.contains("Type 200 characters at most"))
            let json = try await visitor.get("/api/v1/register?q=\(long)")
            #expect(json.status == 422 && json.code == "search-too-long")
            #expect(try await visitor.get("/register?q=%25").text.contains("Type at least two letters"))
            #expect(try await visitor.get("/register?q=%25_%5C%27.*%5B").text.contains("Nobody found."))
            #expect(try await visitor.get("/api/v1/register?q=ada&after=zzz").status == 422)
        }
    }

    @Test("an old number is verified on the page and as JSON, as exactly dated as it is known")
    func old() async throws {
        try await here.importRecords(
            TestDatabase.records(
                "METI 96/0012,Ada Lovelace,,MES,AAHFRP Specialist,1996,1998-05,,,Houston",
                "K-7,Grace Hopper,,MES,,2025-03-04,2099,,,"
            )
        )
        try await Visitor.visiting { visitor in
            let text = try await visitor.get("/verify?id=meti96%2F0012").text
            for words in [
                "AAHFRP Specialist", "Ada Lovelace", "METI 96/0012", "<dd>1996</dd>", "1996 to May 1998",
                "Its term ended in May 1998.", "It had ended before this register began",
                "taken over from the institute",
            ] { #expect(text.contains(words), "\(words)") }
            let json = try await visitor.get("/api/v1/certificates/meti96%2F0012").json
            #expect(json["first_issued"]?.text == "1996" && json["valid_until"]?.text == "1998-05")
            #expect(json["origin"]?.text == "legacy" && json["old_number"]?.text == "METI 96/0012")
            #expect(json["links"]?["jwt"] == .null)
            let id = try #require(json["id"]?.text)
            #expect(try await visitor.get("/verify/\(id).pdf").status == 404)
            let signed = try await visitor.get("/verify/k7").text
            #expect(signed.contains("Valid today") && signed.contains("March 4, 2025 to 2099"))
            #expect(signed.contains("The signature holds"))
            #expect(try await visitor.get("/verify/k7.pdf").status == 200)
        }
    }
}
