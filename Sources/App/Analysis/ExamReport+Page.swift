import Documents
import Domain
import Psychometrics

extension ExamReport {
    /// The report as one page that needs nothing else: no script, no address, no picture of its own.
    var page: String {
        ReportPage(
            title: "Item analysis: \(title)",
            body: """
                <p class="secret">Confidential: it shows which options are right.</p>
                <h1>\(title.escaped)</h1>
                <p class="lead">\(form.escaped) · <strong>\(analysis.sample.description.escaped)</strong></p>
                \(caution)
                <dl>\(figures.map { "<div><dt>\($0.label.escaped)</dt><dd>\($0.value.escaped)</dd></div>" }.joined())</dl>
                <h2>Scores and the cut</h2>
                \(ReportPage.wide(
                    "Plot of scores",
                    ScoreHistogram(analysis.scores.frequencies, cut: cut?.raw).svg
                ))
                <h2>Difficulty against discrimination</h2>
                \(ReportPage.wide(
                    "Plot of items",
                    ItemMap(points).svg,
                    caption: "A hollow diamond has a flag. Dotted lines: p .30 and .95, r .10 and .20.\(unplotted)"
                ))
                <h2>Items</h2>
                \(ReportPage.wide("Items", table))
                <p class="small">\(ItemFlag.legend.escaped)</p>
                <h2>Options and their trace lines</h2>
                <p>Of candidates with low, middle and high scores, the share that chose each option. The key is the solid \
                line; it should rise, the others fall.</p>
                \(analysis.items.map(section).joined(separator: "\n"))
                """
        ).text
    }

    private var caution: String {
        switch analysis.sample.caution {
        case .insufficient:
            "<p class=\"secret\">Insufficient data: under 30 candidates these figures may be chance. Decide nothing on them.</p>"
        case .provisional: "<p class=\"secret\">Provisional: under 100 candidates these figures will move.</p>"
        case nil: ""
        }
    }

    private var points: [ItemMap.Point] {
        analysis.items.compactMap { item in
            guard let difficulty = item.difficulty, let discrimination = item.discrimination else { return nil }
            return .init(
                label: code(item),
                difficulty: difficulty,
                discrimination: discrimination,
                isFlagged: !item.flags.isEmpty
            )
        }
    }

    private var unplotted: String {
        let missing = analysis.items.count - points.count
        return missing == 0 ? "" : " Without a discrimination, and so not drawn: \(missing)."
    }

    private var table: String {
        let rows = analysis.items.map { item in
            """
            <tr><th scope="row">\(code(item).escaped)</th><td class="word">\(item.item.area.escaped)</td>\
            <td class="word">\(item.item.isScored ? "scored" : "pretest")</td><td>\(Figure.words(item.difficulty))</td>\
            <td>\(Figure.words(item.discrimination))</td><td>\(Figure.words(item.alphaIfDeleted))</td>\
            <td>\(item.blanks)</td><td class="word">\(item.flagWords.escaped)</td></tr>
            """
        }
        return """
            <table><thead><tr><th scope="col">Item</th><th scope="col" class="word">Area</th>\
            <th scope="col" class="word">Counts</th>\
            <th scope="col">p</th><th scope="col">r</th><th scope="col">α without</th><th scope="col">Blank</th>\
            <th scope="col" class="word">Flags</th></tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table>
            """
    }

    private func section(_ item: ItemStatistics) -> String {
        let groups = analysis.groups.ranges.map { range in
            range.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" } ?? "–"
        }
        let lines = TraceLines(
            item: code(item),
            options: item.options.enumerated().map { place, option in
                .init(label: AnswerCode.letter(place), isKey: option.isKey, shares: option.trace)
            },
            groups: groups,
            id: "item-\(item.place + 1)"
        )
        let rows = item.options.enumerated().map { place, option in
            """
            <tr><th scope="row">\(AnswerCode.letter(place))\(option.isKey ? " (key)" : "")</th><td>\(option.count)</td>\
            <td>\(Figure.words(option.share))</td><td>\(Figure.words(option.discrimination))</td></tr>
            """
        }
        return """
            <section><h3>\(code(item).escaped)</h3>\(item.flags.isEmpty ? "" : "<p>\(item.flagWords.escaped)</p>")\
            <div class="pair"><figure>\(lines.svg)</figure><table><thead><tr><th scope="col">Option</th>\
            <th scope="col">Count</th><th scope="col">Share</th><th scope="col">r</th></tr></thead>\
            <tbody>\(rows.joined())</tbody></table></div></section>
            """
    }
}
