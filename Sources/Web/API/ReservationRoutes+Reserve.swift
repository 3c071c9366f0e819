import Credentials
import Domain
import HTTPTypes
import Hummingbird
import NIOCore

extension ReservationRoutes {
    /// Decodes one request and passes it on; this is the busiest path of the service.
    static func reserve(_ visit: Visit) async throws -> Response {
        let body = try await visit.typedBody()
        let (fields, warnings) = try read(JSON.read(Array(body.readableBytesView)))
        let request = try ReservationRequest(
            cohort: visit.capture("code"),
            cohorts: fields.cohorts,
            name: fields.name,
            email: fields.email,
            timeZone: fields.timeZone,
            subscribe: fields.subscribe,
            idempotencyKey: visit.request.headers[.idempotencyKey],
            client: visit.client
        )
        let institute = try await visit.house.issuer.institute()
        switch try await visit.registrar.seats.reserve(request, by: .visitor) {
        case .entered(let entry, let isReplay):
            let status: HTTPResponse.Status = isReplay ? .ok : .created
            return Response(json(entry, institute).with("warnings", warnings), status: status)
        case .known(let cohort):
            return Response(known(cohort).with("warnings", warnings))
        }
    }

    private struct Fields {
        var name: String?
        var email: String?
        var timeZone: String?
        var subscribe = false
        var cohorts: [String]?
    }

    /// Takes the members that are known, with every wrong type named, and the names of those that are not.
    private static func read(_ body: JSON) throws -> (Fields, warnings: JSON?) {
        guard case .object(let members) = body else {
            throw Refusal.invalid("", "The body must be a JSON object, not \(body.kind).")
        }
        var fields = Fields()
        var problems: [Refusal.Problem] = []
        var warnings: [JSON] = []
        func text(_ member: JSON.Member) -> String? {
            if case .string(let text) = member.value { return text }
            problems.append(.init(member.name, "“\(member.name)” must be a string, not \(member.value.kind)."))
            return nil
        }
        func texts(_ member: JSON.Member) -> [String]? {
            guard case .array(let items) = member.value else {
                problems.append(.init(member.name, "“\(member.name)” must be a list, not \(member.value.kind)."))
                return nil
            }
            return items.compactMap { text(JSON.Member(name: member.name, value: $0)) }
        }
        for member in members {
            switch (member.name, member.value) {
            case ("time_zone", .null), ("subscribe", .null), ("cohorts", .null): break
            case ("name", _): fields.name = text(member)
            case ("email", _): fields.email = text(member)
            case ("time_zone", _): fields.timeZone = text(member)
            case ("cohorts", _): fields.cohorts = texts(member)
            case ("subscribe", .bool(let ticked)): fields.subscribe = ticked
            case ("subscribe", let other):
                problems.append(.init("subscribe", "“subscribe” must be true or false, not \(other.kind)."))
            default: warnings.append(.string(member.name))
            }
        }
        for name in ["name", "email"] where !members.contains(where: { $0.name == name }) {
            problems.append(.init(name, "“\(name)” is missing; give it as a string."))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return (fields, warnings.isEmpty ? nil : .array(warnings))
    }

    private static func json(_ entry: Reservation.Entry, _ institute: Institute) -> JSON {
        let json: JSON = [
            "id": .integer(entry.id.rawValue),
            "cohort": .string(entry.cohort),
            "state": .string(entry.state.rawValue),
            "seat_number": JSON(entry.seatNumber),
            "position": JSON(entry.position),
            "expires_at": JSON(entry.expiresAt),
            "links": [
                "self": .string("\(institute.publicUrl)/api/v1/reservations/\(entry.showToken)"),
                "page": .string("\(institute.publicUrl)/reservations/\(entry.showToken)"),
            ],
        ]
        return entry.waiting.isEmpty ? json : json.with("waiting", self.json(entry.waiting))
    }

    private static func known(_ cohort: String) -> JSON {
        [
            "cohort": .string(cohort),
            "state": "known",
            "message": "We have sent mail to this address: it says what you have in this cohort, and what you can do.",
        ]
    }

    static let warningsSchema: JSON = [
        "type": "array", "items": ["type": "string"],
        "description": "Names of members that are unknown here and were not used.",
    ]

    static let requestSchema: JSON = [
        "type": "object",
        "required": ["name", "email"],
        "properties": [
            "name": [
                "type": "string", "maxLength": 200,
                "pattern": #"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$"#,
                "description": "Of any script, kept as typed; no control characters.", "examples": ["Ada Lovelace"],
            ],
            "email": [
                "type": "string", "format": "email", "maxLength": 254,
                "description": "The confirmation goes there.", "examples": ["ada@example.org"],
            ],
            "time_zone": [
                "type": ["string", "null"], "format": "iana-time-zone",
                "description": "IANA zone the person reads times in.", "examples": ["America/New_York"],
            ],
            "subscribe": [
                "type": ["boolean", "null"],
                "description": "Whether the person asked for the e-mail list; confirmed by the same mailed link.",
            ],
            "cohorts": [
                "type": ["array", "null"], "minItems": 1, "maxItems": 10, "uniqueItems": true,
                "items": ["type": "string"],
                "description":
                    "Cohorts of one program that suit, in order of preference, the one asked among them: the first with a seat free and no queue is held, else the person waits in all of them.",
                "examples": [["MES-2027-01-22", "MES-2027-03-19"]],
            ],
        ],
    ]

    static let reservationSchema = Schema.object(
        [
            "id": Schema.count(from: 1),
            "cohort": Schema.text,
            "state": Schema.choice([Enrollment.State.held, .waitlisted].map(\.rawValue)),
            "seat_number": Schema.orNull(Schema.number(1...10)),
            "position": Schema.orNull(Schema.count(from: 1)),
            "expires_at": Schema.orNull(Schema.time),
            "links": Schema.object(["self": Schema.address, "page": Schema.address]),
        ],
        optional: ["waiting": placesSchema, "warnings": warningsSchema]
    )

    static let placesSchema: JSON = [
        "type": "array", "description": "Every place of a wish for several cohorts, in order of preference.",
        "items": Schema.object(["cohort": Schema.text, "position": Schema.count(from: 1)]),
    ]

    static func json(_ places: [QueuePlace]) -> JSON {
        .array(places.map { ["cohort": .string($0.cohort), "position": .integer($0.position)] })
    }

    static let knownSchema = Schema.object(
        ["cohort": Schema.text, "state": Schema.choice(["known"]), "message": Schema.text],
        optional: ["warnings": warningsSchema]
    )
}
