import Domain
import Psychometrics

extension ExamReport {
    /// The report at a terminal, within its columns.
    var blocks: [Block] {
        [
            .words("\(title), \(form): \(analysis.sample)"),
            .details(figures.map { ($0.label, .init($0.value)) }),
            .table(itemTable),
            .hint("r: with the score on the other items. α−: reliability without the item. \(ItemFlag.legend)"),
        ]
            + (flagged.isEmpty ? [] : [.words("Options of the items with flags; * is the key:"), .table(optionTable)])
            + [.hint(ignoredColumns.isEmpty ? "" : "Not looked at: \(ignoredColumns.joined(separator: ", ")).")]
    }

    /// What is told of the whole form, in order; the same at a terminal and in the page.
    var figures: [(label: String, value: String)] {
        let scores = analysis.scores
        let reliability = analysis.reliability
        let interval = reliability.interval().map {
            " (95 %: \(Figure.words($0.lowerBound)) to \(Figure.words($0.upperBound)))"
        }
        let pretest = analysis.items.count - scores.items
        let range = [scores.lowest, scores.highest].compactMap { $0.map(String.init) }.joined(separator: " to ")
        var figures = [
            ("Cohorts", cohorts.joined(separator: ", ")),
            ("Items", "\(scores.items) scored" + (pretest == 0 ? "" : ", \(pretest) pretest")),
            (
                "Raw scores",
                "mean \(Figure.words(scores.mean)), σ \(Figure.words(scores.standardDeviation)) (on N), \(range)"
            ),
            ("Reliability", "α (KR-20) \(Figure.words(reliability.alpha))\(interval ?? "")"),
            ("SEM", Figure.words(reliability.standardError)),
        ]
        if let cut {
            figures += [
                ("Cut", "\(cut.raw) of \(cut.items); \(scores.passing(cut)) passed (\(Figure.words(passRate)))"),
                ("SEM at cut", "\(Figure.words(conditionalError)) (Lord)"),
                (
                    "Decisions",
                    """
                    p₀ \(Figure.words(consistency?.agreement)), κ \(Figure.words(consistency?.kappa)) (Subkoviak); \
                    k² \(Figure.words(consistency?.livingston)) (Livingston)
                    """
                ),
            ]
        }
        return figures.filter { !$0.1.isEmpty }.map { (label: $0.0, value: $0.1) }
    }

    var flagged: [ItemStatistics] { analysis.items.filter { !$0.flags.isEmpty } }

    func code(_ item: ItemStatistics) -> String { codes[item.place] }

    private var itemTable: Table {
        Table(
            analysis.items,
            [
                .text("ITEM", gives: true) { .init(code($0) + ($0.item.isScored ? "" : " (pretest)")) },
                .number("P") { .init(Figure.words($0.difficulty)) },
                .number("R") { .init(Figure.words($0.discrimination)) },
                .number("α−") { .init(Figure.words($0.alphaIfDeleted)) },
                .number("BLANK") { .init($0.blanks) },
                .text("FLAGS", gives: true) { .init($0.flagWords, .waiting) },
            ]
        )
    }

    private var optionTable: Table {
        let rows = flagged.flatMap { item in item.options.enumerated().map { (item, $0.offset, $0.element) } }
        return Table(
            rows,
            [
                .text("ITEM", gives: true) { .init(code($0.0)) },
                .text("OPTION") { .init(AnswerCode.letter($0.1) + ($0.2.isKey ? " *" : "")) },
                .number("COUNT") { .init($0.2.count) },
                .number("SHARE") { .init(Figure.words($0.2.share)) },
                .number("R") { .init(Figure.words($0.2.discrimination)) },
                .number("FROM LOW TO HIGH SCORES") { row in
                    .init(row.2.trace.map { Figure.words($0, digits: 2) }.joined(separator: " "))
                },
            ]
        )
    }
}
