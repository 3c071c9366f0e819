import Credentials
import Domain
import Hummingbird

extension ReservationRoutes {
    /// The fairness receipt: counts and times of one claim, and nobody else's name or address.
    static func showReceipt(_ visit: Visit) async throws -> Response {
        let token = try visit.capture("token")
        let seats = visit.registrar.seats
        let receipt = try await seats.receipt(of: seats.open(link: token))
        let institute = try await visit.house.issuer.institute()
        let address = "\(institute.publicUrl)/api/v1/reservations/\(token)"
        return Response([
            "cohort": .string(receipt.cohort),
            "state": .string(receipt.state.rawValue),
            "arrival": .integer(receipt.arrival),
            "arrived_at": JSON(receipt.arrivedAt),
            "waiting_since": JSON(receipt.waitingSince),
            "position": JSON(receipt.position),
            "address_confirmed_at": JSON(receipt.addressConfirmedAt),
            "served_before": .array(
                receipt.servedBefore.map { served in
                    [
                        "reason": .string(served.reason.rawValue),
                        "staff_reason": JSON(served.staffReason),
                        "count": .integer(served.count),
                    ]
                }
            ),
            "passed_over": .array(
                receipt.passedOver.map { ["reason": .string($0.reason), "count": .integer($0.count)] }
            ),
            "as_of": JSON(receipt.now),
            "links": [
                "self": .string("\(address)/receipt"),
                "reservation": .string(address),
                "page": .string("\(institute.publicUrl)/reservations/\(token)"),
            ],
        ])
    }

    static let receiptSchema = Schema.object([
        "cohort": Schema.text,
        "state": Schema.choice(Enrollment.State.allCases.map(\.rawValue)),
        "arrival": [
            "type": "integer", "minimum": 1,
            "description": "The how-manieth to ask for a seat in this cohort.",
        ],
        "arrived_at": Schema.time,
        "waiting_since": Schema.orNull(Schema.time),
        "position": Schema.orNull(Schema.count(from: 1)),
        "address_confirmed_at": Schema.orNull(Schema.time),
        "served_before": [
            "type": "array",
            "description": "Everybody who was given a seat before this claim was, each counted once.",
            "items": Schema.object([
                "reason": Schema.choice(Receipt.Served.Reason.allCases.map(\.rawValue)),
                "staff_reason": [
                    "type": ["string", "null"],
                    "description": "Why staff decided, as a class; with the reason staff_decision alone.",
                ],
                "count": Schema.count(from: 1),
            ]),
        ],
        "passed_over": [
            "type": "array",
            "description": "How often a seat went past this claim, by reason.",
            "items": Schema.object(["reason": Schema.text, "count": Schema.count(from: 1)]),
        ],
        "as_of": Schema.time,
        "links": Schema.object(["self": Schema.address, "reservation": Schema.address, "page": Schema.address]),
    ])
}
