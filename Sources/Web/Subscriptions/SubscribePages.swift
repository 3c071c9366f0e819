import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// Where anybody asks for the e-mail list, and hears the same whoever they are.
enum SubscribePages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/subscribe",
            name: "subscribePage",
            summary: "A box for each purpose, and the words to agree to.",
            audience: .people,
            handle: { visit in
                try await render(visit, TypedSubscription(source: try visit.query()["source"] ?? ""))
            }
        ),
        Route(
            method: .post,
            path: "/subscribe",
            name: "subscribeByPage",
            summary: "Asks for the list; mail goes out to confirm it.",
            audience: .people,
            discretion: .unkept,
            body: .init(contentType: "application/x-www-form-urlencoded", schema: ["type": "object"]),
            handle: submit
        ),
        Route(
            method: .get,
            path: "/subscribe/asked",
            name: "subscriptionAskedPage",
            summary: "After a request, whoever asked.",
            audience: .people,
            handle: asked
        ),
    ]

    private static func submit(_ visit: Visit) async throws -> Response {
        let typed = TypedSubscription(try Form(try await visit.typedBody().readableBytesView))
        do {
            let request = try SubscriptionRequest(
                name: typed.name,
                email: typed.email,
                ticks: typed.ticks,
                source: typed.source,
                client: visit.client
            )
            try await visit.registrar.subscribers.ask(request)
            return .seeOther("/subscribe/asked", .unkept)
        } catch let refusal as Refusal where [.invalid, .tooMany].contains(refusal.kind) {
            return try await render(visit, typed, refusal)
        }
    }

    private static func render(_ visit: Visit, _ typed: TypedSubscription, _ refusal: Refusal? = nil) async throws
        -> Response
    {
        let view = SubscribeView(typed, refusal, try await visit.registrar.subscribers.wishes())
        return visit.house.pages.response(
            "subscribe",
            view,
            title: refusal == nil ? view.heading : "Error: \(view.heading)",
            institute: try await visit.house.issuer.institute(),
            discretion: refusal == nil ? .open : .unkept,
            status: refusal.map { Problem($0).status } ?? .ok
        )
    }

    private static func asked(_ visit: Visit) async throws -> Response {
        let institute = try await visit.house.issuer.institute()
        return visit.house.pages.response(
            "subscribe_asked",
            SubscriptionAskedView(contact: institute.contactEmail),
            title: "Look into your mail",
            institute: institute,
            discretion: .open
        )
    }
}

/// What a form with a box for each purpose carried, or nothing yet.
struct TypedSubscription: Sendable {
    var name = ""
    var email = ""
    var source = ""
    var ticks: [SubscriptionRequest.Tick] = []

    /// A box's value is the version of the wording beside it.
    static let boxPrefix = "purpose-"

    init(source: String) {
        self.source = SubscriptionRequest.source(source)
    }

    init(_ form: Form) {
        self.init(source: form["source"])
        name = form["name"]
        email = form["email"]
        ticks = form.fields.filter { $0.key.hasPrefix(Self.boxPrefix) }
            .map { .init(String($0.key.dropFirst(Self.boxPrefix.count)), version: Int($0.value) ?? 0) }
            .sorted { $0.purpose < $1.purpose }
    }
}
