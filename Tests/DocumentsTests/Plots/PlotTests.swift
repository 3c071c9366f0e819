import Documents
import Foundation
import FoundationXML
import Testing

@Suite("Plots")
struct PlotTests {
    /// Whether the text is XML that a reader takes; its elements by name.
    private func elements(_ svg: String) throws -> [String: Int] {
        final class Counting: NSObject, XMLParserDelegate {
            var counts: [String: Int] = [:]
            func parser(
                _ parser: XMLParser,
                didStartElement name: String,
                namespaceURI: String?,
                qualifiedName: String?,
                attributes: [String: String]
            ) { counts[name, default: 0] += 1 }
        }
        let counting = Counting()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = counting
        #expect(parser.parse(), "\(svg)")
        return counting.counts
    }

    @Test("of items draws a dot for each, a hollow diamond for each with a flag, and says so in words")
    func itemMap() throws {
        let map = ItemMap([
            .init(label: "<Q&1>", difficulty: 0.5, discrimination: 0.4, isFlagged: false),
            .init(label: "Q\"2", difficulty: 1, discrimination: -0.7, isFlagged: true),
        ])
        let counts = try elements(map.svg)
        #expect(counts["circle"] == 1 && counts["polygon"] == 1 && counts["desc"] == 1)
        #expect(
            map.svg.contains("role=\"img\"") && map.svg.contains("aria-labelledby=\"item-map-title item-map-desc\"")
        )
        #expect(map.svg.contains("2 items. 1 of them") && map.svg.contains("Q&quot;2") && !map.svg.contains("<Q&1>"))
        #expect(try elements(ItemMap([]).svg)["circle"] == nil)
    }

    @Test("of scores draws a bar for each score that somebody reached, filled from the cut on")
    func histogram() throws {
        let plot = ScoreHistogram([0, 3, 0, 5, 2], cut: 3)
        #expect(try elements(plot.svg)["rect"] == 3)
        #expect(plot.svg.matches(of: /<rect[^>]*fill="#ffffff"/).count == 1)
        #expect(plot.svg.contains("10 candidates with scores from 1 to 4. 7 reached the cut of 3."))
        #expect(plot.svg.contains("cut 3: fails below"))
        #expect(!ScoreHistogram([0, 1], cut: nil).svg.contains("cut"))
        #expect(ScoreHistogram([0, 0], cut: 1).svg.contains("No candidate."))
        for length in [2, 3, 12, 151, 1_001] {
            _ = try elements(ScoreHistogram(Array(repeating: 100_000, count: length), cut: 1).svg)
        }
    }

    @Test("of options draws the key solid and the others in dashes of their own, each with its letter")
    func traceLines() throws {
        let plot = TraceLines(
            item: "Q1",
            options: [
                .init(label: "A", isKey: true, shares: [0.2, nil, 0.9]),
                .init(label: "B", isKey: false, shares: [0.5, nil, 0.05]),
                .init(label: "C", isKey: false, shares: [0.3, nil, 0.05]),
                .init(label: "D", isKey: false, shares: [nil, nil, nil]),
            ],
            groups: ["0–3", "–", "4–5"],
            id: "item-1"
        )
        let counts = try elements(plot.svg)
        #expect(counts["polyline"] == 3 && counts["circle"] == 2 && counts["polygon"] == 4)
        #expect(plot.svg.matches(of: /<polyline[^>]*stroke-dasharray="([^"]*)"/).map(\.1) == ["6 3", "2 3"])
        #expect(plot.svg.contains("A, the key: 20 %, nobody, 90 %."))
    }

    @Test("of weeks draws a strip for each source on one scale, filled for who came through, and in words too")
    func weekBars() throws {
        let plot = WeekBars(
            title: "Sign-ups",
            weeks: ["2 Nov 26", "9 Nov 26", "16 Nov 26"],
            strips: [
                .init(label: "MET <101>", counts: [4, 0, 2], filled: [1, 0, 2]),
                .init(label: "Workshop", counts: [0, 0, 0], filled: [0, 0, 0]),
            ]
        )
        #expect(try elements(plot.svg)["rect"] == 4)
        #expect(plot.svg.matches(of: /<rect[^>]*fill="#ffffff"/).count == 2)
        #expect(plot.svg.contains("MET &lt;101&gt;: 6, of them 3 came through; most in the week of 2 Nov 26, 4."))
        #expect(plot.svg.contains("Workshop: nobody."))
        for weeks in [0, 1, 104] {
            let counts = Array(repeating: 1_000_000, count: weeks)
            let strip = WeekBars.Strip(label: "A", counts: counts, filled: counts)
            let names = Array(repeating: "2 Nov 26", count: weeks)
            let svg = WeekBars(title: "A", weeks: names, strips: [strip]).svg
            #expect(try elements(svg)["title"] == 1 && !svg.contains("nan"))
            _ = try elements(WeekBars(title: "A", weeks: names, strips: []).svg)
        }
    }

    @Test("of a funnel draws each step, with the one before as an outline, and takes nobody for a step too")
    func funnel() throws {
        let plot = FunnelBars(
            title: "Funnel",
            steps: [
                .init(label: "Asked", count: 40, words: "40"), .init(label: "Confirmed", count: 10, words: "10, 25 %"),
                .init(label: "Reserved", count: 0, words: "0"), .init(label: "Attended", count: 0, words: "0"),
            ]
        )
        #expect(try elements(plot.svg)["rect"] == 6)
        #expect(plot.svg.contains("Asked: 40. Confirmed: 10, 25 %. Reserved: 0."))
        _ = try elements(FunnelBars(title: "Funnel", steps: []).svg)
    }

    @Test("of growth draws the first line solid and the others in dashes, each with its last count")
    func weekLines() throws {
        let plot = WeekLines(
            title: "Growth",
            weeks: ["2 Nov 26", "9 Nov 26"],
            lines: [
                .init(label: "on the list", counts: [1, 7]), .init(label: "left", counts: [0, 0]),
                .init(label: "suppressed", counts: [0, 0]),
            ]
        )
        #expect(try elements(plot.svg)["polyline"] == 3)
        #expect(plot.svg.matches(of: /<polyline[^>]*stroke-dasharray="([^"]*)"/).map(\.1) == ["6 3", "2 3"])
        #expect(plot.svg.contains("on the list: 1 at first, 7 at last.") && plot.svg.contains(">left: 0<"))
        for counts in [[], [3]] {
            let line = WeekLines.Line(label: "A", counts: counts)
            let svg = WeekLines(title: "A", weeks: counts.map { _ in "2 Nov 26" }, lines: [line]).svg
            #expect(try elements(svg)["title"] == 1 && !svg.contains("nan"))
        }
    }

    @Test("writes no coordinate that is not a number, and no more than one digit behind the point")
    func numbers() throws {
        let svg = ScoreHistogram(Array(0...150), cut: 100).svg
        #expect(!svg.lowercased().contains("nan") && !svg.contains("inf"))
        #expect(svg.matches(of: /"[0-9]+\.[0-9]{2,}"/).isEmpty)
    }
}
