import Psychometrics
import Testing

@Suite("What cannot be known is not available, and never NaN")
struct NotAvailableTests {
    @Test("nobody yet")
    func nobody() throws {
        let analysis = try ExamAnalysis(Responses(form: SampleAnswers.binary(items: 3)), cut: CutScore(2, of: 3))
        #expect(analysis.scores.mean == nil && analysis.scores.standardDeviation == nil)
        #expect(try analysis.scores.lowest == nil && analysis.scores.passRate(CutScore(2, of: 3)) == nil)
        #expect(analysis.reliability.alpha == nil && analysis.reliability.interval() == nil)
        #expect(analysis.consistency.agreement == nil && analysis.consistency.livingston == nil)
        for item in analysis.items {
            #expect(item.difficulty == nil && item.discrimination == nil && item.alphaIfDeleted == nil)
            #expect(item.flags.isEmpty)
            #expect(item.options.allSatisfy { $0.share == nil && $0.trace.allSatisfy { $0 == nil } })
        }
    }

    @Test(
        "one candidate, or many who all answer the same (σ = 0)",
        arguments: [[[1, 0, 1]], Array(repeating: [1, 0, 1], count: 40), Array(repeating: [1, 1, 1], count: 40)]
            as [[[UInt8?]]]
    )
    func noSpread(rows: [[UInt8?]]) throws {
        let analysis = try ExamAnalysis(SampleAnswers.binary(rows), cut: CutScore(2, of: 3))
        #expect(analysis.scores.standardDeviation == 0)
        #expect(analysis.reliability.alpha == nil && analysis.reliability.standardError == nil)
        #expect(analysis.consistency.kappa == nil && analysis.consistency.livingston == nil)
        #expect(analysis.items.allSatisfy { $0.discrimination == nil && $0.alphaIfDeleted == nil })
        #expect(analysis.items.map(\.difficulty) == rows[0].map { $0.map(Double.init) })
    }

    @Test("equal scores by different answers: rest scores differ, and so r exists where α does not")
    func equalScores() throws {
        let rows: [[UInt8?]] = [[1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 0, 0], [0, 0, 1, 1]]
        let analysis = try ExamAnalysis(SampleAnswers.binary(rows), cut: CutScore(2, of: 4))
        #expect(analysis.reliability.alpha == nil && analysis.consistency.agreement == nil)
        #expect(analysis.items.map(\.discrimination) == [-1, -1, -1, -1])
    }

    @Test("one item: no α, no discrimination, no conditional error")
    func oneItem() throws {
        let analysis = try ExamAnalysis(SampleAnswers.binary([[1], [0], [1]]), cut: CutScore(1, of: 1))
        #expect(analysis.reliability.alpha == nil && analysis.reliability.interval() == nil)
        #expect(analysis.items[0].discrimination == nil && analysis.items[0].alphaIfDeleted == nil)
        #expect(analysis.items[0].difficulty.isNear(2.0 / 3) && analysis.consistency.kappa == nil)
    }

    @Test("items that are all alike: α is 1 and no more, and the error 0, for any number of them")
    func allAlike() throws {
        for items in 2...40 {
            let rows = (0..<7).map { Array(repeating: UInt8?($0 < 3 ? 1 : 0), count: items) }
            let analysis = try ExamAnalysis(SampleAnswers.binary(rows), cut: CutScore(1, of: items))
            let alpha = try #require(analysis.reliability.alpha)
            let error = try #require(analysis.reliability.standardError)
            #expect(alpha <= 1 && alpha > 1 - 1e-12 && error >= 0 && error < 1e-5)
            let kappa = try #require(analysis.consistency.kappa)
            #expect(kappa > 0.99 && kappa <= 1 + 1e-12)
        }
    }

    @Test(
        "answers that do not hang together have an α below 0, which is said",
        arguments: [[[1, 0], [0, 1], [1, 0], [0, 1], [1, 1]]] as [[[UInt8?]]]
    )
    func negative(rows: [[UInt8?]]) throws {
        let reliability = try ExamAnalysis(SampleAnswers.binary(rows), cut: CutScore(1, of: 2)).reliability
        #expect(reliability.alpha.isNear(-4))
        #expect(reliability.standardError.isNear(0.4 * 5.0.squareRoot()))
    }
}
