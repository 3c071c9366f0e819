import Psychometrics
import Testing

@Suite("Reliability and consistency")
struct ReliabilityTests {
    @Test("KR-20 is Cronbach's α of the same answers, on N−1 throughout", arguments: 1...10 as ClosedRange<UInt64>)
    func cronbach(seed: UInt64) throws {
        let (rows, form) = try SampleAnswers.drawn(candidates: 83, items: 20, seed: seed)
        let analysis = try ExamAnalysis(SampleAnswers.responses(rows, form: form), cut: CutScore(9, of: form.scored))
        let scored = form.items.indices.filter { form.items[$0].isScored }
        let right = rows.map { row in scored.map { row[$0] == UInt8(form.items[$0].key) ? 1.0 : 0 } }
        #expect(analysis.reliability.alpha.isNear(Self.alpha(right)))
        for (column, place) in scored.enumerated() {
            let others = right.map { row in row.indices.filter { $0 != column }.map { row[$0] } }
            #expect(analysis.items[place].alphaIfDeleted.isNear(Self.alpha(others)))
        }
    }

    @Test("a cohort of ten with α = .85 at k = 100 knows no more than .68 to .96 (Feldt)")
    func feldt() {
        #expect((1 - 0.15 * FDistribution.quantile(0.975, 9, 891)).prints(".68"))
        #expect((1 - 0.15 * FDistribution.quantile(0.025, 9, 891)).prints(".96"))
    }

    @Test("the interval about α of LSAT section 6, with SciPy's quantiles of F on 999 and 3,996")
    func interval() throws {
        let reliability = try ExamAnalysis(SampleAnswers.lsat(), cut: CutScore(4, of: 5)).reliability
        let alpha = try #require(reliability.alpha)
        let interval = try #require(reliability.interval())
        #expect(Optional(interval.lowerBound).isNear(1 - (1 - alpha) * 1.1014512333334125))
        #expect(Optional(interval.upperBound).isNear(1 - (1 - alpha) * 0.905241030570834))
        let wider = try #require(reliability.interval(confidence: 0.99))
        #expect(wider.lowerBound < interval.lowerBound && wider.upperBound > interval.upperBound)
    }

    @Test("Lord's conditional error is 0 at both ends, largest in the middle, and none for one item")
    func conditional() {
        #expect(StandardError.conditional(at: 0, of: 100) == 0 && StandardError.conditional(at: 100, of: 100) == 0)
        #expect(StandardError.conditional(at: 50, of: 100).prints("5.0251890763"))
        #expect(StandardError.conditional(at: 4, of: 5) == 1)
        #expect((0...1).map { StandardError.conditional(at: $0, of: 1) } == [nil, nil])
    }

    @Test("consistency of certain scores is perfect; without reliability there is only chance, and κ is 0")
    func extremes() throws {
        let scores = ScoreDistribution(scores: (0..<40).map { $0 < 10 ? 0 : 20 }, items: 20)
        let certain = try DecisionConsistency(scores, cut: CutScore(12, of: 20), reliability: 1)
        #expect(certain.agreement == 1 && certain.kappa == 1 && certain.chance == 0.625 && certain.livingston == 1)
        let chance = try DecisionConsistency(scores, cut: CutScore(12, of: 20), reliability: 0)
        #expect(try chance.agreement.isNear(#require(chance.chance)) && chance.kappa.isNear(0))
        let none = try DecisionConsistency(scores, cut: CutScore(12, of: 20), reliability: nil)
        #expect(none.agreement == nil && none.chance == nil && none.kappa == nil && none.livingston == nil)
    }

    @Test("a negative reliability is taken as it is, until it makes a chance that is none")
    func negative() throws {
        let scores = ScoreDistribution(scores: [4, 5, 6, 10], items: 10)
        let slight = try DecisionConsistency(scores, cut: CutScore(6, of: 10), reliability: -0.1)
        #expect(slight.agreement != nil && slight.kappa != nil)
        let impossible = try DecisionConsistency(scores, cut: CutScore(6, of: 10), reliability: -2)
        #expect(impossible.agreement == nil && impossible.kappa == nil && impossible.livingston != nil)
    }

    @Test(
        "tails of the binomial, as SciPy 1.17 gives them",
        arguments: [
            (4, 5, 0.75, 0.6328125), (68, 100, 0.7, 0.7107185563076475), (1, 150, 0.001, 0.13935661731696358),
            (150, 150, 0.99, 0.22145178723886091), (75, 150, 0.5, 0.5325192572428402), (0, 5, 0, 1), (1, 5, 0, 0),
            (5, 5, 1, 1), (6, 5, 1, 0),
        ]
    )
    func binomial(c: Int, k: Int, p: Double, tail: Double) {
        #expect(Optional(Binomial.tail(c, of: k, p: p)).isNear(tail))
    }

    @Test(
        "quantiles of F, as SciPy 1.17 gives them",
        arguments: [
            (0.975, 9, 891, 2.1279404860459916), (0.025, 9, 891, 0.2993223451805364), (0.95, 5, 10, 3.3258345304130104),
            (0.95, 1, 1, 161.4476387975882), (0.975, 1, 1, 647.7890114778442),
            (0.025, 4_999, 744_851, 0.9610533910885135),
        ]
    )
    func quantiles(q: Double, m: Int, n: Int, f: Double) {
        #expect(Optional(FDistribution.quantile(q, m, n)).isNear(f))
    }

    /// α of a matrix by its definition: variances of the columns and of the sums of rows, on N−1.
    static func alpha(_ rows: [[Double]]) -> Double {
        func variance(_ x: [Double]) -> Double {
            let mean = x.reduce(0, +) / Double(x.count)
            return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count - 1)
        }
        let k = rows[0].count
        let columns = (0..<k).reduce(0) { sum, column in sum + variance(rows.map { $0[column] }) }
        return Double(k) / Double(k - 1) * (1 - columns / variance(rows.map { $0.reduce(0, +) }))
    }
}
