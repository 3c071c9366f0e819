import CoreMetrics
import HTTPTypes
import NIOConcurrencyHelpers

/// Measures one route: how often it answered with which status, and how long that took.
///
/// Its series are looked up once, not with every request.
final class RouteMeter: Sendable {
    private let dimensions: [(String, String)]
    private let measurements: Measurements
    private let duration: Timer
    private let counters = NIOLockedValueBox<[Int: Counter]>([:])

    init(method: String, path: String, _ measurements: Measurements) {
        self.measurements = measurements
        dimensions = [("method", method), ("route", path)]
        duration = Timer(
            label: "registrar_http_request_duration_seconds",
            dimensions: dimensions,
            factory: measurements
        )
    }

    func record(_ status: HTTPResponse.Status, since start: ContinuousClock.Instant) {
        let elapsed = ContinuousClock.now - start
        duration.recordNanoseconds(
            elapsed.components.seconds * 1_000_000_000 + elapsed.components.attoseconds / 1_000_000_000
        )
        counters.withLockedValue { counters in
            if let known = counters[status.code] { return known }
            let counter = Counter(
                label: "registrar_http_requests_total",
                dimensions: dimensions + [("status", String(status.code))],
                factory: measurements
            )
            counters[status.code] = counter
            return counter
        }.increment()
    }
}
