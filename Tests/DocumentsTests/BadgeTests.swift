import Credentials
import Documents
import Foundation
import Testing

@Suite("A badge")
struct BadgeTests {
    static let badge = Badge(
        code: "MES",
        name: "Medical Exercise Specialist",
        issuer: "Medical Exercise Training Institute",
        language: "en"
    )

    @Test("its PNG and its preview have their sizes, and a certificate can be baked into both")
    func png() throws {
        for (image, width, height) in [
            (try Self.badge.png(), 600, 600), (try Self.badge.preview(), 1_200, 630),
        ] {
            #expect(number(image[16..<20]) == width && number(image[20..<24]) == height)
            let baked = try BakedPNG.bake("eyJh.eyJp.c2ln-_A", into: image)
            #expect(try BakedPNG.extract(from: baked) == "eyJh.eyJp.c2ln-_A")
        }
    }

    @Test("its SVG is XML, and a certificate can be baked into it")
    func svg() throws {
        let image = try Self.badge.svg()
        let texts = try #require(Drawn(image)).texts
        #expect(
            texts.first == "MES" && texts.dropFirst().joined(separator: " ").hasPrefix("Medical Exercise Specialist")
        )
        let baked = try BakedSVG.bake("eyJh.eyJp.c2ln-_A", into: image)
        #expect(try BakedSVG.extract(from: baked) == "eyJh.eyJp.c2ln-_A")
        #expect(Drawn(baked)?.texts == texts)
    }

    @Test(
        "whatever its words are, they stay words",
        arguments: [
            "</text><script>alert(1)</script>", "\" onload=\"x", "a'b", "&lt;&amp;", "]]>", "<!--", "\"\u{301} x=\"",
            "a\u{0}\u{1B}\u{FFFF}b", "<svg>", "<openbadges:credential verify=\"a.b.c\"/>",
        ]
    )
    func escaping(words: String) throws {
        let badge = Badge(code: words, name: words, issuer: words, language: "en")
        let image = try badge.svg()
        let drawn = try #require(Drawn(image))
        #expect(Set(drawn.elements) == ["svg", "title", "desc", "circle", "rect", "text"])
        #expect(Set(drawn.attributes).isDisjoint(with: ["onload", "x="]))
        let plain = words.filter { !$0.isWhitespace }.unicodeScalars.filter { $0.value > 31 && $0.value != 0xFFFF }
        let shown = drawn.texts.joined().filter { !$0.isWhitespace }.unicodeScalars
        #expect(shown.elementsEqual(plain + plain + plain))
        #expect(try BakedSVG.extract(from: BakedSVG.bake("a.b.c", into: image)) == "a.b.c")
    }

    @Test("equal badges are equal octets, in every format; a test badge says so")
    func determinism() throws {
        #expect(try Self.badge.png() == Self.badge.png())
        #expect(try Self.badge.svg() == Self.badge.svg())
        #expect(try Self.badge.preview() == Self.badge.preview())
        var test = Self.badge
        test.isTest = true
        #expect(Drawn(try test.svg())?.texts.contains("TEST") == true)
        #expect(try test.png() != Self.badge.png())
    }

    @Test("empty and endless words, and a language that is none, are refused")
    func unfit() {
        for change: (inout Badge) -> Void in [
            { $0.code = "" }, { $0.name = "\n" }, { $0.issuer = String(repeating: "a", count: 201) },
            { $0.language = "\"><script>" },
        ] {
            var badge = Self.badge
            change(&badge)
            #expect(throws: UnfitDocument.self) { try badge.svg() }
            #expect(throws: UnfitDocument.self) { try badge.png() }
        }
    }

    private func number(_ octets: ArraySlice<UInt8>) -> Int {
        octets.reduce(0) { $0 << 8 | Int($1) }
    }
}
