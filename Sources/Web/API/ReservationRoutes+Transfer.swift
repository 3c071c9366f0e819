import Credentials
import Domain
import Hummingbird
import NIOCore

extension ReservationRoutes {
    static let transferRoute = Route(
        method: .post,
        path: "/api/v1/reservations/{token}/transfer",
        name: "transferReservation",
        summary: "Move a confirmed seat to another cohort of the same program, as its terms allow.",
        audience: .programs,
        discretion: .secret,
        parameters: [tokenParameter],
        body: .init(contentType: "application/json", schema: Schema.reference("TransferRequest")),
        answers: [
            .init(
                status: .ok,
                words: "The claim that goes on, by a link that shows its state; repeating it gives the same answer.",
                schema: Schema.reference("ReservationStatus")
            )
        ],
        handle: transfer
    )

    /// The new claim's acting link leaves only by mail, so the answer has the one that shows.
    private static func transfer(_ visit: Visit) async throws -> Response {
        let token = try visit.capture("token")
        let body = try await visit.typedBody()
        let (code, warnings) = try target(in: JSON.read(Array(body.readableBytesView)))
        let seats = visit.registrar.seats
        let link = try await seats.open(link: token)
        let moved = try await seats.transfer(link.status.id, to: code, by: link.actor)
        let institute = try await visit.house.issuer.institute()
        return Response(
            json(moved.status, token: moved.showToken, mayAct: false, institute).with("warnings", warnings)
        )
    }

    private static func target(in body: JSON) throws -> (code: String, warnings: JSON?) {
        guard case .object(let members) = body else {
            throw Refusal.invalid("", "The body must be a JSON object, not \(body.kind).")
        }
        let unknown = members.map(\.name).filter { $0 != "to" }
        guard let to = members.first(where: { $0.name == "to" })?.value else {
            throw Refusal.invalid("to", "“to” is missing; give the code of the cohort to move to.")
        }
        guard case .string(let code) = to else {
            throw Refusal.invalid("to", "“to” must be a string, not \(to.kind).")
        }
        return (code, unknown.isEmpty ? nil : .array(unknown.map(JSON.string)))
    }

    static let transferSchema: JSON = [
        "type": "object",
        "required": ["to"],
        "properties": [
            "to": [
                "type": "string", "minLength": 1,
                "description": "The code of the cohort to move to.", "examples": ["MES-2027-02"],
            ]
        ],
    ]

    /// What was promised when the claim was made, and what of it applies now.
    static func terms(of status: EnrollmentStatus) -> JSON {
        guard let terms = status.terms else { return .null }
        return [
            "refund": .array(
                terms.refund.map { ["until": JSON($0.until), "percent": .integer($0.percent)] }
            ),
            "refund_percent_now": .integer(status.refundNow?.percent ?? 0),
            "transfer": ["until": JSON(terms.transfer.until), "times": .integer(terms.transfer.times)],
            "transfers_left": .integer(status.transferNow?.times ?? 0),
        ]
    }

    static let termsSchema = Schema.object([
        "refund": Schema.list(Schema.object(["until": Schema.time, "percent": Schema.number(1...100)])),
        "refund_percent_now": Schema.number(0...100),
        "transfer": Schema.object(["until": Schema.time, "times": Schema.count()]),
        "transfers_left": Schema.count(),
    ])
}
