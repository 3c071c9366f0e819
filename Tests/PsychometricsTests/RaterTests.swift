import Psychometrics
import Testing

@Suite("Raters' agreement")
struct RaterTests {
    /// Cohen 1960, table 1, in hundredths.
    let cohen = AgreementTable(counts: [[44, 7, 9], [5, 20, 5], [1, 3, 6]])
    /// Shrout and Fleiss 1979, table 2: six targets by four judges.
    let shrout = IntraclassCorrelation(
        targets: [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    )

    @Test("Cohen's κ of his own table")
    func kappa() {
        #expect(cohen.count == 100 && cohen.agreement.prints(".70"))
        #expect(cohen.kappa().prints(".4915254237"))
    }

    @Test("weighted κ, by hand")
    func weighted() {
        // One level apart are 20 pairs and two levels 10; by chance, rows 60, 30, 10 and columns 50, 30, 20 make 42 and 17.
        #expect(cohen.kappa(.linear).isNear(1 - 40.0 / 76))
        #expect(cohen.kappa(.quadratic).isNear(1 - 60.0 / 110))
        let perfect = AgreementTable(levels: 4, pairs: (0..<4).map { ($0, $0) })
        for weights in AgreementTable.Weights.allCases { #expect(perfect.kappa(weights) == 1) }
        let near = AgreementTable(levels: 4, pairs: [(0, 1), (1, 0), (2, 3), (3, 2)])
        #expect(near.kappa().isNear(-1.0 / 3))
        #expect(near.kappa(.linear).isNear(0.2))
        #expect(near.kappa(.quadratic).isNear(0.6))
    }

    @Test("p_e = 1 gives no κ, with any weights; neither do no pairs")
    func notAvailable() {
        let alike = AgreementTable(levels: 3, pairs: Array(repeating: (2, 2), count: 10))
        let none = AgreementTable(levels: 3, pairs: [])
        for weights in AgreementTable.Weights.allCases {
            #expect(alike.kappa(weights) == nil && none.kappa(weights) == nil)
        }
        #expect(alike.agreement == 1 && none.agreement == nil)
    }

    @Test("intraclass correlations of Shrout and Fleiss's own table")
    func intraclass() {
        #expect(shrout.oneWaySingle.prints(".1657417684"))
        #expect(shrout.randomSingle.prints(".2897637795"))
        #expect(shrout.randomMean.prints(".6200505476"))
        #expect(shrout.fixedSingle.prints(".7148407148"))
    }

    @Test(
        "one target, one rater, or ratings that are all the same give none",
        arguments: [[], [[3, 4]], [[3], [4]], [[], []], [[3, 3], [3, 3]], [[0, 1], [1, 0]]] as [[[Int]]]
    )
    func noVariance(targets: [[Int]]) {
        let correlation = IntraclassCorrelation(targets: targets)
        #expect(correlation.randomSingle == nil && correlation.randomMean == nil)
        if targets != [[0, 1], [1, 0]] { #expect(correlation.oneWaySingle == nil && correlation.fixedSingle == nil) }
    }
}
