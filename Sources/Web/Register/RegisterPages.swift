import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// Where anybody looks for a holder, and where a holder says whether they want to be found.
enum RegisterPages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/register",
            name: "registerPage",
            summary: "Holders of active certificates who want to be found, by name, credential or city.",
            audience: .people,
            handle: search
        ),
        Route(
            method: .get,
            path: "/register/{token}",
            name: "registerChoicePage",
            summary: "How a holder stands, or would stand, in the register.",
            audience: .people,
            discretion: .secret,
            handle: { try await choose($0, nil, typed: nil) }
        ),
        Route(
            method: .post,
            path: "/register/{token}",
            name: "chooseByPage",
            summary: "Enters the register, or leaves it.",
            audience: .people,
            discretion: .secret,
            body: .init(contentType: "application/x-www-form-urlencoded", schema: ["type": "object"]),
            handle: choose
        ),
    ]

    private static func search(_ visit: Visit) async throws -> Response {
        try visit.house.lookUps.admit(visit.client, weight: LookUpLimit.weightOfSearch)
        let query = try visit.query()
        let typed = query["q"] ?? ""
        let register = visit.registrar.register
        let view: RegisterView
        if typed.isEmpty {
            view = RegisterView(count: try await register.count())
        } else {
            do {
                let found = try await register.search(RegisterSearch(typed), after: query["after"])
                view = RegisterView(found, typed: typed, isFirst: query["after"] == nil)
            } catch let refusal as Refusal where refusal.kind == .invalid {
                view = RegisterView(trouble: refusal.message, typed: typed)
            }
        }
        var response = visit.house.pages.response(
            "register",
            view,
            title: view.trouble == nil ? view.heading : "Error: \(view.heading)",
            institute: try await visit.house.issuer.institute(),
            discretion: .unkept,
            status: view.trouble == nil ? .ok : .unprocessableContent
        )
        response.headers[.xRobotsTag] = "noindex"
        return response
    }

    private static func choose(_ visit: Visit) async throws -> Response {
        let form = try Form(try await visit.typedBody().readableBytesView)
        let token = try visit.capture("token")
        do {
            switch form["act"] {
            case "in": _ = try await visit.registrar.register.optIn(link: token, city: form["city"])
            case "out": _ = try await visit.registrar.register.optOut(link: token)
            default: return try await choose(visit, "Choose one of the two buttons.", typed: form["city"])
            }
        } catch let input as InvalidInput {
            return try await choose(visit, input.problem.message, typed: form["city"])
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return try await choose(visit, refusal.message, typed: form["city"])
        }
        return .seeOther("/register/\(token)", .secret)
    }

    private static func choose(_ visit: Visit, _ trouble: String?, typed: String?) async throws -> Response {
        let token = try visit.capture("token")
        let choice = try await visit.registrar.register.choice(link: token)
        let institute = try await visit.house.issuer.institute()
        let view = RegisterChoiceView(choice, token: token, trouble: trouble, typed: typed, zone: institute.timeZone)
        return visit.house.pages.response(
            "register_choice",
            view,
            title: trouble == nil ? view.heading : "Error: \(view.heading)",
            institute: institute,
            discretion: .secret,
            status: trouble == nil ? .ok : .unprocessableContent
        )
    }
}
