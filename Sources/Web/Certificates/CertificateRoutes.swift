import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// A certificate for programs: who issued what to whom, and whether it holds today.
enum CertificateRoutes {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/api/v1/certificates/{id}",
            name: "verifyCertificate",
            summary: "Whether a certificate holds today. Case, blanks and hyphens of its ID do not matter.",
            audience: .programs,
            parameters: [
                .init(
                    name: "id",
                    place: .path,
                    words:
                        "The ID as printed, like MES-7K3M9-QRT2W-R, or the number on a paper from before this register.",
                    schema: ["type": "string", "minLength": 1, "maxLength": 200]
                )
            ],
            answers: [
                .init(
                    status: .ok,
                    words: "What was issued, and its status now.",
                    schema: Schema.reference("Certificate")
                ),
                .problem(.tooManyRequests, "More look-ups in a minute than one client may make."),
            ],
            handle: verify
        )
    ]

    private static func verify(_ visit: Visit) async throws -> Response {
        try visit.house.lookUps.admit(visit.client)
        let certificates = visit.registrar.certificates
        let certificate = try await certificates.lookUp(visit.capture("id")).certificate
        let check = try await certificates.check(certificate, by: visit.house.issuer.ring())
        return Response(json(certificate, check, by: try await visit.house.issuer.institute()))
    }

    static func json(_ certificate: Certificate, _ check: CertificateCheck, by institute: Institute) -> JSON {
        let id = certificate.printedID
        let page = "\(institute.publicUrl)/verify/\(id)"
        let zone = institute.timeZone
        let hasFiles = certificate.erasedAt == nil && certificate.isSigned
        return [
            "id": .string(id),
            "issuer": .string(institute.name),
            "credential": .string(certificate.title),
            "name": JSON(certificate.name),
            "status": .string(certificate.status.rawValue),
            "state": .string(certificate.state.rawValue),
            "status_since": JSON(certificate.since, in: zone),
            "reason": JSON(certificate.reason),
            "first_issued": JSON(certificate.issued, in: zone),
            "valid_from": JSON(certificate.begins, in: zone),
            "valid_until": JSON(certificate.ends, in: zone),
            "version": .integer(certificate.version),
            "origin": .string(certificate.origin.rawValue),
            "old_number": JSON(certificate.oldNumber),
            "checks": [
                "signature": .string(check.signature.rawValue),
                "log": .string(check.log.rawValue),
                "key": JSON(check.key),
                "problem": JSON(check.problem),
                "checked_at": JSON(certificate.now),
            ],
            "links": [
                "self": .string("\(institute.publicUrl)/api/v1/certificates/\(id)"),
                "page": .string(page),
                "jwt": hasFiles ? .string("\(page).jwt") : nil,
                "json": hasFiles ? .string("\(page).json") : nil,
                "kit": hasFiles ? .string("\(page).zip") : nil,
                "receipt": .string("\(institute.publicUrl)/api/v1/certificates/\(id)/receipt"),
                "tlog_proof": check.log == .valid ? .string("\(page).tlog-proof") : nil,
            ],
        ]
    }

    static let schema = Schema.object([
        "id": Schema.text,
        "issuer": Schema.text,
        "credential": Schema.text,
        "name": Schema.orNull(Schema.text),
        "status": Schema.choice(Certificate.Status.allCases.map(\.rawValue)),
        "state": Schema.choice(Certificate.State.allCases.map(\.rawValue)),
        "status_since": Schema.knownTime,
        "reason": Schema.orNull(Schema.text),
        "first_issued": Schema.knownTime,
        "valid_from": Schema.knownTime,
        "valid_until": Schema.orNull(Schema.knownTime),
        "version": Schema.count(from: 0),
        "origin": Schema.choice(Certificate.Origin.allCases.map(\.rawValue)),
        "old_number": Schema.orNull(Schema.text),
        "checks": Schema.object([
            "signature": Schema.choice(["valid", "invalid", "unavailable"]),
            "log": Schema.choice(CertificateCheck.Logged.allCases.map(\.rawValue)),
            "key": Schema.orNull(Schema.text),
            "problem": Schema.orNull(Schema.text),
            "checked_at": Schema.time,
        ]),
        "links": Schema.object([
            "self": Schema.address,
            "page": Schema.address,
            "jwt": Schema.orNull(Schema.address),
            "json": Schema.orNull(Schema.address),
            "kit": Schema.orNull(Schema.address),
            "receipt": Schema.address,
            "tlog_proof": Schema.orNull(Schema.address),
        ]),
    ])
}
