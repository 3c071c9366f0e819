import Documents
import Domain

extension SubscriberReport {
    /// Two years: more would be hairs.
    private static let drawnWeeks = 104

    /// The report as one page with its pictures, each of them told as a table too.
    var page: String {
        ReportPage(
            title: "The e-mail list: \(institute)",
            body: """
                <h1>The e-mail list</h1>
                <p class="lead">\(headline.escaped)</p>
                \(caution.map { "<p class=\"secret\">\($0.escaped)</p>" } ?? "")
                <h2>From asking to a certificate</h2>
                \(ReportPage.wide("Plot of the funnel", funnelPlot.svg, caption: funnelCaption))
                \(weeks.isEmpty ? "" : pictures)
                <h2>The list today</h2>
                \(ReportPage.wide("The list today", standingTable))
                """
        ).text
    }

    private var drawn: Range<Int> { max(0, weeks.count - Self.drawnWeeks)..<weeks.count }

    private var pictures: String {
        """
        <h2>Sign-ups by source and week</h2>
        \(ReportPage.wide("Plot of sign-ups", signUpPlot.svg, caption: signUpCaption))
        \(ReportPage.wide("Sign-ups by source", sourceTable))
        <h2>How the list grew</h2>
        \(ReportPage.wide("Plot of growth", growthPlot.svg, caption: growthCaption))
        \(ReportPage.wide("Growth by week", weekTable))
        """
    }

    private var funnelPlot: FunnelBars {
        FunnelBars(
            title: "From asking to a certificate",
            steps: funnel.map { .init(label: $0.kind.words, count: $0.people, words: Self.words($0)) }
        )
    }

    /// “12 of 20”, or “45, 30 % of 150”.
    private static func words(_ step: Step) -> String {
        let share = share(step.people, of: step.before)
        return share.hasPrefix("\(step.people) of ")
            ? share
            : ["\(step.people)", share].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private var funnelCaption: String {
        """
        Each person once, in a step only with all the steps before it, in whatever order they were taken. The outline is \
        the step before.
        """
    }

    private var signUpPlot: WeekBars {
        WeekBars(
            title: "Sign-ups by source and week",
            weeks: weeks[drawn].map(\.words),
            strips: sources.map {
                .init(label: $0.name, counts: Array($0.asked[drawn]), filled: Array($0.confirmed[drawn]))
            }
        )
    }

    private var signUpCaption: String {
        let earlier = sources.reduce(0) { $0 + $1.asked[..<drawn.lowerBound].reduce(0, +) }
        return "Filled: who confirmed since; hollow: who did not. All strips have one scale."
            + (earlier == 0 ? "" : " Before the weeks drawn: \(earlier).")
    }

    private var growthPlot: WeekLines {
        func running(_ counts: [Int]) -> [Int] {
            var sum = 0
            return counts.map { count in
                sum += count
                return sum
            }
        }
        return WeekLines(
            title: "How the list grew",
            weeks: weeks[drawn].map(\.words),
            lines: [
                .init(label: "on the list", counts: weeks[drawn].map(\.onList)),
                .init(label: "left", counts: Array(running(weeks.map(\.left))[drawn])),
                .init(label: "suppressed", counts: Array(running(weeks.map(\.allSuppressed))[drawn])),
            ]
        )
    }

    private var growthCaption: String {
        """
        On the list: confirmed and not left, at each week's end. Left, and addresses suppressed less those taken back, \
        are counted up from the first week.
        """
    }

    private var sourceTable: String {
        Self.table(
            ["Source", "Asked", "Confirmed", "Of those who asked"],
            sources.map { source in
                let confirmed = source.confirmed.reduce(0, +)
                return [source.name, "\(source.total)", "\(confirmed)", Self.share(confirmed, of: source.total)]
            }
        )
    }

    private var weekTable: String {
        let reasons = Suppression.allCases.filter { reason in weeks.contains { ($0.suppressed[reason] ?? 0) != 0 } }
        return Self.table(
            ["Week of", "Confirmed", "Left"] + reasons.map { "Suppressed: \($0.words)" } + ["On the list"],
            weeks[drawn].reversed().map { week in
                ["\(week.monday)", "\(week.confirmed)", "\(week.left)"]
                    + reasons.map { "\(week.suppressed[$0] ?? 0)" } + ["\(week.onList)"]
            }
        )
    }

    private var standingTable: String {
        Self.table(
            ["The list", "People", "Addresses"],
            standingLines.map { [$0.label, "\($0.people)", $0.addresses.map(String.init) ?? ""] }
        )
    }

    private static func table(_ header: [String], _ rows: [[String]]) -> String {
        let head = header.map { "<th scope=\"col\">\($0.escaped)</th>" }.joined()
        let body = rows.map { row in
            "<tr><th scope=\"row\">\((row.first ?? "").escaped)</th>"
                + row.dropFirst().map { "<td>\($0.escaped)</td>" }.joined() + "</tr>"
        }
        return "<table><thead><tr>\(head)</tr></thead><tbody>\(body.joined(separator: "\n"))</tbody></table>"
    }
}
