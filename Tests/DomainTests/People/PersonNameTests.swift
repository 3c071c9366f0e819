import Domain
import Testing

@Suite("Names of persons")
struct PersonNameTests {
    @Test(
        "any script is taken as it was typed, without the blanks around it",
        arguments: [
            "Ada Lovelace", "Nguyễn Thị Ánh", "محمد بن سلمان", "שרה לוי", "สมชาย ใจดี", "欧阳娜娜", "O’Brien-Ñuño", "Z",
            "می\u{200C}خواهم", "क्\u{200D}ष",
        ]
    )
    func taken(name: String) throws {
        #expect(try PersonName(typed: " \(name)\u{A0}").rawValue == name)
    }

    @Test(
        "what would not stand on a certificate as it reads here is refused",
        arguments: [
            "", " ", "Ada\nLovelace", "Ada\u{0}", "Ada \u{202E}ecalevoL", "\u{2067}Ada\u{2069}", "\u{2060}", "\u{AD}",
            "Ada\u{E0041}", "Ada\u{2028}King", "A\u{AD}da", "\u{3164}", "'", "\u{200D}", "42",
        ]
    )
    func refused(name: String) {
        #expect(throws: InvalidInput.self) { try PersonName(typed: name) }
    }

    @Test("200 characters fit, counted by code points; one more does not")
    func long() throws {
        #expect(try PersonName(typed: String(repeating: "e\u{301}", count: 100)).rawValue.unicodeScalars.count == 200)
        #expect(throws: InvalidInput.self) { try PersonName(typed: String(repeating: "e\u{301}", count: 100) + "e") }
    }
}
