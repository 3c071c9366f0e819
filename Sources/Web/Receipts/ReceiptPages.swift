import Credentials
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// A signed receipt of what a verification answered, as a file.
enum ReceiptPages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/verify/{id}/{file}",
            name: "receiptFile",
            summary:
                "A signed receipt of today's answer, receipt.pdf, receipt.json or receipt.jwt; ?for= says for whom.",
            audience: .people,
            discretion: .unkept,
            handle: give
        ),
        Route(
            method: .get,
            path: "/api/v1/certificates/{id}/receipt",
            name: "giveReceipt",
            summary: "A signed receipt of today's answer: the claims, and the JWS that they are signed in.",
            audience: .programs,
            parameters: [
                .init(
                    name: "id",
                    place: .path,
                    words: "The ID as printed, like MES-7K3M9-QRT2W-R.",
                    schema: ["type": "string", "minLength": 1, "maxLength": 200]
                ),
                .init(
                    name: "for",
                    place: .query,
                    words: "Whom or what it is for; it is signed as given.",
                    schema: ["type": "string", "maxLength": .integer(Receipts.longestReference)]
                ),
            ],
            answers: [
                .init(
                    status: .ok,
                    words: "`jwt` has the type `verification-receipt+jwt` in its header, and is no certificate.",
                    schema: Schema.reference("GivenReceipt")
                ),
                .problem(
                    .conflict,
                    "Receipts are signed where the institute keeps its keys, and this is not the place."
                ),
                .problem(.tooManyRequests, "More look-ups in a minute than one client may make."),
            ],
            handle: { visit in
                let given = try await sign(visit)
                return Response(given.json)
            }
        ),
    ]

    private static func sign(_ visit: Visit) async throws -> Receipts.Given {
        // A signature costs what a file does.
        try visit.house.lookUps.admit(visit.client, weight: LookUpLimit.weightOfFile)
        let ring = try await visit.house.issuer.ring()
        return try await visit.registrar.receipts.give(visit.capture("id"), for: visit.query()["for"], by: ring)
    }

    private static func give(_ visit: Visit) async throws -> Response {
        guard let form = Form(rawValue: try visit.capture("file").lowercased()) else { throw Problem.unknownPage }
        let given = try await sign(visit)
        var response: Response
        switch form {
        case .pdf:
            let institute = try await visit.house.issuer.institute()
            let template = try await visit.registrar.certificates.template(of: given.certificate)
            let paper = try visit.query()["paper"].flatMap { CertificateTemplate.Paper(rawValue: $0.lowercased()) }
            let octets = try given.pdf(on: paper ?? template.paper, by: institute)
            response = Response(octets: Data(octets), contentType: "application/pdf")
        case .json: response = Response(given.json)
        case .jwt: response = Response(text: given.jwt, contentType: "application/jwt")
        }
        let name = "\(given.receipt.asked)-\(form.rawValue)"
        response.headers[.contentDisposition] = "\(form == .pdf ? "inline" : "attachment"); filename=\"\(name)\""
        response.headers[.xRobotsTag] = "noindex"
        return response
    }

    private enum Form: String {
        case pdf = "receipt.pdf"
        case json = "receipt.json"
        case jwt = "receipt.jwt"
    }

    /// What is signed.
    static let claims = Schema.object(
        [
            "iss": Schema.text, "iat": Schema.count(), "jti": Schema.address, "asked": Schema.text,
            "answer": Schema.object(
                [
                    "issuer": Schema.text, "credential": Schema.text, "grants": Schema.text, "id": Schema.text,
                    "status": Schema.choice(Certificate.Status.allCases.map(\.rawValue)), "status_since": Schema.time,
                    "holds": Schema.flag, "first_issued": Schema.time, "valid_from": Schema.time,
                    "version": Schema.count(), "page": Schema.address,
                ],
                optional: ["name": Schema.text, "reason": Schema.text, "valid_until": Schema.time]
            ),
            "checks": Schema.list(
                Schema.object(["check": Schema.text, "holds": Schema.flag, "words": Schema.text])
            ),
        ],
        optional: ["for": Schema.text]
    )
    static let given = Schema.object(["receipt": Schema.reference("ReceiptClaims"), "jwt": Schema.text])
}
