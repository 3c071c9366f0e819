import Psychometrics
import Testing

@testable import Domain

@Suite("Answers in files")
struct AnswerFileTests {
    /// A source that gives so many octets at a time.
    private func source(_ text: String, _ name: String, _ step: Int) -> OctetSource {
        var rest = Array(text.utf8)[...]
        return OctetSource(name: name) {
            defer { rest = rest.dropFirst(step) }
            return Array(rest.prefix(step))
        }
    }

    private func read(_ responses: String, _ key: String, cut: Int? = nil, step: Int = 1_000) throws -> ExamReport {
        try .reading(responses: source(responses, "r.csv", step), key: source(key, "k.csv", step), cut: cut)
    }

    private func problems(_ responses: String, _ key: String, cut: Int? = nil) -> [String] {
        do {
            _ = try read(responses, key, cut: cut)
            return []
        } catch {
            return (error as? Refusal)?.problems.map(\.message) ?? ["\(error)"]
        }
    }

    static let key = "item,key,options,area,scored\nQ1,A,3,x,yes\nQ2,B,,,no\nQ3,3,4,x,\n"

    @Test("columns in any order, letters of any case or numbers, blanks, others left alone, in pieces of any size")
    func columns() throws {
        let text = "candidate,Q3,note,Q1,Q2\n1,c,hello,A,b\n2,3,,2,\n3,,x, a ,D\n"
        for step in [1, 2, 7, 1_000] {
            let report = try read(text, Self.key, cut: 1, step: step)
            #expect(report.codes == ["Q1", "Q2", "Q3"] && report.ignoredColumns == ["note"])
            #expect(report.analysis.sample.n == 3 && report.analysis.scores.frequencies == [0, 2, 1])
            #expect(report.analysis.items.map(\.right) == [2, 1, 2])
            #expect(report.analysis.items.map(\.blanks) == [0, 1, 1])
            #expect(report.analysis.items.map(\.item.options) == [3, 4, 4])
            #expect(report.analysis.items.map(\.item.isScored) == [true, false, true])
        }
    }

    @Test(
        "BOM, CRLF, semicolons, tabs, quotes and blank lines",
        arguments: [
            "\u{FEFF}Q1,Q2,Q3\r\nA,B,C\r\n", "Q1;Q2;Q3\nA;B;C", "Q1\tQ2\tQ3\nA\tB\tC\n",
            "\"Q1\",Q2,\"Q3\"\n\n\"A\",B,\"C\"\n\n",
            "\u{FEFF}\"Q1\";Q2;Q3\r\n\r\nA;\"B\";C\r\n",
        ]
    )
    func forms(text: String) throws {
        for step in [1, 3, 1_000] {
            let report = try read(text, Self.key.replacing("\n", with: "\r\n"), step: step)
            #expect(report.analysis.sample.n == 1 && report.analysis.scores.frequencies == [0, 0, 1])
            #expect(report.cut == nil && report.consistency == nil && report.passRate == nil)
        }
    }

    @Test("every bad row is told with its line")
    func badRows() {
        #expect(
            problems("candidate,Q1,Q2,Q3\n7,A,B,C\n\n7,D,B,?\n8,A,B\n9,A,\"B,C\n", Self.key) == [
                """
                r.csv:4: The answer to Q1 is option D, and it has 3; a column “options” of the key says how many an item \
                has.
                """,
                "r.csv:4: The answer to Q3 is no letter.",
                "r.csv:4: The candidate 7 stands in an earlier row already.",
                "r.csv:5: The header has 4 columns, this row 3.",
                "r.csv:6: The quotation mark that opens here is never closed.",
                "r.csv:6: The answer to Q2 is no letter.",
                "r.csv:6: The header has 4 columns, this row 3.",
            ]
        )
        #expect(
            problems("Q1,Q1,Q2\n", Self.key) == [
                "r.csv:1: The column “Q1” stands twice in the header.",
                "r.csv:1: The header lacks the column “Q3” that the key names.",
            ]
        )
        #expect(problems("", Self.key) == ["r.csv:1: The file is empty; its first line names the items."])
        #expect(
            problems("Q1,Q2,Q3\n", Self.key)
                == ["r.csv:1: The file has no candidate, so there is nothing to analyse."]
        )
        let many = problems("Q1,Q2,Q3\n" + String(repeating: "?,?,?\n", count: 1_000), Self.key)
        #expect(many.count == 51 && many.last == "r.csv:18: The rest of the file was not read.")
    }

    @Test(
        "a key with two right options, an option that is none, an item twice, and no items at all are told with the line",
        arguments: [
            ("item,key\nQ1,AB\n", "k.csv:2: The key of Q1 is one letter; where two options are right"),
            ("item,key\nQ1,A/B\n", "k.csv:2: The key of Q1 is one letter; where two options are right"),
            ("item,key\nQ1,A\nQ1,B\n", "k.csv:3: Q1 stands twice; where two options are right"),
            ("item,key\nQ1,E\n", "k.csv:2: The key of Q1 is none of its 4 options"),
            ("item,key,options\nQ1,A,1\n", "k.csv:2: Q1 has from 2 to 26 options."),
            ("item,key,scored\nQ1,A,no\n", "k.csv:1: No item of the form is scored."),
            ("item,key,scored\nQ1,A,maybe\n", "k.csv:2: “scored” of Q1 is yes or no."),
            ("item\nQ1\n", "k.csv:1: The header lacks the column “key”."),
            ("", "k.csv:1: The file is empty"),
        ]
    )
    func badKeys(key: String, words: String) {
        #expect(problems("Q1\nA\n", key).first?.hasPrefix(words) == true)
    }

    @Test("a cut outside of 1 to k is refused", arguments: [0, 3, -1])
    func cut(raw: Int) {
        #expect(
            problems("Q1,Q2,Q3\nA,B,C\n", Self.key, cut: raw)
                == ["A cut score of \(raw) is not possible; with 2 scored items it is 1 to 2."]
        )
    }

    @Test("one item, one candidate, and answers that are all the same have no figures that are not numbers")
    func degenerate() throws {
        let one = try read("Q1\nA\n", "item,key\nQ1,A\n", cut: 1)
        #expect(one.analysis.reliability.alpha == nil && one.conditionalError == nil && one.passRate == 1)
        #expect(one.consistency?.kappa == nil && one.analysis.items[0].discrimination == nil)
        let same = try read("Q1,Q2,Q3\n" + String(repeating: "A,B,C\n", count: 40), Self.key, cut: 2)
        #expect(same.analysis.reliability.alpha == nil && same.consistency?.livingston == nil)
        #expect(same.analysis.sample.description == "n = 40, provisional")
    }
}
