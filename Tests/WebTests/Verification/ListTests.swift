import Credentials
import Domain
import Foundation
import HTTPTypes
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite("A list of IDs is answered in order", .database)
struct ListTests {
    private var here: TestDatabase { .current }
    private let path = "/api/v1/certificates/verify-list"

    /// An ID in all the ways in which people spell it, and with each mistake that its check character catches.
    private func spellings(_ id: CertificateID) -> (right: [String], wrong: [String]) {
        let characters = Array(id.rawValue)
        var digit = characters
        digit[2] = digit[2] == "7" ? "8" : "7"
        var swapped = characters
        let place = characters.indices.dropLast().first { characters[$0] != characters[$0 + 1] } ?? 0
        swapped.swapAt(place, place + 1)
        var letterU = characters
        letterU[4] = "U"
        let wide = id.rawValue.unicodeScalars.compactMap { UnicodeScalar($0.value + 0xFEE0).map { Character($0) } }
        let mistaken = id.rawValue.replacing("0", with: "O").replacing("1", with: "I")
        return (
            [
                id.printed(prefix: "MES"), id.rawValue.lowercased(), " \(id.printed().replacing("-", with: " ")) ",
                mistaken, id.printed(prefix: "PRCS"), String(wide), "https://registrar.example/verify/\(id.printed())",
            ],
            [String(digit), String(swapped), String(letterU)]
        )
    }

    @Test("in any spelling; mistyped and unknown ones are told apart, and odd text is only unknown")
    func answers() async throws {
        let certificate = try await here.certificate()
        let (right, wrong) = spellings(certificate.id)
        let odd = [
            "7K3M9QRT2WR", String(repeating: "ä1", count: 100), "'; DROP TABLE certificate; --",
            "<script>alert(1)</script>", "", "\u{0}\u{202E}",
        ]
        try await Visitor.visiting { visitor in
            let body: JSON = ["ids": .array((right + wrong + odd).map(JSON.string))]
            let heard = try await visitor.post(path, octets: body.canonical())
            #expect(heard.status == 200)
            let items = try heard.json["items"]?.elements ?? []
            #expect(items.compactMap { $0["asked"]?.text } == right + wrong + odd)
            let statuses =
                right.map { _ in "active" } + wrong.map { _ in "mistyped" } + odd.map { _ in "unknown" }
            #expect(items.compactMap { $0["status"]?.text } == statuses)
            #expect(items[0]["issuer"] == "Medical Exercise Institute")
            #expect(items[0]["name"] == "Ada Lovelace")
            #expect(items[0]["id"]?.text == certificate.printedID)
            #expect(items.last?["name"] == .null)
        }
    }

    @Test("an ID of more than 200 characters is refused where it stands, and none of the list is looked up")
    func long() async throws {
        try await here.furnish()
        let long = String(repeating: "7", count: 201)
        try await Visitor.visiting { visitor in
            let body: JSON = ["ids": ["7K3M9QRT2WR", .string(long)]]
            let heard = try await visitor.post(path, octets: body.canonical())
            #expect(heard.status == 422 && heard.text.contains("ids[1]"))
            let text = Array("id,note\r\n7K3M9QRT2WR,\(long)\r\n\(long),x\r\n".utf8)
            let refused = try await visitor.post(path, octets: text, [.contentType: "text/csv"])
            #expect(refused.status == 422 && refused.text.contains("list:3") && !refused.text.contains("list:2"))
            // As many signs as the form takes, each of which grows when it is escaped.
            let quotes = try await visitor.upload(["ids": Array(String(repeating: "\"", count: 262_000).utf8)])
            #expect(quotes.status == 422)
        }
    }

    @Test("CSV in and CSV out, with no cell that a spreadsheet would reckon with")
    func csv() async throws {
        let certificate = try await here.certificate(of: "=Ada, \"Countess\"")
        let rows = "name,ID\r\nAda,\(certificate.printedID.lowercased())\r\n\r\nBo,=1+1\r\n\"C\",\"@x, y\"\r\nDee\r\n"
        try await Visitor.visiting { visitor in
            let headers: HTTPFields = [.contentType: "text/csv; charset=utf-8", .accept: "text/csv, */*;q=0.1"]
            let heard = try await visitor.post(path, octets: Array(rows.utf8), headers)
            #expect(heard.headers[.contentType] == "text/csv; charset=utf-8")
            let lines = heard.text.components(separatedBy: "\r\n")
            #expect(lines[0].hasPrefix("asked,issuer,credential,name,status,"))
            let active = "\(certificate.printedID.lowercased()),Medical Exercise Institute,Medical Exercise Specialist,"
            #expect(lines[1].hasPrefix(active + "\"'=Ada, \"\"Countess\"\"\",active,"))
            #expect(lines[1].hasSuffix("https://registrar.example/verify/\(certificate.printedID)"))
            #expect(lines[2].hasPrefix("'=1+1,,,,unknown,"))
            #expect(lines[3].hasPrefix("\"'@x, y\",,,,unknown,"))
            #expect(lines[4].hasPrefix(",,,,unknown,"))
            #expect(lines.count == 6 && lines[5].isEmpty)
        }
    }

    @Test("without a header every field is an ID, whatever parts them")
    func pasted() async throws {
        let (code, _) = try await here.grantedCohort(["Ada", "Bo"])
        let ids = try await here.issue(code).lines.compactMap(\.id)
        try await Visitor.visiting { visitor in
            let lists = [
                "\(ids[0])\n\(ids[1])", "\(ids[0]), \(ids[1])", "\(ids[0])\t\(ids[1])\r\n\r\n",
                "Certificate;x\n\(ids[0])\n\(ids[1]);y",
            ]
            for text in lists {
                let heard = try await visitor.post(path, octets: Array(text.utf8), [.contentType: "text/plain"])
                let items = try heard.json["items"]?.elements ?? []
                #expect(items.compactMap { $0["id"]?.text } == ids, "\(text)")
            }
        }
    }

    @Test("a list that is empty, too long, no UTF-8 or broken is refused whole, with the line")
    func refused() async throws {
        try await here.furnish()
        try await Visitor.visiting { visitor async throws in
            func send(_ octets: [UInt8]) async throws -> Heard {
                try await visitor.post(path, octets: octets, [.contentType: "text/csv"])
            }
            func detail(of octets: [UInt8]) async throws -> String { try await send(octets).detail }
            #expect(try await detail(of: []).contains("empty"))
            #expect(try await send(Array("id\r\n".utf8)).status == 422)
            let many = String(repeating: "7K3M9QRT2WR\n", count: 1_001)
            #expect(try await detail(of: Array(many.utf8)).contains("more than 1000 IDs"))
            #expect(try await send(Array(many.dropLast(12).utf8)).status == 200)
            #expect(try await detail(of: [0x37, 0xFF]).contains("UTF-8"))
            #expect(try await detail(of: Array("id\nA\n\"B\nC".utf8)).contains("Line 3"))
            #expect(try await send(Array(repeating: 65, count: 262_145)).status == 413)
            for body in ["[]", "{}", #"{"ids": "x"}"#, #"{"ids": [1]}"#, #"{"ids": []}"#] {
                #expect(try await visitor.post(path, json: body).status == 422, "\(body)")
            }
            #expect(try await visitor.post(path, octets: [65], [.contentType: "image/png"]).status == 415)
        }
    }

    @Test("by page it is answered in order, and the same list comes as a file for a spreadsheet")
    func page() async throws {
        let certificate = try await here.certificate(of: "Zoë <b>Ångström</b>")
        let typed = "\(certificate.printedID)\r\n<script>\r\n\"quoted, \"\"twice\"\"\"\r\n7K3M9QRT2WS"
        try await Visitor.visiting { visitor in
            let page = try await visitor.upload(["file": [], "ids": Array(typed.utf8), "list": []])
            #expect(page.status == 200)
            #expect(page.text.contains("1 of 4 are valid today"))
            let order = ["Zoë &lt;b&gt;Ångström", "&lt;script&gt;", "quoted, &quot;twice&quot;", "Mistyped"]
            let places = order.compactMap { page.text.range(of: $0, options: .backwards)?.lowerBound }
            #expect(places.count == 4 && places == places.sorted())
            #expect(!page.text.contains("<script>\r\n"))
            let hidden = try #require(page.text.firstMatch(of: #/name="ids" value="([^"]*)"/#)?.output.1)
            let again = hidden.replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            let file = try await visitor.upload(["ids": Array(again.utf8), "as": Array("csv".utf8)])
            #expect(file.headers[.contentDisposition] == "attachment; filename=\"certificates.csv\"")
            #expect(file.text.hasPrefix("\u{FEFF}asked,"))
            let lines = file.text.components(separatedBy: "\r\n")
            #expect(lines.count == 6)
            #expect(lines[3].hasPrefix("\"quoted, \"\"twice\"\"\",,,,unknown,"))
            let listed = try await visitor.upload(["ids": [], "list": Array("id\n\(certificate.printedID)".utf8)])
            #expect(listed.text.contains("1 of 1 is valid today"))
            #expect(try await visitor.upload(["ids": Array("\"a".utf8)]).status == 422)
        }
    }

    @Test("a full list and its file fit into a client's minute, a third list does not; files weigh more than IDs")
    func limited() async throws {
        try await here.furnish()
        let list = Array(String(repeating: "7K3M9QRT2WR\n", count: 1_000).utf8)
        try await Visitor.visiting { visitor in
            let busy = visitor.from("203.0.113.7")
            var statuses: [Int] = []
            for _ in 1...3 {
                statuses.append(try await busy.post(path, octets: list, [.contentType: "text/csv"]).status)
            }
            #expect(statuses == [200, 200, 429])
            let other = visitor.from("203.0.113.8")
            for _ in 1...30 { #expect(try await other.check([65]).status == 422) }
            #expect(try await other.check([65]).status == 429)
            #expect(try await other.upload(["file": [65]]).status == 429)
            #expect(try await visitor.from("203.0.113.9").check([65]).status == 422)
        }
    }
}
