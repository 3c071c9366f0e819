package import Psychometrics

/// How far the two raters of a practical agree, over all attempts that are decided: their first two ratings.
package struct PracticalReport: Sendable {
    package struct CriterionAgreement: Sendable {
        package let code: String
        package let name: String
        package let table: AgreementTable
    }

    package let code: String
    package let version: Int
    package let name: String
    /// How many attempts are decided.
    package let sample: SampleSize
    package let criteria: [CriterionAgreement]
    /// Pass or fail as each of the two would have it.
    package let verdicts: AgreementTable
    /// Of the points, attempts as targets; raters change from one to the next.
    package let points: IntraclassCorrelation

    package var printed: String { "\(code).\(version)" }
}

/// Two raters' levels of one attempt, by criterion.
struct RatedPair {
    let first: Practical.Rating
    let second: Practical.Rating
}

extension PracticalReport {
    init(
        code: String,
        version: Int,
        name: String,
        criteria: [(code: String, name: String)],
        _ exam: Practical,
        _ pairs: [RatedPair]
    ) {
        self.code = code
        self.version = version
        self.name = name
        sample = SampleSize(pairs.count)
        self.criteria = criteria.enumerated().map { place, criterion in
            CriterionAgreement(
                code: criterion.code,
                name: criterion.name,
                table: AgreementTable(
                    levels: exam.criteria[place].highest + 1,
                    pairs: pairs.map { ($0.first.levels[place], $0.second.levels[place]) }
                )
            )
        }
        func passes(_ rating: Practical.Rating) -> Int { PracticalMark([rating], of: exam).passed ? 1 : 0 }
        func sum(_ rating: Practical.Rating) -> Int {
            zip(exam.criteria, rating.levels).reduce(0) { $0 + $1.0.weight * $1.1 }
        }
        verdicts = AgreementTable(levels: 2, pairs: pairs.map { (passes($0.first), passes($0.second)) })
        points = IntraclassCorrelation(targets: pairs.map { [sum($0.first), sum($0.second)] })
    }
}
