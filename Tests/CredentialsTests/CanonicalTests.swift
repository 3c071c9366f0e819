import Credentials
import Testing

@Suite("Canonical JSON (RFC 8785)")
struct CanonicalTests {
    private func canonical(_ text: String) throws -> String {
        try String(decoding: JSON.read(Array(text.utf8)).canonical(), as: UTF8.self)
    }

    @Test("RFC 8785 §3.2.2 and §3.2.3, without the fractions: escapes, literals, order of members")
    func rfc() throws {
        let text = #"""
            {
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        #expect(try canonical(text) == #"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#)
    }

    @Test("RFC 8785 §3.2.3: members go by their UTF-16 units, so a smiley stands before a Hebrew letter")
    func units() throws {
        let text = #"""
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
             "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}
            """#
        let value = try JSON.read(canonical(text).utf8.map { $0 })
        #expect(
            value.members?.map { $0.value.text ?? "" } == [
                "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
                "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
            ]
        )
    }

    @Test(
        "vectors of the RFC's reference implementation (testdata/input, testdata/output)",
        arguments: [
            (
                #"{"\u20ac":"Euro Sign","1":"One","\u0080":"Control\u007f","\ud83d\ude02":"Smiley","\u00f6":"o","</script>":"Browser Challenge"}"#,
                "{\"1\":\"One\",\"</script>\":\"Browser Challenge\",\"\u{80}\":\"Control\u{7F}\",\"ö\":\"o\",\"€\":\"Euro Sign\",\"😂\":\"Smiley\"}"
            ),
            (
                #"{"peach": "1", "péché": "2", "pêche": "3", "sin":   "4"}"#,
                #"{"peach":"1","péché":"2","pêche":"3","sin":"4"}"#
            ),
            (
                #"{"1": {"f": {"f": "hi","F": 5} ,"\n": 56}, "10": { }, "": "empty", "a": { }, "111": [ { } ], "A": { } }"#,
                #"{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}"#
            ),
            (#"[ 56, {"d": true, "10": null, "1": [ ] } ]"#, #"[56,{"1":[],"10":null,"d":true}]"#),
            (#"{"Unnormalized Unicode":"A\u030a"}"#, "{\"Unnormalized Unicode\":\"A\u{30A}\"}"),
        ]
    )
    func reference(input: String, output: String) throws {
        #expect(try canonical(input).utf8.elementsEqual(output.utf8))
    }

    @Test("whole numbers as they are, -0 as 0, up to what a double holds")
    func integers() throws {
        #expect(
            try canonical("[0,-0,-7,9007199254740991,-9007199254740991]")
                == "[0,0,-7,9007199254740991,-9007199254740991]"
        )
        #expect(throws: JSON.NotCanonical.inexact(9_007_199_254_740_992)) { try canonical("9007199254740992") }
        #expect(throws: JSON.NotCanonical.inexact(.min)) { try canonical("-9223372036854775808") }
    }

    @Test(
        "a fraction or an exponent is refused, wherever it stands",
        arguments: ["56.0", "1e3", "0.5", "1E-7", "99999999999999999999"]
    )
    func fractions(number: String) {
        #expect(throws: JSON.NotCanonical.fraction(number)) { try canonical(#"{"a":[{"b":\#(number)}]}"#) }
    }

    @Test("a member given twice has no canonical form; names that only look alike are two members")
    func twice() throws {
        #expect(throws: JSON.NotCanonical.memberTwice("a")) { try (["a": 1, "b": 2, "a": 3] as JSON).canonical() }
        #expect(throws: JSON.Malformed.self) { try canonical(#"{"a":1,"\u0061":2}"#) }
        #expect(try canonical("{\"\u{E9}\":1,\"e\u{301}\":2}").utf8.count == 16)
    }

    @Test("what is too deep, too wide or cut off is refused in words")
    func hostile() {
        let wide = "{" + (0...1_000).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        for text in [String(repeating: "[", count: 1_000_000), wide, #"{"a":"#, "\"\\ud800\"", "{\"a\":1}x"] {
            #expect(throws: JSON.Malformed.self) { try canonical(text) }
        }
    }
}
