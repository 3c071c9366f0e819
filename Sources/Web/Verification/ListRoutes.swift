import Credentials
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// Many IDs looked up at once, for programs: JSON or CSV in, JSON or CSV out.
enum ListRoutes {
    static let all: [Route] = [
        Route(
            method: .post,
            path: "/api/v1/certificates/verify-list",
            name: "verifyList",
            summary: "Whether each of up to 1,000 certificates holds today, answered in order.",
            audience: .programs,
            body: .init(
                contentType: "application/json",
                schema: Schema.reference("CertificateListRequest"),
                alternatives: ["text/csv", "text/plain"],
                limit: IDList.longest
            ),
            answers: [
                .init(
                    status: .ok,
                    words: "An answer for each ID; as CSV where `Accept` names text/csv. Signatures are not checked.",
                    schema: Schema.reference("CertificateList"),
                    alternatives: ["text/csv"]
                ),
                .problem(.tooManyRequests, "More look-ups in a minute than one client may make."),
            ],
            handle: verify
        )
    ]

    private static func verify(_ visit: Visit) async throws -> Response {
        let octets = try await visit.typedBody().readableBytesView
        let list =
            visit.contentType == "application/json"
            ? try IDList(ids(in: JSON.read(Array(octets))))
            : try IDList(TableSource(name: "list", octets: Data(octets)))
        let answers = try await visit.lookUp(list)
        let institute = try await visit.house.issuer.institute()
        if visit.request.headers[.accept]?.contains("text/csv") == true {
            return Response(text: answers.csv(by: institute), contentType: "text/csv; charset=utf-8")
        }
        return Response(["items": .array(answers.map { json($0, by: institute) }), "next": .null])
    }

    private static func ids(in body: JSON) throws -> [String] {
        guard case .object = body else {
            throw Refusal.invalid("", "The body must be a JSON object, not \(body.kind).")
        }
        guard let elements = body["ids"]?.elements else {
            throw Refusal.invalid("ids", "“ids” is missing; give a list of IDs.")
        }
        return try elements.enumerated().map { index, element in
            guard let text = element.text else {
                throw Refusal.invalid("ids[\(index)]", "Each ID must be a string, not \(element.kind).")
            }
            return text
        }
    }

    private static func json(_ item: ListedCertificate, by institute: Institute) -> JSON {
        let certificate = item.certificate
        return [
            "asked": .string(item.asked),
            "issuer": JSON(certificate.map { _ in institute.name }),
            "credential": JSON(certificate?.title),
            "name": JSON(certificate?.name),
            "status": .string(item.status),
            "state": JSON(certificate?.state.rawValue),
            "status_since": JSON(certificate?.since, in: institute.timeZone),
            "reason": JSON(certificate?.reason),
            "first_issued": JSON(certificate?.issued, in: institute.timeZone),
            "valid_from": JSON(certificate?.begins, in: institute.timeZone),
            "valid_until": JSON(certificate?.ends, in: institute.timeZone),
            "id": JSON(certificate?.printedID),
            "page": JSON(certificate.map { "\(institute.publicUrl)/verify/\($0.printedID)" }),
        ]
    }

    static let requestSchema: JSON = [
        "type": "object",
        "required": ["ids"],
        "properties": [
            "ids": [
                "type": "array", "items": ["type": "string", "maxLength": .integer(IDList.longestID)], "minItems": 1,
                "maxItems": .integer(IDList.most),
                "description": "In any spelling.",
            ]
        ],
    ]

    static let schema = Schema.object([
        "items": Schema.list(
            Schema.object([
                "asked": Schema.text,
                "issuer": Schema.orNull(Schema.text),
                "credential": Schema.orNull(Schema.text),
                "name": Schema.orNull(Schema.text),
                "status": Schema.choice(ListedCertificate.statuses),
                "state": Schema.orNull(Schema.text),
                "status_since": Schema.orNull(Schema.knownTime),
                "reason": Schema.orNull(Schema.text),
                "first_issued": Schema.orNull(Schema.knownTime),
                "valid_from": Schema.orNull(Schema.knownTime),
                "valid_until": Schema.orNull(Schema.knownTime),
                "id": Schema.orNull(Schema.text),
                "page": Schema.orNull(Schema.address),
            ])
        ),
        "next": ["type": "null"],
    ])
}

extension Visit {
    /// Looks a list up, which counts as some look-ups of its client.
    func lookUp(_ list: IDList) async throws -> [ListedCertificate] {
        let perLookUp = LookUpLimit.listedPerLookUp
        try house.lookUps.admit(client, weight: (list.ids.count + perLookUp - 1) / perLookUp)
        return try await registrar.certificates.lookUp(list)
    }
}
