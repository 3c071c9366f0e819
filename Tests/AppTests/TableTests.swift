import Testing

@testable import App

@Suite("A table")
struct TableTests {
    struct Row {
        let code: String
        let name: String
        let count: Int
    }

    private func lines(_ rows: [Row], width: Int = 80) -> [String] {
        let columns: [Table.Column<Row>] = [
            .text("CODE") { .init($0.code) },
            .text("NAME", gives: true) { .init($0.name) },
            .number("COUNT") { .init($0.count) },
        ]
        return Table(rows, columns).lines(on: Screen(width: width, hasColour: false))
    }

    @Test("puts numbers to the right and never ends a line in blanks")
    func alignment() {
        let lines = lines([Row(code: "A", name: "One", count: 5), Row(code: "BCD", name: "Two", count: 1234)])
        #expect(lines == ["CODE  NAME  COUNT", "A     One       5", "BCD   Two    1234"])
    }

    @Test(
        "fits 80 columns, whatever the letters are",
        arguments: [
            String(repeating: "long ", count: 60), String(repeating: "李小龍", count: 60),
            String(repeating: "a\u{0308}", count: 190), String(repeating: "👩‍👩‍👧‍👦", count: 100),
            String(repeating: "한국어", count: 60), "नमस्ते " + String(repeating: "क्षि", count: 60),
        ]
    )
    func fits(name: String) {
        for line in lines([Row(code: "MES-2027-01-22", name: name, count: 7)]) {
            #expect(line.columns <= 80)
        }
    }

    @Test("cuts the cells that may be cut, and says so with …")
    func cutting() {
        let lines = lines([Row(code: "MES-2027", name: "Exercise Specialist", count: 10)], width: 30)
        #expect(lines == ["CODE      NAME           COUNT", "MES-2027  Exercise Spe…     10"])
    }

    @Test("takes no blank from a name that fits to the column")
    func exactly() {
        let lines = lines([Row(code: "A", name: String(repeating: "x", count: 67), count: 1)])
        #expect(lines[1].columns == 80)
        #expect(!lines[1].contains("…"))
    }

    @Test("lines up wide letters with narrow ones")
    func wideLetters() {
        let lines = lines([Row(code: "A", name: "李小龍", count: 1), Row(code: "B", name: "Lee", count: 2)])
        #expect(lines[1] == "A     李小龍      1")
        #expect(lines[2] == "B     Lee         2")
    }

    @Test("shows no control character and no direction mark to a terminal")
    func controls() {
        let name = "\u{1B}[31mred\u{202E}\nnext"
        #expect(lines([Row(code: "A", name: name, count: 1)])[1].contains(" [31mred next"))
    }

    @Test("paints only a screen with colour")
    func colour() {
        let table = Table([1], [.text("STATE") { _ in .init("dead", .bad) }])
        #expect(table.lines(on: .plain) == ["STATE", "dead"])
        #expect(
            table.lines(on: Screen(width: 80, hasColour: true)) == [
                "\u{1B}[1mSTATE\u{1B}[0m", "\u{1B}[31mdead\u{1B}[0m",
            ]
        )
    }
}

@Suite("The width of a text")
struct DisplayWidthTests {
    @Test(
        "is counted in columns of a terminal",
        arguments: [
            ("abc", 3), ("李小龍", 6), ("e\u{0301}", 1), ("é", 1), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2),
            ("👩‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("❤️", 2), ("ﬁ", 1), ("ｱ", 1), ("Ａ", 2), ("\u{200B}", 0), ("5", 1), ("©", 1),
        ]
    )
    func columns(text: String, width: Int) {
        #expect(text.columns == width)
    }

    @Test("never lets a cut text be wider than asked")
    func cut() {
        for width in 1...12 { #expect("a李b小c龍defghij".truncated(to: width).columns <= width) }
        #expect("abc".truncated(to: 3) == "abc")
        #expect("李小".truncated(to: 3) == "李…")
    }

    @Test("is kept when words are wrapped")
    func wrapped() {
        #expect("one two three".wrapped(to: 8) == ["one two", "three"])
        #expect("one\n\n  two".wrapped(to: 8) == ["one", "", "  two"])
    }
}
