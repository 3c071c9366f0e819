import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// The pages behind mailed links of the list: confirming a request, and a person's own choices. Looking changes nothing.
enum SubscriptionPages {
    static let all: [Route] = [
        page(.get, "/subscriptions/{token}", "subscriptionPage", "What was asked for, and a button to confirm it.") {
            try await confirmation($0)
        },
        page(.post, "/subscriptions/{token}", "confirmSubscriptionByPage", "Confirms what the page showed.", confirm),
        page(.get, "/preferences/{token}", "preferencesPage", "What somebody gets, since when, by which words.") {
            try await choices($0, isSaved: try $0.query()["saved"] == "yes")
        },
        page(.post, "/preferences/{token}", "choosePreferencesByPage", "Changes what somebody gets.", choose),
    ]

    private static func page(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ name: String,
        _ summary: String,
        _ handle: @escaping Route.Handler
    ) -> Route {
        Route(
            method: method,
            path: path,
            name: name,
            summary: summary,
            audience: .people,
            discretion: .secret,
            body: method == .post
                ? .init(contentType: "application/x-www-form-urlencoded", schema: ["type": "object"]) : nil,
            handle: handle
        )
    }

    private static func confirm(_ visit: Visit) async throws -> Response {
        let typed = TypedSubscription(try Form(try await visit.typedBody().readableBytesView))
        let token = try visit.capture("token")
        do {
            let asked = try await visit.registrar.subscribers.confirm(link: token, name: typed.name, shown: typed.ticks)
            return .seeOther("/preferences/\(asked.preferences)?saved=yes", .secret)
        } catch let input as InvalidInput {
            return try await confirmation(visit, input.refusal, typed)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return try await confirmation(visit, refusal, typed)
        }
    }

    private static func confirmation(_ visit: Visit, _ refusal: Refusal? = nil, _ typed: TypedSubscription? = nil)
        async throws -> Response
    {
        let asked = try await visit.registrar.subscribers.request(link: visit.capture("token"))
        return try await answer(visit, "subscription", ConfirmView(asked, refusal, typed), \.heading, refusal)
    }

    private static func choose(_ visit: Visit) async throws -> Response {
        let form = try Form(try await visit.typedBody().readableBytesView)
        let typed = TypedSubscription(form)
        let token = try visit.capture("token")
        let subscribers = visit.registrar.subscribers
        do {
            switch form["act"] {
            case "save": _ = try await subscribers.choose(link: token, name: typed.name, ticks: typed.ticks)
            case "leave": _ = try await subscribers.leaveAll(link: token)
            default: throw Refusal.invalid("act", "Press one of the two buttons.")
            }
            return .seeOther("/preferences/\(token)?saved=yes", .secret)
        } catch let input as InvalidInput {
            return try await choices(visit, input.refusal, typed)
        } catch let refusal as Refusal where [.conflict, .invalid].contains(refusal.kind) {
            return try await choices(visit, refusal, typed)
        }
    }

    private static func choices(
        _ visit: Visit,
        _ refusal: Refusal? = nil,
        _ typed: TypedSubscription? = nil,
        isSaved: Bool = false
    ) async throws -> Response {
        let preferences = try await visit.registrar.subscribers.preferences(link: visit.capture("token"))
        let zone = try await visit.house.issuer.institute().timeZone
        let view = PreferencesView(preferences, refusal, typed, isSaved: isSaved, zone: zone)
        return try await answer(visit, "preferences", view, \.heading, refusal)
    }

    private static func answer<View: Sendable>(
        _ visit: Visit,
        _ template: String,
        _ view: View,
        _ heading: KeyPath<View, String>,
        _ refusal: Refusal?
    ) async throws -> Response {
        visit.house.pages.response(
            template,
            view,
            title: refusal == nil ? view[keyPath: heading] : "Error: \(view[keyPath: heading])",
            institute: try await visit.house.issuer.institute(),
            discretion: .secret,
            status: refusal.map { Problem($0).status } ?? .ok
        )
    }
}
