import Credentials
import Testing

@Suite("JSON is read strictly")
struct JSONTests {
    private func read(_ text: String) throws -> JSON { try JSON.read(Array(text.utf8)) }

    @Test("every kind of value")
    func values() throws {
        let value = try read(
            #" {"a": [1, -2, 0.5, 1e3, true, false, null], "b": {"c": "d"}, "é": "\u00e9\ud83d\ude00\n"} "#
        )
        #expect(value["a"] == [1, -2, .number("0.5"), .number("1e3"), true, false, nil])
        #expect(value["b"]?["c"] == "d")
        #expect(value["é"] == "é😀\n")
    }

    @Test(
        "what is not JSON is refused, with the place",
        arguments: [
            ("", 1), ("{", 2), (#"{"a"}"#, 5), (#"{"a":}"#, 6), (#"{"a":1,}"#, 8), ("[1 2]", 4), ("01", 2), ("1.", 3),
            ("-", 2),
            ("tru", 1), ("nul", 1), (#""a"#, 1), (#""\x""#, 2), (#""\u12g4""#, 2), (#""\ud800""#, 2), (#""\udc00""#, 2),
            ("{} {}", 4),
            ("\"\u{1}\"", 2), ("'a'", 1), ("{a:1}", 2), ("NaN", 1), (#"{"a":1,"a":2}"#, 8), ("\u{FEFF}{}", 1),
            (#""\"#, 2),
        ]
    )
    func malformed(_ text: String, _ column: Int) {
        let error = #expect(throws: JSON.Malformed.self) { try read(text) }
        #expect(error?.column == column)
    }

    @Test(
        "invalid UTF-8 is refused",
        arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]]
    )
    func encoding(_ octets: [Int]) {
        #expect(throws: JSON.Malformed.self) { try JSON.read(octets.map(UInt8.init)) }
    }

    @Test("32 levels are read, 33 are not")
    func depth() throws {
        _ = try read(String(repeating: "[", count: 32) + String(repeating: "]", count: 32))
        #expect(throws: JSON.Malformed.self) {
            try read(String(repeating: "[", count: 33) + String(repeating: "]", count: 33))
        }
    }

    @Test("the line is counted too")
    func line() {
        let error = #expect(throws: JSON.Malformed.self) { try read("{\n  \"a\": x}") }
        #expect(error?.line == 2 && error?.column == 8)
        #expect(error?.description == "A JSON value was expected here. (line 2, column 8)")
    }
}
