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
            fast: verify,
            handle: verify
        )
    ]

    private static func verify(_ visit: Visit) async throws -> Response {
        try visit.house.lookUps.admit(visit.client)
        let certificate = try await visit.registrar.certificates.lookUp(visit.capture("id")).certificate
        return Response(try await answer(certificate, in: visit.house))
    }

    /// The same for who does not wait: what was checked before is answered by whoever brings the row.
    private static func verify(
        _ id: String,
        for client: String?,
        in house: House,
        then: @escaping @Sendable (Result<JSONObject, any Error>) -> Void
    ) {
        do {
            try house.lookUps.admit(client)
        } catch {
            return then(.failure(error))
        }
        house.registrar.certificates.lookUp(id) { found in
            do {
                let certificate = try found.get().certificate
                if let answer = answerAtHand(certificate, in: house) { return then(.success(answer)) }
                Task { then(await Result { try await answer(certificate, in: house) }) }
            } catch {
                then(.failure(error))
            }
        }
    }

    private static func answer(_ certificate: Certificate, in house: House) async throws -> JSONObject {
        let check = try await house.registrar.certificates.check(certificate, by: house.issuer.ring())
        return json(certificate, check, by: try await house.issuer.letterhead())
    }

    private static func answerAtHand(_ certificate: Certificate, in house: House) -> JSONObject? {
        guard let letterhead = house.issuer.freshLetterhead, let ring = house.issuer.freshRing,
            let check = house.registrar.certificates.known(certificate, by: ring)
        else { return nil }
        return json(certificate, check, by: letterhead)
    }

    static func json(_ certificate: Certificate, _ check: CertificateCheck, by letterhead: Letterhead) -> JSONObject {
        let id = certificate.printedID
        let zone = letterhead.institute.timeZone
        let page = letterhead.certificatePage
        let answer = letterhead.certificateAnswer
        let hasFiles = certificate.erasedAt == nil && certificate.isSigned
        return JSONObject(capacity: 2_048) { json in
            json.put("id", id)
            json.put("issuer", letterhead.institute.name)
            json.put("credential", certificate.title)
            json.put("name", certificate.name)
            json.put("status", certificate.status.rawValue)
            json.put("state", certificate.state.rawValue)
            json.put("status_since", certificate.since, in: zone)
            json.put("reason", certificate.reason)
            json.put("first_issued", certificate.issued, in: zone)
            json.put("valid_from", certificate.begins, in: zone)
            json.put("valid_until", certificate.ends, in: zone)
            json.put("version", certificate.version)
            json.put("origin", certificate.origin.rawValue)
            json.put("old_number", certificate.oldNumber)
            json.put("checks") { json in
                json.put("signature", check.signature.rawValue)
                json.put("log", check.log.rawValue)
                json.put("key", check.key)
                json.put("problem", check.problem)
                json.put("checked_at", certificate.now)
            }
            json.put("links") { json in
                func put(_ name: StaticString, _ ending: String, if isThere: Bool) {
                    if isThere { json.put(name, page, id, ending) } else { json.put(name, nil) }
                }
                json.put("self", answer, id, "")
                json.put("page", page, id, "")
                put("jwt", ".jwt", if: hasFiles)
                put("json", ".json", if: hasFiles)
                put("kit", ".zip", if: hasFiles)
                json.put("receipt", answer, id, "/receipt")
                put("tlog_proof", ".tlog-proof", if: check.log == .valid)
            }
        }
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
