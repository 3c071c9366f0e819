import Foundation
import TestSupport
import Testing

@testable import Domain

@Suite("Exam files")
struct ExamFileTests {
    private func problems(_ text: String) -> [Refusal.Problem] {
        do {
            _ = try ExamFile.read([.init(name: "x.yaml", text: text)])
            return []
        } catch {
            return (error as? Refusal)?.problems ?? []
        }
    }

    private func item(_ lines: String) -> String {
        "code: X\nname: X\nitems:\n  - code: I-1\n    area: Area\n" + lines
    }

    @Test("a bank with its form is read as it stands, numbers among the options too")
    func good() throws {
        let text = """
            code: X
            name: An exam
            items:
              - {code: I-1, area: Area, stem: How many?, options: {A: 120, B: 80}, key: B}
              - {code: I-2, area: Area, stem: Which?, options: [this, that, neither], key: c, pretest: true}
              - {code: I-3, area: Area, stem: Really?, options: [aye, nay], key: A}
            forms:
              - {code: A, minutes: 60, items: [I-3, I-1, I-2], cut: {method: set, value: 1.5, words: The board}}
            """
        let exam = try #require(try ExamFile.read([.init(name: "x.yaml", text: text)]).first)
        #expect(exam.items.map(\.options) == [["120", "80"], ["this", "that", "neither"], ["aye", "nay"]])
        #expect(exam.items.map(\.key) == [2, 3, 1])
        let form = try #require(exam.forms.first)
        #expect(form.entries.map(\.item) == ["I-3", "I-1", "I-2"])
        #expect(form.entries.map(\.isScored) == [true, true, false])
        #expect(form.cutHundredths == 150)
    }

    @Test(
        "a key that is two, or none of the options, is told at its place, without saying it",
        arguments: [
            ("options: {A: a, B: b}\n    key: [A, B]", "x.yaml:8:10", "names 2 options"),
            ("options: {A: a, B: b}\n    key: A, B", "x.yaml:8:10", "more than one option"),
            ("options: {A: a, B: b}\n    key: AB", "x.yaml:8:10", "more than one option"),
            ("options: {A: a, B: b}\n    key: C", "x.yaml:8:10", "none of the item's options, which are A to B"),
            ("options: {A: a, B: a}\n    key: B", "x.yaml:7:24", "stands twice"),
            ("options: {A: a, C: b}\n    key: B", "x.yaml:7:21", "here B is due"),
            ("options: [a]\n    key: A", "x.yaml:7:14", "2 to 26 options"),
        ]
    )
    func key(_ lines: String, _ place: String, _ words: String) {
        let found = problems(item("    stem: Which?\n    " + lines))
        #expect(found.contains { $0.field == place && $0.message.contains(words) }, "\(found)")
    }

    @Test("doubled codes, a stem too long, unknown keys and a missing one: all at once, none with a word of an item")
    func many() {
        let text = """
            code: X
            name: X
            items:
              - {code: I-1, area: A, stem: "\(String(repeating: "canary ", count: 400))", options: [a, b], key: A}
              - {code: I-1, area: A, stem: canary, options: [canary, b], key: canary}
              - {code: I-2, area: A, stems: canary, options: [a, b], key: A, canary: canary}
              - {code: I-3, area: A, stem: {canary: canary}, options: canary, key: {canary: A}}
            """
        let found = problems(text)
        let messages = found.map { "\($0.field) \($0.message)" }
        for part in [
            "x.yaml:4:32 The stem is too long: 2000 characters at most", "x.yaml:5:12 The item code I-1 is used twice",
            "x.yaml:5:67 The key is the letter", "x.yaml:6:26 A key is unknown here", "An item needs the key “stem”",
            "x.yaml:7:32 The stem is text; here stands a mapping",
        ] {
            #expect(messages.contains { $0.contains(part) }, "\(part) in \(messages)")
        }
        #expect(!messages.joined().contains("canary"))
    }

    @Test(
        "a cut below 1 or above k, ratings outside 0 to 100, a judge missing, an item nobody rated",
        arguments: [
            (
                "{method: set, value: 0, words: W}",
                "A cut score of 0 is not possible; with 2 scored items it is 1 to 2."
            ),
            ("{method: set, value: 2.01, words: W}", "A cut score of 3 is not possible"),
            ("{method: set, value: many, words: W}", "at most two decimals"),
            ("{method: set, value: 1}", "needs the key “words”"),
            ("{method: guess, value: 1}", "method is one of set, modified_angoff"),
            ("{method: set, value: 1, words: W, judges: [J]}", "judges does not go with the method set"),
            (
                "{method: modified_angoff, judges: [J1, J2], ratings: {I-1: [50, 101], I-2: [1, 2]}}",
                "that of J2 for I-1"
            ),
            (
                "{method: modified_angoff, judges: [J1, J2], ratings: {I-1: [50, 5.5], I-2: [1, 2]}}",
                "that of J2 for I-1"
            ),
            (
                "{method: modified_angoff, judges: [J1, J2], ratings: {I-1: [50], I-2: [1, 2]}}",
                "rating of J2 is missing"
            ),
            (
                "{method: modified_angoff, judges: [J1, J2], ratings: {I-1: [50, 60]}}",
                "item I-2 is scored, and no judge"
            ),
            ("{method: modified_angoff, judges: [J1], ratings: {I-1: [0], I-2: [0]}}", "A cut score of 0"),
            ("{method: modified_angoff, judges: [J1, J1], ratings: {I-1: [1, 1], I-2: [1, 1]}}", "each once"),
            (
                "{method: modified_angoff, judges: [J1], ratings: {I-1: [50], I-2: [50], I-9: [50]}}",
                "not scored on this"
            ),
        ]
    )
    func cuts(_ cut: String, _ words: String) {
        let found = problems(TestDatabase.exam(items: 2, cut: cut))
        #expect(found.contains { $0.message.contains(words) }, "\(found)")
        #expect(found.allSatisfy { $0.field.hasPrefix("x.yaml:") })
    }

    @Test("judges' ratings give the cut of the reference, in whole hundredths: 3.45, so 4; and 3.00 stays 3")
    func angoff() throws {
        let ratings =
            "{method: modified_angoff, judges: [J1, J2, J3, J4], ratings: {I-1: [80, 85, 85, 70], I-2: [65, 70, 60, 65], "
            + "I-3: [50, 55, 45, 60], I-4: [70, 65, 75, 60], I-5: [85, 70, 90, 75]}}"
        let exam = try ExamFile.read([.init(name: "x.yaml", text: TestDatabase.exam(cut: ratings))])
        let form = try #require(exam.first?.forms.first)
        #expect((form.cutHundredths, form.cutMethod) == (345, .modifiedAngoff))
        let even =
            "{method: modified_angoff, judges: [J], ratings: {I-1: [60], I-2: [60], I-3: [60], I-4: [60], I-5: [60]}}"
        let three = try ExamFile.read([.init(name: "x.yaml", text: TestDatabase.exam(cut: even))])
        #expect((try #require(three.first?.forms.first).cutHundredths + 99) / 100 == 3)
    }

    @Test("the sample is 100 dummy items in seven areas, with a cut of 68 by five judges")
    func sample() throws {
        let exam = try #require(try ExamFile.read(Exams.samples).first)
        #expect(exam.code == "MES-WRITTEN")
        #expect(exam.items.count == 100)
        #expect(Set(exam.items.map(\.area)).count == 7)
        #expect(exam.items.allSatisfy { $0.stem.hasPrefix("Dummy item") })
        let form = try #require(exam.forms.first)
        #expect((form.scored, (form.cutHundredths + 99) / 100, form.cutStudy.judges?.count) == (100, 68, 5))
    }
}
