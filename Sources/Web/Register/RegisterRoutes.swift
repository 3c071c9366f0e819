import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// The public register for programs: the same search as on its page, and the same limits.
enum RegisterRoutes {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/api/v1/register",
            name: "searchRegister",
            summary: "Holders of active certificates who want to be found. Without a search only how many there are.",
            audience: .programs,
            parameters: [
                .init(
                    name: "q",
                    place: .query,
                    words: """
                        Beginnings of words of a name, a credential or a city, in any script, with or without diacritics; \
                        all of them must fit. No sign is a wildcard.
                        """,
                    schema: ["type": "string", "maxLength": .integer(RegisterSearch.longest)]
                ),
                .init(
                    name: "after",
                    place: .query,
                    words:
                        "`next` of the page before; there are \(Register.mostPages) pages of \(Register.pageSize) at most.",
                    schema: ["type": "string", "pattern": "^[A-Za-z0-9_-]+$"]
                ),
            ],
            answers: [
                .init(status: .ok, words: "A page of holders.", schema: Schema.reference("RegisterPage")),
                .problem(.tooManyRequests, "More searches in a minute than one client may make."),
            ],
            handle: search
        )
    ]

    private static func search(_ visit: Visit) async throws -> Response {
        try visit.house.lookUps.admit(visit.client, weight: LookUpLimit.weightOfSearch)
        let query = try visit.query()
        let register = visit.registrar.register
        guard let typed = query["q"], !typed.isEmpty else {
            return answer([:], listed: try await register.count())
        }
        let found = try await register.search(RegisterSearch(typed), after: query["after"])
        let institute = try await visit.house.issuer.institute()
        return answer([
            "items": .array(
                found.listings.map {
                    [
                        "name": .string($0.name), "credential": .string($0.title), "city": JSON($0.city),
                        "id": .string($0.printedID), "page": .string("\(institute.publicUrl)/verify/\($0.printedID)"),
                    ]
                }
            ),
            "next": JSON(found.next),
            "is_cut": .bool(found.isCut),
        ])
    }

    private static func answer(_ found: JSON, listed: Int? = nil) -> Response {
        var response = Response([
            "items": found["items"] ?? .array([]),
            "next": found["next"] ?? .null,
            "is_cut": found["is_cut"] ?? .bool(false),
            "listed": listed.map(JSON.integer) ?? .null,
        ])
        response.headers[.xRobotsTag] = "noindex"
        return response
    }

    static let schema = Schema.object([
        "items": Schema.list(
            Schema.object([
                "name": Schema.text,
                "credential": Schema.text,
                "city": Schema.orNull(Schema.text),
                "id": Schema.text,
                "page": Schema.address,
            ])
        ),
        "next": Schema.orNull(Schema.text),
        "is_cut": Schema.flag,
        "listed": Schema.orNull(Schema.count()),
    ])
}
