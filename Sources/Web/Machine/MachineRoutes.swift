import Credentials
import Foundation
import HTTPTypes
import Hummingbird

/// What machines ask of the service itself: does it live, can it answer, what did it do, what is it.
enum MachineRoutes {
    static let paths = all.map(\.path)

    static let all: [Route] = [
        Route(
            method: .get,
            path: "/healthz",
            name: "health",
            summary: "Whether the process is up.",
            audience: .programs,
            answers: [.init(status: .ok, words: "It is.", schema: statusSchema("ok"))],
            handle: { _ in Response(["status": "ok"]) }
        ),
        Route(
            method: .get,
            path: "/readyz",
            name: "readiness",
            summary: "Whether requests can be answered: the database is reachable and its schema is this release's.",
            audience: .programs,
            answers: [.init(status: .ok, words: "They can.", schema: statusSchema("ready"))],
            handle: { visit in
                switch await visit.house.settings.readiness() {
                case .ready:
                    return Response(["status": "ready"])
                case .notReady(let words):
                    throw Problem(
                        status: .serviceUnavailable,
                        code: "not-ready",
                        detail: words,
                        headers: [.retryAfter: "2"]
                    )
                }
            }
        ),
        Route(
            method: .get,
            path: "/metrics",
            name: "metrics",
            summary: "What the process measured, in Prometheus' text format.",
            audience: .programs,
            answers: [.init(status: .ok, words: "The figures.", contentType: "text/plain", schema: Schema.text)],
            handle: { visit in
                let settings = visit.house.settings
                let text = settings.measurements.text(gauges: settings.gauges.map { ($0.name, $0.words, $0.value()) })
                return Response(text: text, contentType: "text/plain; version=0.0.4; charset=utf-8")
            }
        ),
        Route(
            method: .get,
            path: "/openapi.json",
            name: "description",
            summary: "This description.",
            audience: .programs,
            answers: [.init(status: .ok, words: "OpenAPI 3.1.", schema: ["type": "object"])],
            handle: { visit in Response(text: visit.house.pages.description, contentType: "application/json") }
        ),
    ]

    private static func statusSchema(_ word: String) -> JSON { Schema.object(["status": Schema.choice([word])]) }
}
