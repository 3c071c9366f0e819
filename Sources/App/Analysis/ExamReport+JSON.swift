import Domain
import Psychometrics

extension ExamReport {
    /// The report for programs: every figure in full precision, what is not available as null.
    var json: JSON {
        let scores = analysis.scores
        let reliability = analysis.reliability
        return [
            "title": .string(title), "form": .string(form), "cohorts": .list(cohorts, JSON.string),
            "n": .integer(analysis.sample.n), "caution": .text(analysis.sample.caution?.rawValue),
            "items": .integer(scores.items), "cut": .count(cut?.raw),
            "scores": [
                "mean": Figure.json(scores.mean), "standard_deviation": Figure.json(scores.standardDeviation),
                "lowest": .count(scores.lowest), "highest": .count(scores.highest),
                "frequencies": .list(scores.frequencies, JSON.integer),
                "passing": .count(cut.map(scores.passing)), "pass_rate": Figure.json(passRate),
            ],
            "reliability": [
                "alpha": Figure.json(reliability.alpha),
                "interval_95": reliability.interval().map { .array([.number($0.lowerBound), .number($0.upperBound)]) }
                    ?? .null,
                "standard_error": Figure.json(reliability.standardError),
                "conditional_error_at_cut": Figure.json(conditionalError),
            ],
            "consistency": [
                "agreement": Figure.json(consistency?.agreement), "chance": Figure.json(consistency?.chance),
                "kappa": Figure.json(consistency?.kappa), "livingston": Figure.json(consistency?.livingston),
            ],
            "groups": .list(Array(zip(analysis.groups.ranges, analysis.groups.sizes))) { range, size in
                ["from": .count(range?.lowerBound), "to": .count(range?.upperBound), "n": .integer(size)]
            },
            "item_statistics": .list(analysis.items, json),
            "ignored_columns": .list(ignoredColumns, JSON.string),
        ]
    }

    private func json(_ item: ItemStatistics) -> JSON {
        [
            "item": .string(code(item)), "position": .integer(item.place + 1), "area": .string(item.item.area),
            "scored": .bool(item.item.isScored), "right": .integer(item.right), "blanks": .integer(item.blanks),
            "difficulty": Figure.json(item.difficulty), "discrimination": Figure.json(item.discrimination),
            "alpha_if_deleted": Figure.json(item.alphaIfDeleted),
            "flags": .list(item.flags) { .string($0.code) },
            "options": .list(Array(item.options.enumerated())) { place, option in
                [
                    "option": .string(AnswerCode.letter(place)), "key": .bool(option.isKey),
                    "count": .integer(option.count), "share": Figure.json(option.share),
                    "discrimination": Figure.json(option.discrimination), "trace": .list(option.trace, Figure.json),
                ]
            },
        ]
    }
}
