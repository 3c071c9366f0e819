import Credentials
import Crypto
import Domain
import Foundation
import Testing

@testable import Mail

/// The shapes that are hashed, after RFC 6376 and RFC 8463; whole signatures are checked by dkimpy in Tests/Mail.
@Suite("DKIM")
struct DKIMTests {
    @Test("the example of RFC 6376 §3.4.5")
    func example() {
        #expect(header("A: X\r\n") == "a:X")
        #expect(header("B : Y\t\r\n\tZ  \r\n") == "b:Y Z")
        #expect(body(" C \r\nD \t E\r\n\r\n\r\n") == " C\r\nD E\r\n")
    }

    @Test("the body hash of RFC 8463, appendix A")
    func bodyHash() {
        let words = "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
        let hash = Data(SHA256.hash(data: Canonical.body(words.utf8))).base64EncodedString()
        #expect(hash == "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=")
    }

    @Test("empty bodies, bodies of empty lines, and a last line without an end")
    func edges() {
        #expect(body("") == "" && body("\r\n\r\n") == "" && body(" \t\r\n\r\n") == "")
        #expect(body("a") == "a\r\n" && body("\r\n\r\na\r\n \r\n") == "\r\n\r\na\r\n")
        #expect(header("X:") == "x:" && header("X-Long:\r\n a\r\n\tb \r\n") == "x-long:a b")
    }

    @Test("a mail gets a signature of each newest key, over every field that matters")
    func signs() throws {
        let folder = try TemporaryFolder()
        let keys = KeyFolder(path: "\(folder.path)/dkim")
        #expect(try DKIMKeys(in: keys).all.isEmpty)
        for stem in ["2026a", "2027a"] { try DKIMKeys.create(stem, in: keys) }
        let all = try DKIMKeys(in: keys)
        #expect(all.all.map(\.selector) == ["2026a-e", "2026a-r", "2027a-e", "2027a-r"])
        #expect(all.signing.map(\.selector) == ["2027a-e", "2027a-r"])
        let message = try Composer(seal: .sample).compose(
            SampleLetter(.offered) { $0.institute.senderEmail = "mail@meti.example" }.letter
        )
        let signed = String(decoding: try all.signed(message.bytes, domain: message.domain, at: Date()), as: UTF8.self)
        #expect(signed.hasSuffix(String(decoding: message.bytes, as: UTF8.self)))
        let lines = signed.components(separatedBy: "\r\n")
        #expect(lines.filter { $0.hasPrefix("DKIM-Signature: v=1; a=") }.count == 2)
        #expect(lines.contains { $0.hasPrefix(" h=from:from:reply-to:to:subject:date:message-id:") })
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        for key in all.all {
            #expect(
                try key.zoneLine(of: "meti.example").hasPrefix(
                    "\(key.selector)._domainkey.meti.example. IN TXT ( \"v=DKIM1;"
                )
            )
        }
        #expect(throws: KeyFolder.Unusable.self) { try DKIMKeys.create("2027a", in: keys) }
        #expect(throws: DKIMKeys.UnfitKey.self) { try DKIMKeys.create("../x", in: keys) }
    }

    @Test("the links of a list are in the header, and both are signed (RFC 8058 §4)")
    func list() async throws {
        let folder = try TemporaryFolder()
        let keys = KeyFolder(path: folder.path)
        try DKIMKeys.create("a", in: keys)
        var draft = Draft(
            from: try Mailbox(name: "Institute", address: "mail@bücher.example"),
            to: try Mailbox(name: "Ada", address: "ada@example.org"),
            subject: "News",
            messageID: "x@y.example",
            date: Date(timeIntervalSince1970: 0),
            kind: "campaign",
            text: "Hello",
            html: "<p>Hello</p>"
        )
        draft.list = ListLinks(
            url: "https://r.example/leave/T",
            mailto: "mailto:leave@r.example?subject=T",
            id: "updates.r.example"
        )
        #expect(draft.from.address == "mail@xn--bcher-kva.example")
        let mail = String(
            decoding: try DKIMKeys(in: keys).signed(try draft.encoded(), domain: draft.from.domain, at: Date()),
            as: UTF8.self
        )
        #expect(
            mail.contains("List-Unsubscribe: <https://r.example/leave/T>,\r\n <mailto:leave@r.example?subject=T>\r\n")
        )
        #expect(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
        #expect(mail.contains("list-id:list-unsubscribe:list-unsubscribe-post;"))
        #expect(!mail.contains("Auto-Submitted") && mail.contains("d=xn--bcher-kva.example;"))
    }

    private func header(_ text: String) -> String { String(decoding: Canonical.header(text.utf8), as: UTF8.self) }
    private func body(_ text: String) -> String { String(decoding: Canonical.body(text.utf8), as: UTF8.self) }
}
