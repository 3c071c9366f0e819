import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// Signing up for programs: a form elsewhere that shows our words.
enum SubscriptionRoutes {
    static let all: [Route] = [
        Route(
            method: .post,
            path: "/api/v1/subscriptions",
            name: "subscribe",
            summary: "Ask for the e-mail list: mail goes out to confirm it. The answer is the same for every address.",
            audience: .programs,
            body: .init(contentType: "application/json", schema: Schema.reference("SubscriptionRequest")),
            answers: [
                .init(
                    status: .accepted,
                    words: "Mail goes to the address, whoever has it.",
                    schema: Schema.reference("SubscriptionAsked")
                ),
                .problem(.tooManyRequests, "Too many addresses from one client have not confirmed today."),
            ],
            handle: subscribe
        )
    ]

    private static func subscribe(_ visit: Visit) async throws -> Response {
        let body = try await visit.typedBody()
        let (fields, warnings) = try read(JSON.read(Array(body.readableBytesView)))
        let request = try SubscriptionRequest(
            name: fields.name,
            email: fields.email,
            ticks: fields.purposes.map { .init($0) },
            source: fields.source,
            client: visit.client
        )
        try await visit.registrar.subscribers.ask(request)
        let asked: JSON = ["message": "Look into your mail: the link in it says what is so, and what you can do."]
        return Response(asked.with("warnings", warnings), status: .accepted)
    }

    private struct Fields {
        var name: String?
        var email: String?
        var purposes: [String] = []
        var source: String?
    }

    /// Takes the members that are known, with every wrong type named, and the names of those that are not.
    private static func read(_ body: JSON) throws -> (Fields, warnings: JSON?) {
        guard case .object(let members) = body else {
            throw Refusal.invalid("", "The body must be a JSON object, not \(body.kind).")
        }
        var fields = Fields()
        var problems: [Refusal.Problem] = []
        var warnings: [JSON] = []
        func text(_ name: String, _ value: JSON) -> String? {
            if case .string(let text) = value { return text }
            problems.append(.init(name, "“\(name)” must be a string, not \(value.kind)."))
            return nil
        }
        for member in members {
            switch (member.name, member.value) {
            case ("name", .null), ("source", .null): break
            case ("name", let value): fields.name = text("name", value)
            case ("email", let value): fields.email = text("email", value)
            case ("source", let value): fields.source = text("source", value)
            case ("purposes", .array(let items)): fields.purposes = items.compactMap { text("purposes", $0) }
            case ("purposes", let other):
                problems.append(.init("purposes", "“purposes” must be a list, not \(other.kind)."))
            default: warnings.append(.string(member.name))
            }
        }
        for name in ["email", "purposes"] where !members.contains(where: { $0.name == name }) {
            problems.append(.init(name, "“\(name)” is missing; give it."))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return (fields, warnings.isEmpty ? nil : .array(warnings))
    }

    static let requestSchema: JSON = [
        "type": "object",
        "required": ["email", "purposes"],
        "properties": [
            "name": [
                "type": ["string", "null"], "maxLength": 200,
                "description": "Of any script; it counts once the address confirms it.", "examples": ["Ada Lovelace"],
            ],
            "email": [
                "type": "string", "format": "email", "maxLength": 254,
                "description": "The link to confirm goes there.", "examples": ["ada@example.org"],
            ],
            "purposes": [
                "type": "array", "minItems": 1, "uniqueItems": true, "items": ["type": "string"],
                "description":
                    "Codes of the purposes that were ticked, each beside our words as they stand on /subscribe.",
                "examples": [["updates"]],
            ],
            "source": [
                "type": ["string", "null"],
                "description": "Which form it was; one that is unknown counts as the updates form.",
                "examples": ["readiness_checklist"],
            ],
        ],
    ]

    static let askedSchema = Schema.object(
        ["message": Schema.text],
        optional: ["warnings": ReservationRoutes.warningsSchema]
    )
}
