import Testing

@testable import Domain

@Suite("Text across scripts and diacritics")
struct FoldingTests {
    @Test(
        "is folded to small letters of ASCII where there is a way",
        arguments: [
            ("Łukasz Żółć", ["lukasz", "zolc"]), ("O’Brien-Smith", ["obrien", "smith"]), ("Straße", ["strasse"]),
            ("İSTANBUL ısı", ["istanbul", "isi"]), ("Юлия Петрова", ["ulia", "petrova"]),
            ("王小明", ["wang", "xiao", "ming"]),
            ("Γιώργος", ["giorgos"]), ("Ｆｕｌｌ  ﬁt", ["full", "fit"]), ("محمد", ["mhmd"]), ("김철수", ["gimcheolsu"]),
            ("Zoe\u{308}", ["zoe"]), ("J. R. Tolkien, Jr.", ["j", "r", "tolkien", "jr"]),
            ("100% .* a_b", ["100%", "*", "a_b"]),
            ("  ", []),
        ]
    )
    func words(_ text: String, _ words: [String]) {
        #expect(Folding.words(of: text) == words)
    }

    @Test("is found as people write it who know the language")
    func variants() {
        #expect(Folding.allWords(of: "Müller").isSuperset(of: ["muller", "mueller"]))
        #expect(Folding.allWords(of: "Robert “Bob” Smith").isSuperset(of: ["robert", "bob", "smith"]))
        #expect(Folding.allWords(of: "Юлия Жукова").isSuperset(of: ["ulia", "yuliya", "zukova", "zhukova"]))
    }

    @Test("a search is beginnings of words, in quotes in which nothing means anything but itself")
    func query() throws {
        #expect(try RegisterSearch("Zo O'Br").query == "'zo':* & 'obr':*")
        #expect(try RegisterSearch("a\\b' | !x").query.contains("'a\\\\b':*"))
        for text in ["", " ", "a", "é", "%", "*", ".*"] {
            #expect(throws: Refusal.self, "\(text)") { try RegisterSearch(text) }
        }
        #expect(throws: Refusal.self) { try RegisterSearch(String(repeating: "x", count: 10_240)) }
    }
}
