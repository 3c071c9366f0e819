import Psychometrics
import Testing

@Suite("Responses to a form")
struct ResponsesTests {
    @Test("a blank is wrong; a pretest item counts nothing")
    func raw() throws {
        let form = try Form(
            version: "1",
            items: [
                Item(area: "a", options: 4, key: 3), Item(area: "a", options: 2, key: 0, isScored: false),
                Item(area: "b", options: 26, key: 25),
            ]
        )
        #expect(form.scored == 2)
        let rows: [[UInt8?]] = [[3, 0, 25], [3, 1, 24], [nil, 0, nil], [2, nil, 25]]
        #expect(try SampleAnswers.responses(rows, form: form).rawScores() == [2, 1, 0, 1])
    }

    @Test("what does not fit the form is refused whole, by candidate and item")
    func refused() throws {
        var responses = try SampleAnswers.binary([[1, 0], [nil, 1]])
        #expect(throws: Responses.Refusal.length(candidate: 2, 3, of: 2)) { try responses.append([0, 1, 0]) }
        let refusal = Responses.Refusal.noSuchOption(candidate: 2, item: 1, 2)
        #expect(throws: refusal) { try responses.append([0, 2]) }
        #expect(
            refusal.description == "Candidate 3 answers item 2 by option 3, which the item does not have."
        )
        #expect(responses.count == 2 && responses.rawScores() == [1, 1])
    }

    @Test("a form without scored items, with a key outside of its options, or with too few or many of them is none")
    func noForm() {
        func item(options: Int = 4, key: Int = 0, isScored: Bool = true) -> Item {
            Item(area: "a", options: options, key: key, isScored: isScored)
        }
        let cases: [([Item], Form.Refusal)] = [
            ([], .nothingScored), ([item(isScored: false)], .nothingScored),
            ([item(), item(options: 1)], .options(item: 1, 1)), ([item(options: 27)], .options(item: 0, 27)),
            ([item(key: 4)], .key(item: 0, 4)), ([item(), item(key: -1)], .key(item: 1, -1)),
        ]
        for (items, refusal) in cases {
            #expect(throws: refusal) { try Form(version: "1", items: items) }
        }
        #expect(Form.Refusal.nothingScored.description == "No item of the form is scored.")
        #expect(Form.Refusal.options(item: 1, 1).description == "Item 2 has 1 options; from 2 to 26 are possible.")
        #expect(
            Form.Refusal.key(item: 0, 4).description == "The key of item 1 is option 5, which the item does not have."
        )
    }

    @Test("cohorts are pooled by form version; a changed key makes another version")
    func pooled() throws {
        let old = try SampleAnswers.binary(items: 2)
        let rekeyed = try Form(version: "binary", items: [old.items[0], Item(area: "all", options: 2, key: 0)])
        let cohorts = try [
            SampleAnswers.responses([[1, 1], [0, 1]], form: old), SampleAnswers.responses([[1, 0]], form: rekeyed),
            SampleAnswers.responses([[0, 0]], form: old), Responses(form: old),
        ]
        let pools = try Responses.pooled(cohorts)
        #expect(pools.map(\.form) == [old, rekeyed] && pools.map(\.count) == [3, 1])
        #expect(pools.map { $0.rawScores() } == [[2, 1, 0], [2]])
        #expect(try Responses.pooled([]).isEmpty)
    }

    @Test(
        "n is always told, with a word of caution under 30 and under 100",
        arguments: [
            (0, "n = 0, insufficient data"), (29, "n = 29, insufficient data"), (30, "n = 30, provisional"),
            (99, "n = 99, provisional"), (100, "n = 100"),
        ]
    )
    func sample(n: Int, words: String) {
        #expect(SampleSize(n).description == words)
    }
}
