import Domain
import Testing

@Suite("An e-mail address")
struct EmailAddressTests {
    @Test(
        "typed in any way it has one spelling",
        arguments: [
            (" Ada@Example.ORG\n", "ada@example.org"), ("ada+news.x@example.org", "ada+news.x@example.org"),
            ("o'brien@example.org", "o'brien@example.org"), ("a@bücher.de", "a@bücher.de"),
            ("a@BÜCHER.de", "a@bücher.de"), ("a@bu\u{308}cher.de", "a@bücher.de"),
            ("a@xn--bcher-kva.de", "a@bücher.de"),
            ("a@XN--BCHER-KVA.DE", "a@bücher.de"), ("a@例え。jp", "a@例え.jp"), ("a@ｅxample.org", "a@example.org"),
            ("a@straße.de", "a@straße.de"), ("ж@пример.рф", "ж@пример.рф"), ("a@ab--c.org", "a@ab--c.org"),
        ]
    )
    func spelling(typed: String, kept: String) throws {
        #expect(try EmailAddress(typed: typed).rawValue.unicodeScalars.elementsEqual(kept.unicodeScalars))
        // What is kept is taken again as it is: nobody is lost who looks themselves up.
        #expect(try EmailAddress(typed: kept).rawValue == kept)
    }

    @Test(
        "what is none is refused in words that say what to mend",
        arguments: [
            ("", "Give an e-mail address"), ("ada", "exactly one @"), ("a@b@example.org", "exactly one @"),
            ("@example.org", "before the @ is missing"), ("\"a b\"@example.org", "quotation marks"),
            ("\"a\"@example.org", "quotation marks"), ("a b@example.org", "a blank"),
            ("a@example.org\r\nBcc: x@example.org", "control character"), ("a\u{0}@example.org", "control character"),
            ("a@[127.0.0.1]", "a bracket"), ("a@127.0.0.1", "not a number"),
            (".a@example.org", "begins or ends with a dot"),
            ("a.@example.org", "begins or ends with a dot"), ("a..b@example.org", "two in a row"),
            ("a@example.org.", "ends with a dot"), ("a@.example.org", "must be a domain"),
            ("a@example..org", "must be a domain"), ("a@localhost", "must be a domain"), ("a@-x.org", "a hyphen"),
            ("a@x-.org", "a hyphen"), ("a@ex_ample.org", "a sign that no domain has"),
            ("a@ex/ample.org", "a sign that no domain has"), ("a@bü%41.de", "a sign that no domain has"),
            ("a@xn--a.org", "cannot be written that way"), ("a@xn--.org", "cannot be written that way"),
            ("a@xn--zzzzzzzz-.org", "cannot be written that way"), ("a@1א.com", "cannot be written that way"),
            ("a@ü..de", "cannot be written that way"), ("a\u{200B}@example.org", "control character"),
        ]
    )
    func refused(typed: String, words: String) throws {
        let error = try #require(throws: InvalidInput.self) { try EmailAddress(typed: typed) }
        #expect(error.problem.message.contains(words), "\(typed.debugDescription): \(error.problem.message)")
    }

    @Test("limits hold for what goes over the wire: 64 octets before the @, 63 a label, 254 in all")
    func limits() throws {
        let label = String(repeating: "x", count: 63)
        #expect(throws: Never.self) { try EmailAddress(typed: "\(label)y@example.org") }
        #expect(throws: InvalidInput.self) { try EmailAddress(typed: "\(label)yz@example.org") }
        #expect(throws: Never.self) { try EmailAddress(typed: "a@\(label).org") }
        #expect(throws: InvalidInput.self) { try EmailAddress(typed: "a@\(label)x.org") }
        // 60 letters, and 66 octets as an A-label.
        #expect(throws: InvalidInput.self) { try EmailAddress(typed: "a@\(String(repeating: "ü", count: 60)).de") }
        let long = [label, label, label, String(repeating: "y", count: 58)].joined(separator: ".")
        #expect(try EmailAddress(typed: "a@\(long).d").rawValue.utf8.count == 254)
        #expect(throws: InvalidInput.self) { try EmailAddress(typed: "ab@\(long).d") }
        #expect(throws: InvalidInput.self) { try EmailAddress(typed: String(repeating: "a@", count: 5_120)) }
    }

    @Test("staff see letters that look like others in ASCII too; on the wire the domain is in ASCII")
    func homographs() throws {
        let fake = try EmailAddress(typed: "аda@раураl.com")
        #expect(fake.plainly == "\\u{430}da@xn--l-7sba6dbr.com")
        #expect(try EmailAddress(typed: "ada@paypal.com").plainly == nil)
        #expect(try EmailAddress(typed: "a@bücher.de").onTheWire == "a@xn--bcher-kva.de")
        #expect(try EmailAddress(typed: "a@example.org").onTheWire == "a@example.org")
    }
}
