import Domain
import Foundation
import Testing

@testable import Mail

@Suite("Mails as others read them")
struct MessageTests {
    let composer: Composer

    init() throws {
        composer = try Composer(seal: .sample)
    }

    /// Names that people have, and names that people try.
    static let names = [
        "Amira Haddad", "علي بن أبي طالب محمد عبد الرحمن السيد الكبير جدا من مدينة القاهرة", "សុខ សុភា", "👩‍🔬 Zoë 👨‍👩‍👧‍👦",
        "O'Brien, \"Bob\" <bob@evil.example>", "a\r\nBcc: victim@example.org", "a\nSubject: Win",
        "a\u{85}b\u{2028}c\u{0}d",
        "=?utf-8?B?RXZpbA==?=", "=?utf-8?Q?a=0D=0ABcc:_victim=40example.org?=", "x =?iso-8859-1?q?y?= é", "\"", "\\",
        "\\\"", "(comment)",
        "a@b.example, c@d.example", "a;b:c", "\u{202E}gnp.exe", "Ann\u{200F} ‏אן", "<script>alert(1)</script>",
        "\"\u{301} onmouseover=alert(1) x=\"", "&lt;&amp;", "{{institute}} {{{name}}} {{>html}}", "%s%n", "--boundary",
        ".", "From x",
        String(repeating: "W", count: 200), String(repeating: "é", count: 200),
        "e" + String(repeating: "\u{301}", count: 199),
        "Jose\u{301}", "𝒵𝒶𝓁𝑔𝑜", "李小龍", "  two   blanks\u{3000}here ",
    ]

    @Test("every name of every script arrives as typed and does nothing else", arguments: SeatLetter.Kind.allCases)
    func names(kind: SeatLetter.Kind) async throws {
        let messages = try Self.names.map { name in
            try composer.compose(SampleLetter(kind) { ($0.name, $0.addressConfirmed) = (name, true) }.letter)
        }
        let mails = try await ReadMail.all(messages)
        let usual = try #require(mails.first)
        for (name, mail) in zip(Self.names, mails) {
            #expect(mail.to == [.init(name: name.onOneLine, address: "amira@example.org")])
            #expect(mail.from == [.init(name: "Medical Exercise Training Institute", address: "office@meti.example")])
            #expect(mail.headers == usual.headers)
            #expect(mail.subject == usual.subject)
            #expect(mail.parts == usual.parts)
            #expect(mail.defects == [])
            #expect(mail.page.elements == usual.page.elements, "\(name.debugDescription)")
            #expect(mail.page.links == usual.page.links)
            #expect(mail.page.faults == [])
            #expect(mail.text.contains("Dear \(name.onOneLine),\n"))
            #expect(mail.page.words.contains("Dear \(name.onOneLine) ,"))
        }
    }

    @Test(
        "every kind is text and HTML, dated, named by its job and marked as automatic",
        arguments: SeatLetter.Kind.allCases
    )
    func shape(kind: SeatLetter.Kind) async throws {
        let message = try composer.compose(SampleLetter(kind).letter)
        let mail = try await ReadMail.one(message)
        let texts = ["multipart/alternative", "text/plain", "text/html"]
        // Who moved takes one date out of the calendar, and another in.
        let calendars =
            switch kind {
            case .confirmed, .changed, .withdrawn, .removed, .cancelled: 1
            case .transferred: 2
            default: 0
            }
        let files = Array(repeating: "text/calendar", count: calendars)
        #expect(mail.parts == (calendars == 0 ? texts : ["multipart/mixed"] + texts + files))
        #expect(
            mail.headers.sorted() == [
                "Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "MIME-Version", "Message-Id",
                "Subject", "To",
                "X-Registrar-Letter",
            ]
        )
        #expect(
            mail.messageID == "<\(message.messageID)>"
                && message.messageID == "letter-\(MailSeal.sample.mark(JobID(rawValue: 42)))@registrar.meti.example"
        )
        #expect(mail.date == "2027-01-22T20:00:00+00:00")
        #expect(mail.autoSubmitted == "auto-generated")
        #expect(mail.subject == message.subject)
        #expect(mail.defects == [])
        let forbidden = ["img", "script", "style", "link", "iframe", "form", "object"]
        #expect(mail.page.elements.allSatisfy { !forbidden.contains(String($0.prefix { $0 != " " })) })
        #expect(mail.page.links.allSatisfy { $0.hasPrefix("https://") || $0 == "mailto:office@meti.example" })
    }

    @Test("what is written holds to RFC 5322: CRLF alone, short lines, seven bits", arguments: SeatLetter.Kind.allCases)
    func octets(kind: SeatLetter.Kind) throws {
        for name in Self.names {
            let bytes = try composer.compose(SampleLetter(kind) { $0.name = name }.letter).bytes
            #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
            let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
            #expect(lines.allSatisfy { !$0.utf8.contains(10) && !$0.utf8.contains(13) })
            #expect(lines.filter { $0.utf8.count > 78 } == [])
        }
    }

    @Test("text and HTML say the same, whatever the script of the institute")
    func scripts() async throws {
        let sample = SampleLetter(.confirmed) {
            $0.institute.name = "معهد التدريب; \"Ünïted\" <inc>"
            $0.programName = "កម្មវិធី & <b>\r\nBcc: x@y.example"
            $0.institute.postalAddress = "១២ ផ្លូវ\r\nPhnom Penh"
        }
        let mail = try await ReadMail.one(composer.compose(sample.letter))
        #expect(mail.from == [.init(name: "معهد التدريب; \"Ünïted\" <inc>", address: "office@meti.example")])
        #expect(mail.subject == "Your seat is confirmed: កម្មវិធី & <b> Bcc: x@y.example (MES-2027-03)")
        for words in ["កម្មវិធី & <b> Bcc: x@y.example", "១២ ផ្លូវ", "Phnom Penh"] {
            #expect(mail.text.contains(words) && mail.page.words.contains(words))
        }
        #expect(mail.headers.count == 10 && mail.defects == [] && mail.page.faults == [])
    }

    @Test("the same job is the same mail, another job another")
    func identity() throws {
        let first = try composer.compose(SampleLetter(.offered).letter)
        #expect(try composer.compose(SampleLetter(.offered).letter).messageID == first.messageID)
        #expect(try composer.compose(SampleLetter(.offered) { $0.jobID = 43 }.letter).messageID != first.messageID)
    }

    @Test(
        "an address that could be two, or that ends its line, is refused",
        arguments: [
            "", "amira", "@example.org", "a@", "a@b@c", "a b@example.org", "a@example.org\r\nBcc: x@y.example",
            "a@example.org,b@c.d",
            "<a@example.org>", "\"a\"@example.org", "a@exam\u{200B}ple.org",
        ]
    )
    func addresses(address: String) {
        #expect(throws: UnfitLetter.self) { try composer.compose(SampleLetter(.offered) { $0.to = address }.letter) }
        #expect(throws: UnfitLetter.self) {
            try composer.compose(SampleLetter(.offered) { $0.institute.contactEmail = address }.letter)
        }
    }

    @Test("an address at a domain of another script goes out in its ASCII form")
    func idn() async throws {
        let message = try composer.compose(SampleLetter(.offered) { $0.to = "amira@bücher.example" }.letter)
        #expect(try await ReadMail.one(message).to.map(\.address) == ["amira@xn--bcher-kva.example"])
    }

    @Test(
        "a link that is not one never becomes a button",
        arguments: [
            "javascript:alert(1)", "https://a.example/\" onclick=x", "https://a.example/\r\nx", "//a.example",
            "https://a b", "",
        ]
    )
    func links(link: String) {
        #expect(throws: UnfitLetter.self) {
            try composer.compose(SampleLetter(.offered) { $0.actingLink = link }.letter)
        }
        #expect(throws: UnfitLetter.self) {
            try composer.compose(SampleLetter(.offered) { $0.institute.publicUrl = link }.letter)
        }
    }
}
