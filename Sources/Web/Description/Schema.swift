import Credentials

/// Schemas (JSON Schema 2020-12) by name: what `components/schemas` of openapi.json holds.
enum Schema {
    static func reference(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/\(name)")] }

    static func orNull(_ schema: JSON) -> JSON {
        guard case .string(let type)? = schema["type"] else { return ["anyOf": [schema, ["type": "null"]]] }
        guard case .object(let members) = schema else { return schema }
        return .object(
            members.map { $0.name == "type" ? JSON.Member(name: "type", value: [.string(type), "null"]) : $0 }
        )
    }

    static let text: JSON = ["type": "string"]
    static let flag: JSON = ["type": "boolean"]
    static let time: JSON = ["type": "string", "format": "date-time"]
    /// A time; of certificates from before the register as exactly as it is known: `1996`, `1996-05`, `1996-05-31`.
    static let knownTime: JSON = [
        "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:]{8}(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?$",
        "description":
            "RFC 3339; of a certificate from before the register a day, a month or a year where no more is known.",
    ]
    static let address: JSON = ["type": "string", "format": "uri"]

    static func number(_ range: ClosedRange<Int>) -> JSON {
        ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
    }

    static func count(from least: Int = 0) -> JSON { ["type": "integer", "minimum": .integer(least)] }

    static func choice(_ words: [String]) -> JSON { ["type": "string", "enum": .array(words.map(JSON.string))] }

    static func list(_ items: JSON) -> JSON { ["type": "array", "items": items] }

    /// An object that has every member named, and no other unless `optional` names it.
    static func object(
        _ members: KeyValuePairs<String, JSON>,
        further: KeyValuePairs<String, JSON> = [:],
        optional: KeyValuePairs<String, JSON> = [:]
    ) -> JSON {
        let required = Array(members) + Array(further)
        return [
            "type": "object",
            "required": .array(required.map { .string($0.key) }),
            "properties": .object((required + Array(optional)).map { JSON.Member(name: $0.key, value: $0.value) }),
            "additionalProperties": false,
        ]
    }

    static let problem = object([
        "type": ["type": "string", "format": "uri", "description": "Stable: urn:registrar:problem: and the code."],
        "title": text,
        "status": number(400...599),
        "detail": ["type": "string", "description": "A sentence that says how to mend it."],
        "code": ["type": "string", "description": "Stable: programs may rely on it."],
        "problems": list(object(["field": text, "message": text])),
        "request_id": text,
    ])

    static let all: KeyValuePairs<String, JSON> = [
        "Certificate": CertificateRoutes.schema,
        "CertificateList": ListRoutes.schema,
        "CertificateListRequest": ListRoutes.requestSchema,
        "RegisterPage": RegisterRoutes.schema,
        "Cohort": CohortRoutes.cohortSchema,
        "CohortDetail": CohortRoutes.cohortDetailSchema,
        "CohortList": CohortRoutes.listSchema,
        "FileCheck": FileRoutes.schema,
        "GivenReceipt": ReceiptPages.given,
        "Known": ReservationRoutes.knownSchema,
        "Problem": problem,
        "Receipt": ReservationRoutes.receiptSchema,
        "ReceiptClaims": ReceiptPages.claims,
        "Reservation": ReservationRoutes.reservationSchema,
        "ReservationRequest": ReservationRoutes.requestSchema,
        "ReservationStatus": ReservationRoutes.statusSchema,
        "SubscriptionAsked": SubscriptionRoutes.askedSchema,
        "SubscriptionRequest": SubscriptionRoutes.requestSchema,
        "Terms": ReservationRoutes.termsSchema,
        "TransferRequest": ReservationRoutes.transferSchema,
    ]
}
