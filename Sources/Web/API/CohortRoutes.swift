import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// Cohorts for programs: the list, page by page, and each with its sessions.
enum CohortRoutes {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/api/v1/cohorts",
            name: "listCohorts",
            summary: "Cohorts in order of their start.",
            audience: .programs,
            parameters: [
                .init(
                    name: "state",
                    place: .query,
                    words: "Only cohorts in this state.",
                    schema: Schema.choice(publicStates.map(\.rawValue))
                ),
                .init(
                    name: "after",
                    place: .query,
                    words: "`next` of the page before.",
                    schema: ["type": "string", "pattern": "^[A-Za-z0-9_-]+$"]
                ),
                .init(
                    name: "limit",
                    place: .query,
                    words: "How many at most; 50 if not given.",
                    schema: Schema.number(1...200)
                ),
            ],
            answers: [.init(status: .ok, words: "A page of cohorts.", schema: Schema.reference("CohortList"))],
            handle: list
        ),
        Route(
            method: .get,
            path: "/api/v1/cohorts/{code}",
            name: "showCohort",
            summary: "One cohort with its sessions.",
            audience: .programs,
            parameters: [codeParameter],
            answers: [.init(status: .ok, words: "The cohort as of now.", schema: Schema.reference("CohortDetail"))],
            handle: show
        ),
    ]

    static let publicStates = Cohort.State.allCases.filter { $0 != .draft }

    static let codeParameter = Route.Parameter(
        name: "code",
        place: .path,
        words: "The cohort's code, in either case.",
        schema: ["type": "string", "minLength": 1, "examples": ["MES-2027-01-22"]]
    )

    private static func list(_ visit: Visit) async throws -> Response {
        let query = try visit.query()
        var problems: [Refusal.Problem] = []
        let state = query["state"].map { Cohort.State(rawValue: $0) }
        if case .some(let given) = state, given.map(publicStates.contains) != true {
            let words = publicStates.map(\.rawValue).joined(separator: ", ")
            problems.append(.init("state", "The state is one of \(words)."))
        }
        let limit = query["limit"].map { Int($0) } ?? 50
        if limit.map((1...200).contains) != true {
            problems.append(.init("limit", "The limit is a whole number from 1 to 200."))
        }
        guard problems.isEmpty, let limit else { throw Refusal.invalid(problems) }
        let page = try await visit.registrar.cohorts.list(
            states: state.flatMap { $0 }.map { [$0] },
            after: query["after"],
            limit: limit,
            by: .visitor
        )
        let institute = try await visit.house.issuer.institute()
        return Response(["items": .array(page.items.map { json($0, institute) }), "next": JSON(page.next)])
    }

    private static func show(_ visit: Visit) async throws -> Response {
        let page = try await visit.registrar.cohorts.page(code: visit.capture("code"), by: .visitor)
        let institute = try await visit.house.issuer.institute()
        return Response(
            json(page.cohort, institute)
                .with("sessions", .array(page.sessions.map(json)))
                .with("instructors", .array(page.instructors.map(JSON.string)))
        )
    }
}

extension CohortRoutes {
    static func json(_ cohort: Cohort, _ institute: Institute) -> JSON {
        [
            "code": .string(cohort.code),
            "state": .string(cohort.state.rawValue),
            "registration": .string(cohort.registration.word),
            "program_code": .string(cohort.programCode),
            "program_name": .string(cohort.programName),
            "program_summary": .string(cohort.programSummary),
            "program_version_number": .integer(cohort.programVersionNumber),
            "grants": .string(cohort.grants.rawValue),
            "term_months": JSON(cohort.termMonths),
            "is_sample": .bool(cohort.isSample),
            "capacity": .integer(cohort.capacity),
            "seats_taken": .integer(cohort.seatsTaken),
            "seats_free": .integer(cohort.seatsFree),
            "waiting": .integer(cohort.waiting),
            "time_zone": .string(cohort.timeZone),
            "starts_at": JSON(cohort.startsAt),
            "ends_at": JSON(cohort.endsAt),
            "registration_opens_at": JSON(cohort.registrationOpensAt),
            "registration_closes_at": JSON(cohort.registrationClosesAt),
            "price_minor": .integer(cohort.priceMinor),
            "currency": .string(cohort.currency),
            "links": [
                "self": .string("\(institute.publicUrl)/api/v1/cohorts/\(cohort.code)"),
                "page": .string("\(institute.publicUrl)/cohorts/\(cohort.code)"),
            ],
        ]
    }

    /// The link to an online session is for those who come; here it only says that there is one.
    private static func json(_ session: Session) -> JSON {
        [
            "number": .integer(session.number),
            "starts_at": JSON(session.startsAt),
            "ends_at": JSON(session.endsAt),
            "time_zone": .string(session.timeZone),
            "venue": JSON(session.venue),
            "online": .bool(session.onlineUrl != nil),
        ]
    }

    private static let cohortMembers: KeyValuePairs<String, JSON> = [
        "code": Schema.text,
        "state": Schema.choice(publicStates.map(\.rawValue)),
        "registration": Schema.choice(Registration.words),
        "program_code": Schema.text,
        "program_name": Schema.text,
        "program_summary": Schema.text,
        "program_version_number": Schema.count(from: 1),
        "grants": Schema.choice(ProgramVersion.Grants.allCases.map(\.rawValue)),
        "term_months": Schema.orNull(Schema.count(from: 1)),
        "is_sample": Schema.flag,
        "capacity": Schema.number(1...10),
        "seats_taken": Schema.number(0...10),
        "seats_free": Schema.number(0...10),
        "waiting": Schema.count(),
        "time_zone": Schema.text,
        "starts_at": Schema.orNull(Schema.time),
        "ends_at": Schema.orNull(Schema.time),
        "registration_opens_at": Schema.time,
        "registration_closes_at": Schema.time,
        "price_minor": Schema.count(),
        "currency": ["type": "string", "pattern": "^[A-Z]{3}$"],
        "links": Schema.object(["self": Schema.address, "page": Schema.address]),
    ]

    private static let sessionSchema = Schema.object([
        "number": Schema.count(from: 1),
        "starts_at": Schema.time,
        "ends_at": Schema.time,
        "time_zone": Schema.text,
        "venue": Schema.orNull(Schema.text),
        "online": Schema.flag,
    ])

    static let cohortSchema = Schema.object(cohortMembers)
    static let cohortDetailSchema = Schema.object(
        cohortMembers,
        further: ["sessions": Schema.list(sessionSchema), "instructors": Schema.list(Schema.text)]
    )
    static let listSchema = Schema.object([
        "items": Schema.list(Schema.reference("Cohort")),
        "next": Schema.orNull(Schema.text),
    ])
}

extension Registration {
    /// As programs read it.
    var word: String {
        switch self {
        case .open: "open"
        case .notYetOpen: "not_yet_open"
        case .over: "over"
        case .closed: "closed"
        case .completed: "completed"
        case .cancelled: "cancelled"
        case .started: "started"
        }
    }

    static let words = [Registration.open, .notYetOpen, .over, .closed, .completed, .cancelled, .started].map(\.word)
}
