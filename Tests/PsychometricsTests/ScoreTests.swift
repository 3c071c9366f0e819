import Psychometrics
import Testing

@Suite("A score and its cut")
struct ScoreTests {
    @Test(
        "200 to 800 with the cut at 500, shown rounded down",
        arguments: [
            (0, "200.000", 200), (67, "495.588", 495), (68, "500.000", 500), (69, "509.375", 509),
            (80, "612.500", 612), (100, "800.000", 800),
        ]
    )
    func scaled(raw: Int, exact: String, shown: Int) throws {
        let score = try CutScore(68, of: 100).scaled(raw)
        #expect(score.exact.prints(exact))
        #expect(score.shown == shown && score.description == "\(shown)")
    }

    @Test("a cut at the full score divides by nothing")
    func fullScore() throws {
        let cut = try CutScore(5, of: 5)
        #expect((0...5).map { cut.scaled($0).shown } == [200, 260, 320, 380, 440, 800])
    }

    @Test("passes exactly those who are shown 500 or more, for every cut of every length")
    func decidedOnRaw() throws {
        for items in 1...120 {
            for cut in try (1...items).map({ try CutScore($0, of: items) }) {
                let shown = (0...items).map { cut.scaled($0).shown }
                #expect(shown.map { $0 >= 500 } == (0...items).map(cut.passes), "\(cut)")
                #expect(shown == shown.sorted() && shown.first == 200 && shown.last == 800, "\(cut)")
            }
        }
    }

    @Test("a cut below 1 or above k is refused", arguments: [-1, 0, 101, Int.max])
    func impossible(cut: Int) {
        let error = #expect(throws: CutScore.Refusal.self) { try CutScore(cut, of: 100) }
        #expect(
            error?.description == "A cut score of \(cut) is not possible; with 100 scored items it is 1 to 100."
        )
    }

    @Test("who failed reads a band for each content area, who passed none; a blank and a pretest item count nothing")
    func areas() throws {
        let items = (0..<30).map { place in
            Item(area: ["history", "movement", "referral"][place / 10], options: 3, key: place % 3)
        }
        let form = try Form(version: "1", items: items + [Item(area: "pretest", options: 3, key: 0, isScored: false)])
        let cut = try CutScore(18, of: 30)
        func answers(right: Set<Int>) -> [UInt8?] {
            form.items.enumerated().map { place, item in right.contains(place) ? UInt8(item.key) : nil }
        }
        let right = [0] + Array(10..<15) + Array(20..<31)
        let failed = try WrittenResult(answers: answers(right: Set(right)), form: form, cut: cut)
        #expect(failed.raw == 16 && !failed.passed && failed.scaled.shown == 466)
        #expect(failed.areas.map(\.area) == ["history", "movement", "referral"])
        #expect(failed.areas.map(\.raw) == [1, 5, 10] && failed.areas.map(\.items) == [10, 10, 10])
        #expect(failed.areas.map(\.band) == [.below, .near, .above])
        let passed = try WrittenResult(answers: answers(right: Set(0..<18)), form: form, cut: cut)
        #expect(passed.passed && passed.areas.isEmpty && passed.scaled.shown == 500)
    }

    @Test("near the standard is within one standard error of it, decided on whole numbers")
    func bands() throws {
        // Of 10 items at a cut of .60 the standard is 6, and √(6·4/9) = 1.63 around it is near.
        let cut = try CutScore(60, of: 100)
        let bands = (0...10).map { AreaScore(area: "", raw: $0, items: 10, cut: cut).band }
        #expect(bands == Array(repeating: .below, count: 5) + [.near, .near, .near, .above, .above, .above])
        // At a cut of .10 the standard is 1, and the error exactly √(1·9/9) = 1.
        let tenth = try CutScore(10, of: 100)
        let exact = (0...3).map { AreaScore(area: "", raw: $0, items: 10, cut: tenth).band }
        #expect(exact == [.near, .near, .near, .above])
        #expect(AreaScore(area: "", raw: 0, items: 1, cut: cut).band == .near)
        let full = try CutScore(3, of: 3)
        #expect([2, 3].map { AreaScore(area: "", raw: $0, items: 3, cut: full).band } == [.below, .near])
    }
}
