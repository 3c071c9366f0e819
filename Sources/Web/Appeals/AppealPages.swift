import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// Where somebody who was denied a certificate appeals, by the link of that mail.
enum AppealPages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/appeals/{token}",
            name: "appealPage",
            summary: "A denial, and how to appeal.",
            audience: .people,
            discretion: .secret,
            handle: { try await render($0, nil, typed: "") }
        ),
        Route(
            method: .post,
            path: "/appeals/{token}",
            name: "appealByPage",
            summary: "Files the appeal, once.",
            audience: .people,
            discretion: .secret,
            body: .init(
                contentType: "application/x-www-form-urlencoded",
                schema: ["type": "object"],
                limit: 32 * 1_024
            ),
            handle: file
        ),
    ]

    private static func file(_ visit: Visit) async throws -> Response {
        let form = try Form(try await visit.typedBody().readableBytesView)
        let token = try visit.capture("token")
        do {
            _ = try await visit.registrar.decisions.fileAppeal(link: token, words: form["words"])
        } catch let refusal as Refusal where [.invalid, .conflict].contains(refusal.kind) {
            return try await render(visit, refusal, typed: form["words"])
        }
        return .seeOther("/appeals/\(token)", .secret)
    }

    private static func render(_ visit: Visit, _ refusal: Refusal?, typed: String) async throws -> Response {
        let token = try visit.capture("token")
        let appeal = try await visit.registrar.decisions.appeal(link: token)
        let view = AppealView(appeal, token: token, trouble: refusal?.message, typed: typed)
        return visit.house.pages.response(
            "appeal",
            view,
            title: refusal == nil ? view.heading : "Error: \(view.heading)",
            institute: try await visit.house.issuer.institute(),
            discretion: .secret,
            status: refusal.map { $0.kind == .invalid ? .unprocessableContent : .conflict } ?? .ok
        )
    }
}

/// A denial as the candidate reads it, and where the appeal stands; never what staff wrote among themselves.
struct AppealView: Sendable {
    let heading: String
    let credential: String
    let denied: String
    let reason: String?
    let until: String
    let mayBeFiled: Bool
    let isTooLate: Bool
    let state: String?
    let action: String
    let typed: String
    let trouble: String?

    init(_ appeal: Appeal, token: String, trouble: String?, typed: String) {
        let clock = LocalClock(appeal.zone)
        credential = appeal.credential
        denied = clock.day(appeal.deniedAt)
        reason = appeal.reasonClass?.words
        until = clock.moment(appeal.until)
        mayBeFiled = appeal.mayBeFiled
        isTooLate = !appeal.mayBeFiled && appeal.state == nil
        action = "/appeals/\(token)"
        self.typed = typed
        self.trouble = trouble
        let since = appeal.stateSince.map(clock.day) ?? ""
        switch appeal.state {
        case nil:
            heading = "Appeal the decision"
            state = nil
        case .filed:
            heading = "We have your appeal"
            state =
                "You appealed on \(since). Somebody who took no part in the decision looks at all of it again; you hear from us by mail."
        case .upheld:
            heading = "Your appeal was upheld"
            state = "Since \(since) the denial no longer stands. It is decided anew; you hear from us by mail."
        case .dismissed:
            heading = "Your appeal was dismissed"
            state =
                "On \(since) somebody who took no part in the decision had looked at all of it again. The denial stands."
        case .withdrawn:
            heading = "Your appeal was taken back"
            state = "It was taken back on \(since). The denial stands."
        }
    }
}
