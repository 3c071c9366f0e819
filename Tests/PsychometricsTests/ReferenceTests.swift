import Psychometrics
import Testing

@Suite("The analysis of LSAT section 6, the reference")
struct ReferenceTests {
    let responses: Responses
    let analysis: ExamAnalysis

    init() throws {
        responses = try SampleAnswers.lsat()
        analysis = try ExamAnalysis(responses, cut: CutScore(4, of: 5))
    }

    @Test("1,000 persons are enough for no word of caution")
    func sample() {
        #expect(analysis.sample.description == "n = 1000")
        #expect(analysis.scores.frequencies == [3, 20, 85, 237, 357, 298])
    }

    @Test(
        "difficulty, corrected point-biserial, and α without the item",
        arguments: zip(
            0..<5,
            [
                (".924", ".1128327", ".2753562"), (".709", ".1531781", ".2375839"), (".553", ".1727789", ".2167995"),
                (".763", ".1444281", ".2459327"), (".870", ".1215964", ".2662944"),
            ]
        )
    )
    func items(place: Int, reference: (difficulty: String, discrimination: String, alpha: String)) {
        let item = analysis.items[place]
        #expect(item.difficulty.prints(reference.difficulty))
        #expect(item.discrimination.prints(reference.discrimination))
        #expect(item.alphaIfDeleted.prints(reference.alpha))
    }

    @Test("α is as low as it is, everything on N; a version that mixes N and N−1 would give .295952")
    func reliability() {
        #expect(analysis.reliability.alpha.prints(".2949971922"))
        #expect(analysis.reliability.standardError.prints(".8686319704"))
    }

    @Test("Subkoviak's p₀ and κ, and Livingston's k²")
    func consistency() throws {
        let four = analysis.consistency
        #expect(four.agreement.prints(".5831979205") && four.kappa.prints(".0692309964"))
        #expect(four.livingston.prints(".3159369900"))
        let three = try ExamAnalysis(responses, cut: CutScore(3, of: 5)).consistency
        #expect(three.agreement.prints(".8294310095") && three.kappa.prints(".0498706112"))
        #expect(three.livingston.prints(".5666160253"))
    }

    @Test("the pass rate at 4")
    func passRate() throws {
        #expect(try analysis.scores.passRate(CutScore(4, of: 5)).prints(".655"))
        #expect(try analysis.scores.passing(CutScore(4, of: 5)) == 655)
    }

    @Test("all five items discriminate too little")
    func flags() {
        #expect(analysis.items.map(\.flags) == Array(repeating: [.review], count: 5))
    }
}
