import Domain

/// What the web room is told by whoever starts it; the public address is the institute's own.
package struct WebSettings: Sendable {
    /// Whether requests can be answered: asked by `/readyz`.
    package enum Readiness: Equatable, Sendable {
        case ready
        /// With a sentence for the operator.
        case notReady(String)
    }

    /// A figure that is read when `/metrics` is asked for.
    package struct Gauge: Sendable {
        /// As Prometheus names it: `registrar_pool_idle`.
        let name: String
        let words: String
        let value: @Sendable () -> Double

        package init(_ name: String, _ words: String, value: @escaping @Sendable () -> Double) {
            self.name = name
            self.words = words
            self.value = value
        }
    }

    package var host: String
    package var port: Int
    /// Peers whose forwarding headers are believed.
    package var trustedProxies: [AddressRange]
    package var readiness: @Sendable () async -> Readiness
    package var gauges: [Gauge]
    /// Where measurements are kept; bootstrap swift-metrics with the same one.
    package var measurements: Measurements

    package init(
        host: String = "127.0.0.1",
        port: Int = 8080,
        trustedProxies: [AddressRange] = [],
        readiness: @escaping @Sendable () async -> Readiness = { .ready },
        gauges: [Gauge] = [],
        measurements: Measurements = Measurements()
    ) {
        self.host = host
        self.port = port
        self.trustedProxies = trustedProxies
        self.readiness = readiness
        self.gauges = gauges
        self.measurements = measurements
    }
}
