import Credentials
import HTTPTypes
import Hummingbird
import NIOCore

/// The door for mail servers that bring back what could not be delivered, or what a reader complained of.
enum MailRoutes {
    static let all: [Route] = [
        Route(
            method: .post,
            path: "/api/v1/mail/reports",
            name: "reportMail",
            summary: """
                Brings back one mail: a report of failure (RFC 3464) or a complaint (RFC 5965). The same report twice counts \
                once. Without the token there is nothing at this address.
                """,
            audience: .programs,
            parameters: [
                .init(name: "Authorization", place: .header, words: "`Bearer TOKEN`.", schema: ["type": "string"])
            ],
            body: .init(contentType: "message/rfc822", schema: Schema.text, limit: 4 << 20),
            answers: [
                .init(
                    status: .ok,
                    words: "It was dealt with, in words.",
                    schema: Schema.object(["words": Schema.text])
                ),
                .problem(.notFound, "There is no such door, or the token is another."),
                .problem(
                    .unprocessableContent,
                    "A person has to look at it: it is no report, or about no mail of ours."
                ),
            ],
            handle: take
        )
    ]

    private static func take(_ visit: Visit) async throws -> Response {
        guard let door = visit.house.settings.mailReports, admits(visit, door.token) else { throw Problem.unknownPath }
        let (words, isUnclear) = try await door.take(Array(buffer: try await visit.typedBody()))
        guard !isUnclear else { throw Problem(status: .unprocessableContent, code: "report-unclear", detail: words) }
        return Response(["words": .string(words)])
    }

    /// Looks at all of what was given, so that the time says nothing of the token.
    private static func admits(_ visit: Visit, _ token: String) -> Bool {
        guard let given = visit.request.headers[.authorization], given.lowercased().hasPrefix("bearer ") else {
            return false
        }
        let (mine, theirs) = (Array(token.utf8), Array(given.dropFirst(7).utf8))
        var difference = mine.count ^ theirs.count
        for (index, octet) in theirs.enumerated() { difference |= Int(octet ^ mine[index % mine.count]) }
        return difference == 0
    }
}
