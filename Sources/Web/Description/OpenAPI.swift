import Credentials
import HTTPTypes

/// The description of every route for programs (OpenAPI 3.1), made of the routes themselves.
enum OpenAPI {
    /// What any route for programs may answer, whatever it was asked.
    private static let always: [(HTTPResponse.Status, String)] = [
        (
            .badRequest,
            "The request could not be read: malformed JSON (with line and column), broken escapes, invalid UTF-8."
        ),
        (.notFound, "There is nothing of that name."),
        (.methodNotAllowed, "The method is not possible here; `Allow` lists those that are."),
        (.unprocessableContent, "Something given has to be mended; `problems` names each field."),
        (.internalServerError, "A fault of the service; `request_id` is what to tell us."),
        (.serviceUnavailable, "Not available right now; repeat the request, with the same key if you sent one."),
    ]

    private static let whenPosting: [(HTTPResponse.Status, String)] = [
        (.forbidden, "The request came from another site, or the link may not do this."),
        (.conflict, "Not possible as things stand; `code` says why."),
        (.gone, "No longer available; `code` says why."),
        (.unsupportedMediaType, "The content type is not the one described."),
        (.tooManyRequests, "Too many seats asked for from one client still wait to be confirmed."),
    ]

    static func describe(_ routes: [Route], title: String = "Registrar") -> JSON {
        let described = routes.filter { $0.audience == .programs }
        var paths: [JSON.Member] = []
        for path in described.map(\.path) where !paths.contains(where: { $0.name == path }) {
            let operations = described.filter { $0.path == path }
                .map { JSON.Member(name: $0.method.rawValue.lowercased(), value: operation($0)) }
            paths.append(JSON.Member(name: path, value: .object(operations)))
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": .string(title),
                "version": "1",
                "summary": "Seats in workshops of ten: cohorts, reservations and the queue for them.",
                "description": .string(
                    "Times are RFC 3339 in UTC. Errors are application/problem+json with a stable `type`. "
                        + "Links that act leave only by mail; the link in an answer shows the state and nothing else."
                ),
            ],
            "paths": .object(paths),
            "components": ["schemas": .object(Schema.all.map { JSON.Member(name: $0.key, value: $0.value) })],
        ]
    }

    private static func operation(_ route: Route) -> JSON {
        var operation: JSON = [
            "operationId": .string(route.name),
            "summary": .string(route.summary),
        ]
        if !route.parameters.isEmpty {
            operation = operation.with("parameters", .array(route.parameters.map(parameter)))
        }
        if let body = route.body {
            operation = operation.with(
                "requestBody",
                [
                    "required": true,
                    "description": .string("At most \(body.limit) octets."),
                    "content": content(body.contentType, body.schema, body.alternatives),
                ]
            )
        }
        return operation.with("responses", .object(answers(route)))
    }

    private static func parameter(_ parameter: Route.Parameter) -> JSON {
        [
            "name": .string(parameter.name),
            "in": .string(parameter.place.rawValue),
            "required": .bool(parameter.place == .path),
            "description": .string(parameter.words),
            "schema": parameter.schema,
        ]
    }

    private static func answers(_ route: Route) -> [JSON.Member] {
        let tooLarge = (HTTPResponse.Status.contentTooLarge, "The body is over \(Problem.size(route.bodyLimit)).")
        let problems = (always + (route.method == .post ? whenPosting + [tooLarge] : []))
            .filter { status, _ in !route.answers.contains { $0.status == status } }
            .map { Route.Answer.problem($0, $1) }
        return (route.answers + problems).sorted { $0.status.code < $1.status.code }.map { answer in
            JSON.Member(
                name: String(answer.status.code),
                value: [
                    "description": .string(answer.words),
                    "content": content(answer.contentType, answer.schema, answer.alternatives),
                ]
            )
        }
    }

    private static func content(_ type: String, _ schema: JSON, _ alternatives: [String]) -> JSON {
        .object(
            [JSON.Member(name: type, value: ["schema": schema])]
                + alternatives.map { JSON.Member(name: $0, value: ["schema": Schema.text]) }
        )
    }
}
