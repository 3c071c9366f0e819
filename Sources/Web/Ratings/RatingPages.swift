import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// Where a rater says what they saw of one candidate: on a phone, without script, on one day.
enum RatingPages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/ratings/{token}",
            name: "ratingPage",
            summary: "One candidate to rate, on one day.",
            audience: .people,
            discretion: .secret,
            handle: { visit in
                let task = try await visit.registrar.practicals.open(link: try visit.capture("token"))
                return try await render(visit, task, nil, RatingView.Typed())
            }
        ),
        Route(
            method: .post,
            path: "/ratings/{token}",
            name: "rateByPage",
            summary: "Hands the rating in, for good.",
            audience: .people,
            discretion: .secret,
            // A thousand characters of a note, each of them four octets in twelve.
            body: .init(
                contentType: "application/x-www-form-urlencoded",
                schema: ["type": "object"],
                limit: 32 * 1_024
            ),
            handle: rate
        ),
    ]

    private static func rate(_ visit: Visit) async throws -> Response {
        let typed = RatingView.Typed(try Form(try await visit.typedBody().readableBytesView))
        let token = try visit.capture("token")
        let practicals = visit.registrar.practicals
        do {
            try await practicals.rate(link: token, RatingDraft(levels: typed.levels, note: typed.note))
        } catch let refusal as Refusal where [.invalid, .conflict].contains(refusal.kind) {
            return try await render(visit, try await practicals.open(link: token), refusal, typed)
        }
        return .seeOther("/ratings/\(token)", .secret)
    }

    private static func render(
        _ visit: Visit,
        _ task: RatingTask,
        _ refusal: Refusal?,
        _ typed: RatingView.Typed
    ) async throws -> Response {
        let view = RatingView(task, token: try visit.capture("token"), refusal, typed)
        return visit.house.pages.response(
            "rating",
            view,
            title: refusal == nil ? view.heading : "Error: \(view.heading)",
            institute: try await visit.house.issuer.institute(),
            discretion: .secret,
            status: refusal.map { $0.kind == .invalid ? .unprocessableContent : .conflict }
                ?? (task.state == .over ? .gone : .ok)
        )
    }
}
