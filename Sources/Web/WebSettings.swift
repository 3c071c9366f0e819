import Domain
package import NIOCore

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

    /// The door for reports on our mail: who may knock, and who takes what they bring.
    package struct MailReports: Sendable {
        let token: String
        /// What was done about a mail, in words, or why a person has to look at it.
        let take: @Sendable ([UInt8]) async throws -> (words: String, isUnclear: Bool)

        package init(
            token: String,
            take: @escaping @Sendable ([UInt8]) async throws -> (words: String, isUnclear: Bool)
        ) {
            self.token = token
            self.take = take
        }
    }

    package var host: String
    package var port: Int
    /// Peers whose forwarding headers are believed.
    package var trustedProxies: [AddressRange]
    /// How long a connection may be at nothing before it makes room for another.
    package var idleTimeout: TimeAmount
    package var readiness: @Sendable () async -> Readiness
    package var gauges: [Gauge]
    /// Nil: there is no such door.
    package var mailReports: MailReports?
    /// Where measurements are kept; bootstrap swift-metrics with the same one.
    package var measurements: Measurements

    package init(
        host: String = "127.0.0.1",
        port: Int = 8080,
        trustedProxies: [AddressRange] = [],
        idleTimeout: TimeAmount = .seconds(60),
        readiness: @escaping @Sendable () async -> Readiness = { .ready },
        gauges: [Gauge] = [],
        mailReports: MailReports? = nil,
        measurements: Measurements = Measurements()
    ) {
        self.host = host
        self.port = port
        self.trustedProxies = trustedProxies
        self.idleTimeout = idleTimeout
        self.readiness = readiness
        self.gauges = gauges
        self.mailReports = mailReports
        self.measurements = measurements
    }
}
