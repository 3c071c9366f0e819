import Domain
import Foundation
import Testing

@testable import Mail

extension CampaignLetter {
    static func sample(
        _ text: String = "Hello.",
        name: String? = "Ada Lovelace",
        host: String = "registrar.meti.example",
        token: String = "token"
    ) throws -> CampaignLetter {
        CampaignLetter(
            jobID: JobID(rawValue: 9),
            to: EmailAddress(rawValue: "ada@example.org"),
            knownName: name.map { PersonName(rawValue: $0) },
            firstName: name.map { String($0.prefix { $0 != " " }) },
            institute: SampleLetter(.offered).letter.institute,
            purpose: "updates",
            purposeName: "Updates",
            words: try CampaignTemplate(text, subject: "News of May & June"),
            links: ListLinks(
                leave: "https://\(host)/leave/\(token)",
                token: token,
                preferences: "https://\(host)/preferences/\(token)"
            ),
            now: Date(timeIntervalSince1970: 1_793_610_000)
        )
    }
}

@Suite("Letters of a campaign")
struct CampaignLetterTests {
    private func part(_ format: Format, _ letter: CampaignLetter) throws -> String {
        let wording = try Wording().saying(text: letter.words.body, html: CampaignMarkup(letter.words.body).html)
        return try wording.render("campaign", format, letter.facts())
    }

    @Test("say what the template says to each, with the postal address and the way off the list at the foot")
    func words() throws {
        let template = """
            {{#first_name}}Dear {{first_name}},{{/first_name}}{{^first_name}}Hello,{{/first_name}}

            there are new dates. {{! Only we read this. }}
            """
        let named = try CampaignLetter.sample(template)
        let nameless = try CampaignLetter.sample(template, name: nil)
        #expect(try part(.subject, named) == "News of May & June")
        #expect(
            try part(.text, named).hasPrefix("Dear Ada,\n\nthere are new dates.")
                && part(.text, nameless).hasPrefix("Hello,\n")
        )
        for letter in [named, nameless] {
            for format in [Format.text, .html] {
                let words = try part(format, letter)
                #expect(!words.contains("{{") && !words.contains("Only we"))
                for line in letter.institute.postalAddress.split(separator: "\n") { #expect(words.contains(line)) }
                #expect(words.contains(letter.links.leave) && words.contains(letter.links.preferences))
                #expect(words.contains("said yes to it: Updates"))
            }
        }
        let message = try Composer(seal: .sample, bounces: "bounces@meti.example").compose(named)
        #expect(message.subject == "News of May & June" && message.to == "ada@example.org")
        #expect(try message.plainText().hasPrefix("Dear Ada,"))
        let head = String(decoding: message.bytes, as: UTF8.self).replacing("\r\n ", with: " ").replacing(
            "\r\n\t",
            with: " "
        )
        #expect(head.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
        #expect(head.contains("List-Unsubscribe: <\(named.links.leave)>, <mailto:bounces@meti.example?subject=token>"))
        #expect(head.contains("List-Id: <updates.registrar.meti.example>") && !head.contains("Auto-Submitted"))
    }

    @Test("carry the way off the list as it is, however long the link is (RFC 8058)")
    func longLink() async throws {
        let host = "registrar.measurement-institute.example.org"
        let token = String(repeating: "aB-_", count: 9)
        let letter = try CampaignLetter.sample(host: host, token: token)
        let bounces = "bounces-of-the-registrar@mail.measurement-institute.example.org"
        let message = try Composer(seal: .sample, bounces: bounces).compose(letter)
        let mail = String(decoding: message.bytes, as: UTF8.self)
        #expect(
            mail.contains(
                "\r\nList-Unsubscribe: <https://\(host)/leave/\(token)>,\r\n <mailto:\(bounces)?subject=\(token)>\r\n"
            )
        )
        let read = try await ReadMail.one(message)
        #expect(read.listUnsubscribe == "<https://\(host)/leave/\(token)>, <mailto:\(bounces)?subject=\(token)>")
        #expect(read.headers.prefix(3) == ["List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"])
        #expect(read.defects == [] && !read.headers.contains("Auto-Submitted"))
    }

    @Test("make paragraphs, headings, lists and links of plain text, and of a name nothing but a name")
    func markup() throws {
        let template = """
            # New & old

            See https://example.org/dates?a=1&b=2.
            {{preferences}}

            - One <b>
            - {{#name}}{{name}}{{/name}}
            """
        let html = try part(.html, CampaignLetter.sample(template, name: "# https://evil.example <script>"))
        #expect(html.contains(">New &amp; old</h2>"))
        #expect(html.contains("<a href=\"https://example.org/dates?a=1&amp;b=2\""))
        #expect(html.contains("<a href=\"https://registrar.meti.example/preferences/token\""))
        #expect(html.contains("<li>One &lt;b&gt;</li>\n<li># https://evil.example &lt;script&gt;</li>"))
        #expect(!html.contains("href=\"https://evil"))
    }
}
