import CoreMetrics
import NIOConcurrencyHelpers
import Synchronization

/// Counts up.
final class Count: CounterHandler, Sendable {
    private let count = Atomic<Int64>(0)

    var value: Int64 { count.load(ordering: .relaxed) }

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }
}

/// Goes up and down.
final class Level: RecorderHandler, MeterHandler, Sendable {
    private let level = NIOLockedValueBox(0.0)

    var value: Double { level.withLockedValue { $0 } }

    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { level.withLockedValue { $0 = value } }
    func increment(by amount: Double) { level.withLockedValue { $0 += amount } }
    func decrement(by amount: Double) { level.withLockedValue { $0 -= amount } }
}

/// Counts values by size.
final class Histogram: RecorderHandler, TimerHandler, Sendable {
    static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
    static let sizes = [1.0, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000]

    private struct State {
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: NIOLockedValueBox<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = NIOLockedValueBox(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }

    func record(_ value: Double) {
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLockedValue {
            $0.counts[place] += 1
            $0.sum += value
        }
    }

    func lines(_ series: Series) -> [String] {
        let (counts, sum) = state.withLockedValue { ($0.counts, $0.sum) }
        var lines: [String] = []
        var upTo = 0
        for (count, bound) in zip(counts, bounds.map { "\($0)" } + ["+Inf"]) {
            upTo += count
            lines.append("\(series.name)_bucket\(series.labels("le=\"\(bound)\"")) \(upTo)")
        }
        return lines + [
            "\(series.name)_sum\(series.labels()) \(sum)", "\(series.name)_count\(series.labels()) \(upTo)",
        ]
    }
}
