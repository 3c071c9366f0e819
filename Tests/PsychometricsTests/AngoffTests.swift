import Psychometrics
import Testing

@Suite("A cut by the modified Angoff method")
struct AngoffTests {
    static let ratings = [
        [80, 65, 50, 70, 85], [75, 70, 55, 65, 80], [85, 60, 45, 75, 90], [70, 65, 60, 60, 75],
    ]

    @Test("the reference: four judges and five items")
    func reference() throws {
        let study = try AngoffStudy(ratings: Self.ratings, items: 5)
        #expect(study.sums == [350, 345, 355, 330])
        #expect(study.mean.prints("3.45") && study.standardError.prints(".054006"))
        #expect(try study.cut() == CutScore(4, of: 5))
    }

    @Test(
        "rounded up from one hundredth of a point on, and 3.00 never becomes 4",
        arguments: [
            ([[60, 60, 60, 60, 60]], 3), ([[60, 60, 60, 60, 61]], 4), ([[60, 60, 60, 60, 59]], 3),
            ([[60, 60, 60, 60, 60], [60, 60, 60, 60, 61]], 4), ([[100, 100, 100, 100, 100]], 5),
            ([[0, 0, 0, 0, 1]], 1),
        ]
    )
    func roundedUp(ratings: [[Int]], cut: Int) throws {
        #expect(try AngoffStudy(ratings: ratings, items: 5).cut().raw == cut)
    }

    @Test("a sum that is whole stays whole, whatever hundredths make it, where fractions in binary would not")
    func wholeSums() throws {
        for hundredths in 1...99 {
            let study = try AngoffStudy(ratings: [Array(repeating: hundredths, count: 100)], items: 100)
            #expect(try study.cut().raw == hundredths)
        }
    }

    @Test("judges agree as intraclass correlations tell; a single judge has neither those nor a standard error")
    func agreement() throws {
        let study = try AngoffStudy(ratings: Self.ratings, items: 5)
        #expect(study.agreement.targets == 5 && study.agreement.raters == 4)
        #expect(study.agreement.randomMean.prints(".9323076923"))
        let single = try AngoffStudy(ratings: [Self.ratings[0]], items: 5)
        #expect(single.standardError == nil && single.agreement.randomMean == nil && single.mean.prints("3.50"))
    }

    @Test("what is missing or outside of 0 to 100 is refused, and told by judge and item")
    func refused() {
        let cases: [([[Int?]], AngoffStudy.Refusal, String)] = [
            ([], .nothingRated, "There are no ratings."),
            (
                [[50, 50], [50, 101]], .outside(judge: 1, item: 1, 101),
                "Judge 2 rated item 2 with 101; a rating is 0 to 100 hundredths."
            ),
            (
                [[-1, 50]], .outside(judge: 0, item: 0, -1),
                "Judge 1 rated item 1 with -1; a rating is 0 to 100 hundredths."
            ),
            ([[50, 50], [nil, 50]], .missing(judge: 1, item: 0), "Judge 2 did not rate item 1."),
            ([[50, 50], []], .length(judge: 1, 0, of: 2), "Judge 2 rated 0 items; the form has 2 scored items."),
        ]
        for (ratings, refusal, words) in cases {
            #expect(throws: refusal) { try AngoffStudy(ratings: ratings, items: 2) }
            #expect(refusal.description == words)
        }
        #expect(throws: CutScore.Refusal(raw: 0, items: 2)) { try AngoffStudy(ratings: [[0, 0]], items: 2).cut() }
    }
}
