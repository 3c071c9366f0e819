import Domain
import HTTPTypes
import Hummingbird

/// Where candidates read what their exams came to.
enum ResultPages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/progress/{token}/results",
            name: "resultPage",
            summary: "What a candidate's exams came to.",
            audience: .people,
            discretion: .secret,
            handle: show
        )
    ]

    private static func show(_ visit: Visit) async throws -> Response {
        let token = try visit.capture("token")
        let view = ResultsView(try await visit.registrar.scores.report(link: token), token: token)
        return visit.house.pages.response(
            "results",
            view,
            title: view.heading,
            institute: try await visit.house.issuer.institute(),
            discretion: .secret
        )
    }
}
