import Domain
import Psychometrics

extension PracticalReport {
    var answer: Answer {
        Answer(
            json,
            [
                .words("\(name), \(printed), rated by two: \(sample)."),
                .details([
                    (
                        "Verdicts",
                        .init("agree on \(Figure.words(verdicts.agreement)), κ \(Figure.words(verdicts.kappa()))")
                    ),
                    (
                        "Points",
                        .init(
                            """
                            ICC(1,1) \(Figure.words(points.oneWaySingle)), ICC(2,1) \(Figure.words(points.randomSingle)), \
                            ICC(2,k) \(Figure.words(points.randomMean)), ICC(3,1) \(Figure.words(points.fixedSingle))
                            """
                        )
                    ),
                ]),
                .table(
                    Table(
                        criteria,
                        [
                            .text("CRITERION", gives: true) { .init($0.code) },
                            .text("NAME", gives: true) { .init($0.name) },
                            .number("AGREE") { .init(Figure.words($0.table.agreement)) },
                            .number("κ") { .init(Figure.words($0.table.kappa())) },
                            .number("κ LINEAR") { .init(Figure.words($0.table.kappa(.linear))) },
                            .number("κ SQUARED") { .init(Figure.words($0.table.kappa(.quadratic))) },
                        ]
                    )
                ),
                .hint("Of each attempt the first two ratings. κ is n/a where both raters gave one level throughout."),
            ]
        )
    }

    private var json: JSON {
        [
            "practical": .string(printed), "name": .string(name), "n": .integer(sample.n),
            "caution": .text(sample.caution?.rawValue),
            "verdicts": verdicts.json,
            "points": [
                "icc_1_1": Figure.json(points.oneWaySingle), "icc_2_1": Figure.json(points.randomSingle),
                "icc_2_k": Figure.json(points.randomMean), "icc_3_1": Figure.json(points.fixedSingle),
            ],
            "criteria": .list(criteria) {
                ["criterion": .string($0.code), "name": .string($0.name), "agreement": $0.table.json]
            },
        ]
    }
}

extension AgreementTable {
    fileprivate var json: JSON {
        [
            "agreement": Figure.json(agreement), "kappa": Figure.json(kappa()), "linear": Figure.json(kappa(.linear)),
            "quadratic": Figure.json(kappa(.quadratic)),
            "counts": .list(counts) { .list($0, JSON.integer) },
        ]
    }
}
