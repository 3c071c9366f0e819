import Psychometrics
import Testing

@Suite("The statistics of an item")
struct ItemTests {
    /// Twenty candidates with raw scores of 0 to 3 on three plain items, and what they chose on a fourth of four options.
    static func responses(key: Int = 0, isScored: Bool = true) throws -> Responses {
        let plain = Array(repeating: Item(area: "plain", options: 2, key: 1), count: 3)
        let form = try Form(version: "1", items: plain + [Item(area: "", options: 4, key: key, isScored: isScored)])
        let chosen: [[UInt8?]] = [[1, 1, 1, 2, nil], [1, 1, 0, 2, 2], [0, 0, 0, 1, 1], [0, 0, 0, 0, 0]]
        return try SampleAnswers.responses(
            chosen.enumerated().flatMap { right, answers in
                answers.map { [right > 0 ? 1 : 0, right > 1 ? 1 : 0, right > 2 ? 1 : 0, $0] }
            },
            form: form
        )
    }

    static func item(key: Int = 0, isScored: Bool = true) throws -> ItemStatistics {
        try ExamAnalysis(responses(key: key, isScored: isScored), cut: CutScore(2, of: isScored ? 4 : 3)).items[3]
    }

    @Test("how often each option was chosen, of all candidates, and how many left it blank")
    func options() throws {
        let item = try Self.item()
        #expect(item.options.map(\.count) == [9, 7, 3, 0] && item.blanks == 1 && item.right == 9)
        #expect(item.options.map(\.share) == [0.45, 0.35, 0.15, 0] && item.difficulty == 0.45)
        #expect(item.options.map(\.isKey) == [true, false, false, false])
    }

    @Test("each option's r with the score on the other items; none for an option that nobody chose")
    func discrimination() throws {
        let item = try Self.item()
        let rest = (0..<20).map { Double($0 / 5) }
        let key = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1].map(Double.init)
        #expect(item.discrimination.isNear(Self.pearson(key, rest)))
        #expect(item.options[0].discrimination == item.discrimination)
        let first = [1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0].map(Double.init)
        #expect(item.options[1].discrimination.isNear(Self.pearson(first, rest)))
        #expect(item.options[3].discrimination == nil && item.flags == [.rarelyChosen(option: 3)])
    }

    @Test("trace lines: the share of each score group, equal scores never parted")
    func traces() throws {
        let analysis = try ExamAnalysis(Self.responses(isScored: false), cut: CutScore(2, of: 3), groups: 4)
        #expect(analysis.groups.sizes == [5, 5, 5, 5] && analysis.groups.ranges == [0...0, 1...1, 2...2, 3...3])
        let options = analysis.items[3].options
        #expect(options[0].trace == [0, 0.2, 0.6, 1] && options[1].trace == [0.6, 0.4, 0.4, 0])
        let fine = try ExamAnalysis(Self.responses(isScored: false), cut: CutScore(2, of: 3), groups: 10)
        #expect(fine.groups.ranges == [nil, 0...0, nil, 1...1, nil, nil, 2...2, nil, 3...3, nil])
        #expect(fine.items[3].options[0].trace == [nil, 0, nil, 0.2, nil, nil, 0.6, nil, 1, nil])
    }

    @Test("a pretest item counts in no score, yet has its statistics, and no part in α")
    func pretest() throws {
        let analysis = try ExamAnalysis(Self.responses(isScored: false), cut: CutScore(2, of: 3))
        #expect(analysis.scores.frequencies == [5, 5, 5, 5] && analysis.reliability.items == 3)
        let pretest = analysis.items[3]
        #expect(try pretest.discrimination == Self.item().discrimination)
        #expect(pretest.alphaIfDeleted == nil && pretest.difficulty == 0.45)
    }

    @Test("a wrong key shows: its r is negative, and that of the right option, now a distractor, positive")
    func misKey() throws {
        let flags = try Self.item(key: 1).flags
        #expect(flags == [.act, .possibleMisKey, .attractive(distractor: 0), .rarelyChosen(option: 3)])
        let words = ["possible mis-key: r of the key below 0", "distractor 1 has r above 0"]
        #expect(flags.map(\.description)[1...2] == words[...])
    }

    @Test(
        "p below .30 and above .95, an option below 5 %: the bounds themselves are not flagged",
        arguments: zip([29, 30, 95, 96], [[.hard], [], [], [.easy, .rarelyChosen(option: 0)]] as [Set<ItemFlag>])
    )
    func bounds(right: Int, expected: Set<ItemFlag>) throws {
        let rows = (0..<100).map { candidate in [UInt8?(candidate < right ? 1 : 0), UInt8?(candidate < right ? 1 : 0)] }
        let item = try ExamAnalysis(SampleAnswers.binary(rows), cut: CutScore(1, of: 2)).items[0]
        #expect(Set(item.flags) == expected)
    }

    @Test("on drawn answers every figure is what its definition says", arguments: 1...10 as ClosedRange<UInt64>)
    func definitions(seed: UInt64) throws {
        let (rows, form) = try SampleAnswers.drawn(candidates: 157, items: 23, seed: seed)
        let analysis = try ExamAnalysis(SampleAnswers.responses(rows, form: form), cut: CutScore(10, of: form.scored))
        let right = rows.map { row in zip(row, form.items).map { $0 == UInt8($1.key) ? 1.0 : 0 } }
        let scored = form.items.indices.filter { form.items[$0].isScored }
        for (place, item) in analysis.items.enumerated() {
            let others = right.map { row in scored.filter { $0 != place }.reduce(0) { $0 + row[$1] } }
            for (option, statistics) in item.options.enumerated() {
                let chosen = rows.map { $0[place] == UInt8(option) ? 1.0 : 0 }
                #expect(statistics.discrimination.isNear(Self.pearson(chosen, others)))
                #expect(statistics.share.isNear(chosen.reduce(0, +) / 157))
            }
        }
    }

    static func pearson(_ x: [Double], _ y: [Double]) -> Double {
        func covariance(_ a: [Double], _ b: [Double]) -> Double {
            let means = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
            return zip(a, b).reduce(0) { $0 + ($1.0 - means.0) * ($1.1 - means.1) }
        }
        return covariance(x, y) / (covariance(x, x) * covariance(y, y)).squareRoot()
    }
}
