import Psychometrics
import Testing

@Suite("A practical exam")
struct PracticalTests {
    /// Levels 0 to 3: two plain criteria of weights 2 and 1, and a critical-safety one of weight 1 that is safe from 1. Of 12.
    let exam: Practical

    init() throws {
        exam = try Practical(
            criteria: [
                Criterion(highest: 3, weight: 2), Criterion(highest: 3, weight: 1),
                Criterion(highest: 3, weight: 1, safeFrom: 1),
            ],
            cut: 8
        )
    }

    private func mark(_ levels: [Int]...) throws -> PracticalMark {
        try PracticalMark(levels.map { try exam.rating($0) }, of: exam)
    }

    private func outcome(_ levels: [Int]...) throws -> PracticalOutcome {
        try PracticalOutcome(levels.map { try exam.rating($0) }, of: exam)
    }

    @Test("points are levels by weight, and pass from the cut on")
    func points() throws {
        #expect(exam.maximum == 12)
        #expect(try mark([3, 1, 1]).points == 8 && mark([3, 1, 1]).passed)
        #expect(try mark([3, 0, 1]).points == 7 && !mark([3, 0, 1]).passed)
    }

    @Test("one \"unsafe\" fails, whatever the points")
    func hurdle() throws {
        let unsafe = try mark([3, 3, 0])
        #expect(unsafe.points == 9 && !unsafe.passed && unsafe.unsafe == [2])
    }

    @Test("two raters who are near each other decide, by the mean of their levels")
    func twoRaters() throws {
        #expect(try outcome([3, 2, 1], [3, 1, 2]) == .decided(mark([3, 2, 1], [3, 1, 2])))
        #expect(try mark([3, 2, 1], [3, 1, 2]).points == 9)
        #expect(try mark([2, 3, 1], [2, 2, 1]).points == 7.5 && !mark([2, 3, 1], [2, 2, 1]).passed)
        #expect(try outcome() == .awaitsRaters(2) && outcome([3, 2, 1]) == .awaitsRaters(1))
    }

    @Test("a third is called when two differ by more than one level, or on pass and fail")
    func thirdRater() throws {
        #expect(try outcome([3, 3, 3], [3, 1, 3]) == .awaitsThirdRater([.levels(criterion: 1)]))
        #expect(try outcome([3, 1, 1], [3, 0, 1]) == .awaitsThirdRater([.outcome]))
        #expect(try outcome([3, 3, 1], [3, 3, 0]) == .awaitsThirdRater([.outcome]))
        let far: [PracticalOutcome.Disagreement] = [.levels(criterion: 0), .levels(criterion: 2), .outcome]
        #expect(try outcome([3, 3, 3], [0, 3, 0]) == .awaitsThirdRater(far))
    }

    @Test("of three, the middle level counts by criterion: a single \"unsafe\" is outvoted, two are not")
    func middle() throws {
        #expect(try outcome([3, 3, 1], [3, 3, 0], [3, 2, 2]) == .decided(mark([3, 3, 1])))
        #expect(try outcome([3, 3, 1], [3, 3, 0], [3, 2, 0]) == .decided(mark([3, 3, 0])))
        #expect(try outcome([3, 3, 3], [3, 1, 3], [1, 2, 3]) == .decided(mark([3, 2, 3])))
    }

    @Test("a hurdle that three judge: of two who differ on it one is outvoted, whatever the sum, and two fail it")
    func hurdleOfThree() throws {
        #expect(try outcome([3, 3, 3], [3, 3, 0]) == .awaitsThirdRater([.levels(criterion: 2), .outcome]))
        let outvoted = try mark([3, 3, 3], [3, 3, 0], [3, 3, 1])
        #expect(outvoted.passed && outvoted.unsafe.isEmpty && outvoted.points == 10)
        let failed = try mark([3, 3, 3], [3, 3, 0], [3, 3, 0])
        #expect(!failed.passed && failed.unsafe == [2] && failed.points == 9)
    }

    @Test("when most raters find something unsafe, each another thing, it fails by all that they found")
    func eachAnother() throws {
        let exam = try Practical(
            criteria: (0..<3).map { _ in Criterion(highest: 3, weight: 1, safeFrom: 1) },
            cut: 3
        )
        let mark = { (levels: [[Int]]) in try PracticalMark(levels.map { try exam.rating($0) }, of: exam) }
        let three = try mark([[0, 2, 2], [2, 0, 2], [2, 2, 0]])
        #expect(three.points == 6 && three.unsafe == [0, 1, 2] && !three.passed)
        let two = try mark([[0, 2, 2], [2, 0, 2], [2, 2, 2]])
        #expect(two.unsafe == [0, 1] && !two.passed)
        // What one of three finds beside what two agree on is outvoted by itself.
        #expect(try mark([[0, 2, 0], [2, 2, 0], [2, 2, 2]]).unsafe == [2])
        #expect(try mark([[0, 2, 2], [2, 2, 2], [2, 2, 2]]).passed)
        // Nobody passes whom most of the raters saw unsafe.
        let safety = (0..<64).map { [$0 / 16, $0 / 4 % 4, $0 % 4] }.filter { $0.contains(0) }
        for first in safety {
            for second in safety { #expect(try !mark([first, second, [3, 3, 3]]).passed) }
        }
    }

    @Test("whenever two raters need no third, the mark is what both found")
    func bothAlike() throws {
        let all = (0..<64).map { [$0 / 16, $0 / 4 % 4, $0 % 4] }
        for first in all {
            for second in all {
                guard case .decided(let mark) = try outcome(first, second) else { continue }
                #expect(try mark.passed == self.mark(first).passed && mark.passed == self.mark(second).passed)
            }
        }
    }

    @Test("written and practical are conjunctive")
    func conjunctive() {
        #expect(ExamOutcome(of: [.passed, .passed]) == .passed)
        #expect(ExamOutcome(of: [.passed, .failed]) == .failed && ExamOutcome(of: [.pending, .failed]) == .failed)
        #expect(ExamOutcome(of: [.passed, .pending]) == .pending && ExamOutcome(of: []) == .pending)
    }

    @Test("levels that are missing or impossible are refused by criterion; so are criteria that make no exam")
    func refused() {
        #expect(throws: Practical.Refusal.notRated(criterion: 1)) { try exam.rating([3, nil, 1]) }
        #expect(throws: Practical.Refusal.outside(criterion: 2, 4)) { try exam.rating([3, 3, 4]) }
        #expect(throws: Practical.Refusal.outside(criterion: 0, -1)) { try exam.rating([-1, 3, 3]) }
        #expect(throws: Practical.Refusal.length(2, of: 3)) { try exam.rating([3, 3]) }
        let cases: [([Criterion], Int, Practical.Refusal)] = [
            ([Criterion(highest: 0, weight: 1)], 1, .levels(criterion: 0)),
            ([Criterion(highest: 1, weight: -1)], 1, .weight(criterion: 0)),
            ([Criterion(highest: 2, weight: 1, safeFrom: 0)], 1, .hurdle(criterion: 0)),
            ([Criterion(highest: 2, weight: 1, safeFrom: 3)], 1, .hurdle(criterion: 0)),
            ([Criterion(highest: 2, weight: 1)], 0, .cut(0, maximum: 2)),
            ([Criterion(highest: 2, weight: 1)], 3, .cut(3, maximum: 2)), ([], 1, .cut(1, maximum: 0)),
        ]
        for (criteria, cut, refusal) in cases {
            #expect(throws: refusal) { try Practical(criteria: criteria, cut: cut) }
        }
        #expect(Practical.Refusal.outside(criterion: 2, 4).description == "Level 4 is none of criterion 3.")
    }
}
