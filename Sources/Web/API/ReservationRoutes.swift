import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// Reservations for programs: asking for a seat, looking at a claim, and acting on it by its link.
enum ReservationRoutes {
    static let all: [Route] =
        [
            Route(
                method: .post,
                path: "/api/v1/cohorts/{code}/reservations",
                name: "reserve",
                summary:
                    "Ask for a seat: a seat is held, or a place in the queue is kept, and mail goes out to confirm it.",
                audience: .programs,
                parameters: [
                    CohortRoutes.codeParameter,
                    .init(
                        name: "Idempotency-Key",
                        place: .header,
                        words: "The same key with the same body gives the same answer for 24 hours.",
                        schema: ["type": "string", "minLength": 1, "maxLength": 200]
                    ),
                ],
                body: .init(contentType: "application/json", schema: Schema.reference("ReservationRequest")),
                answers: [
                    .init(
                        status: .ok,
                        words:
                            "The answer this key got before; or the address is known here already, and mail went to it.",
                        schema: ["anyOf": [Schema.reference("Reservation"), Schema.reference("Known")]]
                    ),
                    .init(
                        status: .created,
                        words: "A seat or a place in the queue.",
                        schema: Schema.reference("Reservation")
                    ),
                ],
                handle: reserve
            ),
            Route(
                method: .get,
                path: "/api/v1/reservations/{token}",
                name: "showReservation",
                summary: "The state of one claim, by its link.",
                audience: .programs,
                parameters: [tokenParameter],
                answers: [
                    .init(status: .ok, words: "The state as of now.", schema: Schema.reference("ReservationStatus")),
                    .problem(.gone, "The link was replaced by a newer one, or its person was erased."),
                ],
                handle: show
            ),
            Route(
                method: .get,
                path: "/api/v1/reservations/{token}/receipt",
                name: "showReceipt",
                summary: "Who was served before this claim, and why, as counts from the cohort's history.",
                audience: .programs,
                parameters: [tokenParameter],
                answers: [
                    .init(status: .ok, words: "The receipt as of now.", schema: Schema.reference("Receipt")),
                    .problem(.gone, "The link was replaced by a newer one, or its person was erased."),
                ],
                handle: showReceipt
            ),
        ] + Verb.allCases.map(route) + [transferRoute]

    static let tokenParameter = Route.Parameter(
        name: "token",
        place: .path,
        words: "The last part of a link. Only links from mail may act.",
        schema: ["type": "string", "minLength": 1]
    )

    private static func route(_ verb: Verb) -> Route {
        Route(
            method: .post,
            path: "/api/v1/reservations/{token}/\(verb.rawValue)",
            name: "\(verb.rawValue)Reservation",
            summary: verb.summary,
            audience: .programs,
            discretion: .secret,
            parameters: [tokenParameter],
            answers: [
                .init(
                    status: .ok,
                    words: "The state after it; repeating a verb changes nothing.",
                    schema: Schema.reference("ReservationStatus")
                )
            ],
            handle: { visit in
                // A verb says all there is to say: a body is read only to be bounded.
                _ = try await visit.body()
                let token = try visit.capture("token")
                let link = try await visit.registrar.seats.open(link: token)
                let status = try await verb.carryOut(on: link, visit.registrar.seats)
                let institute = try await visit.house.issuer.institute()
                return Response(json(status, token: token, mayAct: link.mayAct, institute))
            }
        )
    }

    private static func show(_ visit: Visit) async throws -> Response {
        let token = try visit.capture("token")
        let link = try await visit.registrar.seats.open(link: token)
        let institute = try await visit.house.issuer.institute()
        return Response(json(link.status, token: token, mayAct: link.mayAct, institute))
    }

    static func json(_ status: EnrollmentStatus, token: String, mayAct: Bool, _ institute: Institute) -> JSON {
        let address = "\(institute.publicUrl)/api/v1/reservations/\(token)"
        let verbs =
            mayAct
            ? Verb.possible(in: status).map(\.rawValue) + (status.transferNow == nil ? [] : ["transfer"]) : []
        return [
            "id": .integer(status.id.rawValue),
            "cohort": .string(status.cohort),
            "cohort_state": .string(status.cohortState.rawValue),
            "state": .string(status.state.rawValue),
            "seat_number": JSON(status.seatNumber),
            "position": JSON(status.position),
            "expires_at": JSON(status.expiresAt),
            "address_confirmed": .bool(status.addressConfirmed),
            "reserved_at": JSON(status.reservedAt),
            "waiting_elsewhere": json(status.elsewhere),
            "offer_open_in": JSON(status.offerOpenIn),
            "moved_to": JSON(status.movedTo),
            "currency": .string(status.currency),
            "due_minor": .integer(status.dueMinor),
            "terms": terms(of: status),
            "links": .object(
                [
                    JSON.Member(name: "self", value: .string(address)),
                    JSON.Member(name: "page", value: .string("\(institute.publicUrl)/reservations/\(token)")),
                ] + verbs.map { JSON.Member(name: $0, value: .string("\(address)/\($0)")) }
            ),
        ]
    }

    static let statusSchema = Schema.object(
        [
            "id": Schema.count(from: 1),
            "cohort": Schema.text,
            "cohort_state": Schema.choice(Cohort.State.allCases.map(\.rawValue)),
            "state": Schema.choice(Enrollment.State.allCases.map(\.rawValue)),
            "seat_number": Schema.orNull(Schema.number(1...10)),
            "position": Schema.orNull(Schema.count(from: 1)),
            "expires_at": Schema.orNull(Schema.time),
            "address_confirmed": Schema.flag,
            "reserved_at": Schema.time,
            "waiting_elsewhere": placesSchema,
            "offer_open_in": Schema.orNull(Schema.text),
            "moved_to": Schema.orNull(Schema.text),
            "currency": Schema.text,
            "due_minor": ["type": "integer", "description": "Still to be paid, in minor units; below 0 is too much."],
            "terms": Schema.orNull(Schema.reference("Terms")),
            "links": Schema.object(
                ["self": Schema.address, "page": Schema.address],
                optional: [
                    "confirm": Schema.address, "accept": Schema.address, "decline": Schema.address,
                    "withdraw": Schema.address, "transfer": Schema.address,
                ]
            ),
        ],
        optional: ["warnings": warningsSchema]
    )
}
