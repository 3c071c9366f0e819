import CoreMetrics
import Credentials
import TestSupport
import Testing

@testable import Web

@Suite("What machines ask of the service", .database)
struct MachineTests {
    @Test("ready only when it can answer")
    func readiness() async throws {
        try await Visitor.visiting(WebSettings(readiness: { .notReady("The database is away.") })) {
            visitor async throws in
            let heard = try await visitor.get("/readyz")
            #expect(heard.status == 503)
            #expect(heard.detail == "The database is away.")
            #expect(try await visitor.get("/healthz").status == 200)
        }
        try await Visitor.visiting { visitor async throws in
            #expect(try await visitor.get("/readyz").status == 200)
        }
    }

    @Test("requests are counted by route and status, never by address")
    func metrics() async throws {
        let cohort = try await TestDatabase.current.openCohort()
        let settings = WebSettings(gauges: [.init("registrar_pool_idle", "Idle connections.") { 3 }])
        try await Visitor.visiting(settings) { visitor in
            _ = try await visitor.get("/api/v1/cohorts/\(cohort)")
            _ = try await visitor.get("/api/v1/reservations/secret-token")
            let text = try await visitor.get("/metrics").text
            #expect(text.contains("registrar_pool_idle 3.0\n"))
            #expect(
                text.contains(
                    #"registrar_http_requests_total{method="GET",route="/api/v1/cohorts/{code}",status="200"} 1"#
                )
            )
            #expect(text.contains(#"route="/api/v1/reservations/{token}",status="404"} 1"#))
            #expect(
                text.contains(
                    #"registrar_http_request_duration_seconds_count{method="GET",route="/api/v1/cohorts/{code}"} 1"#
                )
            )
            #expect(!text.contains("secret-token"))
        }
    }

    @Test("openapi.json is served as committed")
    func description() async throws {
        try await Visitor.visiting { visitor async throws in
            #expect(try await visitor.get("/openapi.json").json["openapi"] == "3.1.0")
        }
    }

    @Test("figures are told as Prometheus reads them")
    func format() {
        let measurements = Measurements()
        let counter = measurements.makeCounter(label: "jobs.done", dimensions: [("kind", "a\"b\\c\nd")])
        counter.increment(by: 2)
        measurements.makeMeter(label: "level", dimensions: []).set(Int64(4))
        let timer = measurements.makeTimer(label: "work", dimensions: [])
        timer.recordNanoseconds(2_000_000)
        timer.recordNanoseconds(9_000_000_000)
        let lines = measurements.text(gauges: []).split(separator: "\n")
        #expect(lines.contains(#"jobs_done{kind="a\"b\\c\nd"} 2"#))
        #expect(lines.contains("level 4.0"))
        #expect(lines.contains("# TYPE work_seconds histogram"))
        #expect(lines.contains(#"work_seconds_bucket{le="0.001"} 0"#))
        #expect(lines.contains(#"work_seconds_bucket{le="0.0025"} 1"#))
        #expect(lines.contains(#"work_seconds_bucket{le="+Inf"} 2"#))
        #expect(lines.contains("work_seconds_sum 9.002"))
    }
}
