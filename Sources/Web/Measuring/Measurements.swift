package import CoreMetrics
import NIOConcurrencyHelpers

/// Keeps every measurement of the process and tells them in Prometheus' text format (0.0.4).
///
/// A label and its dimensions name one series; asking for the same again gives the same one.
package final class Measurements: MetricsFactory, Sendable {
    private struct State: Sendable {
        var counts: [Series: Count] = [:]
        var levels: [Series: Level] = [:]
        var histograms: [Series: Histogram] = [:]
    }

    private let state = NIOLockedValueBox(State())

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        kept(\.counts, Series(label, dimensions)) { Count() }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return kept(\.levels, Series(label, dimensions)) { Level() } }
        return kept(\.histograms, Series(label, dimensions)) { Histogram(bounds: Histogram.sizes) }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        kept(\.levels, Series(label, dimensions)) { Level() }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let label = label.hasSuffix("_seconds") ? label : "\(label)_seconds"
        return kept(\.histograms, Series(label, dimensions)) { Histogram(bounds: Histogram.seconds) }
    }

    // Series are bounded by routes and statuses, so none is ever taken away.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func kept<Kept: Sendable>(
        _ path: any WritableKeyPath<State, [Series: Kept]> & Sendable,
        _ series: Series,
        _ make: () -> Kept
    ) -> Kept {
        state.withLockedValue { state in
            if let known = state[keyPath: path][series] { return known }
            let made = make()
            state[keyPath: path][series] = made
            return made
        }
    }

    /// - Parameter gauges: Figures read just now, with their help.
    func text(gauges: [(name: String, words: String, value: Double)]) -> String {
        let (counts, levels, histograms) = state.withLockedValue { ($0.counts, $0.levels, $0.histograms) }
        var lines: [String] = []
        for gauge in gauges {
            lines += [
                "# HELP \(gauge.name) \(gauge.words)", "# TYPE \(gauge.name) gauge", "\(gauge.name) \(gauge.value)",
            ]
        }
        func tell<Kept>(_ kept: [Series: Kept], as type: String, _ tell: (Series, Kept) -> [String]) {
            var last = ""
            for (series, value) in kept.sorted(by: { $0.key < $1.key }) {
                if series.name != last { lines.append("# TYPE \(series.name) \(type)") }
                last = series.name
                lines += tell(series, value)
            }
        }
        tell(counts, as: "counter") { ["\($0.name)\($0.labels()) \($1.value)"] }
        tell(levels, as: "gauge") { ["\($0.name)\($0.labels()) \($1.value)"] }
        tell(histograms, as: "histogram") { $1.lines($0) }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// The name of one series of figures: a metric and its labels, as Prometheus writes them.
struct Series: Hashable, Comparable, Sendable {
    let name: String
    private let pairs: [String]

    init(_ label: String, _ dimensions: [(String, String)]) {
        name = Self.word(label)
        pairs = dimensions.map { "\(Self.word($0.0))=\"\(Self.quoted($0.1))\"" }.sorted()
    }

    func labels(_ further: String? = nil) -> String {
        let all = pairs + (further.map { [$0] } ?? [])
        return all.isEmpty ? "" : "{\(all.joined(separator: ","))}"
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.name, left.pairs.joined()) < (right.name, right.pairs.joined())
    }

    private static func word(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private static func quoted(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
