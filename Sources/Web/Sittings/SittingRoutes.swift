import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// A written exam behind the candidate's link: its door, one page for each question, and the page to hand it in. No page
/// needs a script; each button saves what its page says and moves on.
enum SittingRoutes {
    private static let base = "/progress/{token}/exam/{requirement}"

    static let all: [Route] = [
        page(.get, base, "examPage", "An exam, before and after it is sat.", EntrancePages.show),
        page(.post, base, "beginExamByPage", "Begins a try.", EntrancePages.begin),
        page(.get, base + "/questions/{question}", "questionPage", "One question.", QuestionPages.show),
        page(.post, base + "/questions/{question}", "answerByPage", "Saves an answer.", body: true, QuestionPages.save),
        page(.get, base + "/end", "handInPage", "Asks before a try is handed in.", HandInPages.ask),
        page(.post, base + "/end", "handInByPage", "Hands a try in.", HandInPages.handIn),
    ]

    private static func page(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ name: String,
        _ summary: String,
        body: Bool = false,
        _ handle: @escaping Route.Handler
    ) -> Route {
        Route(
            method: method,
            path: path,
            name: name,
            summary: summary,
            audience: .people,
            discretion: .secret,
            body: body ? .init(contentType: "application/x-www-form-urlencoded", schema: ["type": "object"]) : nil,
            handle: handle
        )
    }
}

/// Where one sitting's pages lie.
struct SittingPlace: Sendable {
    let token: String
    let requirement: String

    init(token: String, requirement: String) {
        self.token = token
        self.requirement = requirement
    }

    init(_ visit: Visit) throws {
        self.init(token: try visit.capture("token"), requirement: try visit.capture("requirement"))
    }

    /// The candidate's own page.
    var home: String { "/progress/\(token)" }
    var door: String { "\(home)/exam/\(requirement)" }
    var end: String { "\(door)/end" }
    func question(_ number: Int) -> String { "\(door)/questions/\(number)" }
}

extension Visit {
    /// A page of a sitting: kept nowhere, and its address told to nobody.
    func sittingPage(
        _ template: String,
        _ view: some Sendable,
        title: String,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        house.pages.response(
            template,
            view,
            title: title,
            institute: try await house.issuer.institute(),
            discretion: .secret,
            status: status
        )
    }
}
