import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// A file checked for programs.
enum FileRoutes {
    static let all: [Route] = [
        Route(
            method: .post,
            path: "/api/v1/certificates/verify",
            name: "verifyFile",
            summary:
                "Whether a certificate's file (PDF, JWT, JSON, or baked PNG or SVG), or a receipt, is genuine, and holds today.",
            audience: .programs,
            body: .init(
                contentType: "*/*",
                schema: ["description": "The file's octets; they alone say what it is."],
                limit: HeldFile.longest
            ),
            answers: [
                .init(
                    status: .ok,
                    words: "What the file is worth, checked in the order of `checks`; the last is where it ended.",
                    schema: Schema.reference("FileCheck")
                ),
                .problem(.unprocessableContent, "No certificate can be taken out of the file; `detail` says why."),
                .problem(.tooManyRequests, "More look-ups in a minute than one client may make."),
            ],
            handle: verify
        )
    ]

    private static func verify(_ visit: Visit) async throws -> Response {
        try visit.house.lookUps.admit(visit.client, weight: LookUpLimit.weightOfFile)
        let octets = Array(try await visit.body().readableBytesView)
        let ring = try await visit.house.issuer.ring()
        let certificates = visit.registrar.certificates
        let answer = try await visit.registrar.check(octets, by: ring)
        let letterhead = try await visit.house.issuer.letterhead()
        var certificate: JSON?
        if let found = answer.certificate {
            let check = try await certificates.check(found, by: ring)
            certificate = try JSON.read(CertificateRoutes.json(found, check, by: letterhead).octets)
        }
        return Response(json(answer, certificate))
    }

    private static func json(_ answer: FileAnswer, _ certificate: JSON?) -> JSON {
        [
            "form": .string(answer.form.rawValue),
            "state": .string(answer.state.rawValue),
            "version": JSON(answer.version),
            "superseded_at": JSON(answer.supersededAt),
            "code": JSON(answer.trouble?.code),
            "problem": JSON(answer.trouble?.words),
            "claimed_issuer": JSON(answer.claimedIssuer),
            "claimed_id": JSON(answer.claimedID?.printed()),
            "checks": .array(
                answer.checks.map {
                    ["check": .string($0.name.rawValue), "holds": .bool($0.holds), "words": .string($0.words)]
                }
            ),
            "checked_at": JSON(answer.now),
            "certificate": certificate ?? .null,
            "receipt": answer.receipt?.claims ?? .null,
        ]
    }

    static let schema = Schema.object([
        "form": Schema.choice(FileForm.allCases.map(\.rawValue)),
        "state": Schema.choice(FileAnswer.State.allCases.map(\.rawValue)),
        "version": Schema.orNull(Schema.count(from: 1)),
        "superseded_at": Schema.orNull(Schema.time),
        "code": Schema.orNull(Schema.text),
        "problem": Schema.orNull(Schema.text),
        "claimed_issuer": Schema.orNull(Schema.text),
        "claimed_id": Schema.orNull(Schema.text),
        "checks": Schema.list(
            Schema.object([
                "check": Schema.choice(FileAnswer.Check.Name.allCases.map(\.rawValue)),
                "holds": Schema.flag,
                "words": Schema.text,
            ])
        ),
        "checked_at": Schema.time,
        "certificate": Schema.orNull(Schema.reference("Certificate")),
        "receipt": Schema.orNull(Schema.reference("ReceiptClaims")),
    ])
}
