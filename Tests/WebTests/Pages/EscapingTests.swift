import Testing

@testable import Web

@Suite("Escaping for HTML")
struct EscapingTests {
    private let escaping = ScalarEscaping()

    @Test("the five signs are escaped, also where an accent follows them, and everything else stays")
    func signs() {
        #expect(escaping.escapeText("<a href='\"'>&") == "&lt;a href=&#39;&quot;&#39;&gt;&amp;")
        #expect(Array(escaping.escapeText("\"\u{301}").utf8) == Array("&quot;\u{301}".utf8))
        #expect(escaping.escapeText("Zoë 欧阳 😀") == "Zoë 欧阳 😀")
    }

    @Test("a list of quotes as long as may be posted is escaped as it is")
    func long() {
        let quotes = String(repeating: "\"", count: 262_144)
        #expect(escaping.escapeText(quotes).utf8.count == 1_572_864)
    }
}
