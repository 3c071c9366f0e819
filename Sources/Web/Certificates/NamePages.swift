import Credentials
import Domain
import HTTPTypes
import Hummingbird

/// Where somebody who was granted a certificate says how their name is spelt on it.
enum NamePages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/names/{token}",
            name: "namePage",
            summary: "How a name will stand on a certificate.",
            audience: .people,
            discretion: .secret,
            handle: { try await render($0, nil, typed: nil) }
        ),
        Route(
            method: .post,
            path: "/names/{token}",
            name: "confirmNameByPage",
            summary: "Says how it is spelt.",
            audience: .people,
            discretion: .secret,
            body: .init(contentType: "application/x-www-form-urlencoded", schema: ["type": "object"]),
            handle: confirm
        ),
    ]

    private static func confirm(_ visit: Visit) async throws -> Response {
        let form = try Form(try await visit.typedBody().readableBytesView)
        let token = try visit.capture("token")
        do {
            _ = try await visit.registrar.certificates.confirmName(link: token, typed: form["name"])
        } catch let input as InvalidInput {
            return try await render(visit, input.problem.message, typed: form["name"])
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return try await render(visit, refusal.message, typed: nil)
        }
        return .seeOther("/names/\(token)", .secret)
    }

    private static func render(_ visit: Visit, _ trouble: String?, typed: String?) async throws -> Response {
        let token = try visit.capture("token")
        let name = try await visit.registrar.certificates.name(link: token)
        let view = NameView(name, token: token, trouble: trouble, typed: typed)
        return visit.house.pages.response(
            "name",
            view,
            title: trouble == nil ? view.heading : "Error: \(view.heading)",
            institute: try await visit.house.issuer.institute(),
            discretion: .secret,
            status: trouble == nil ? .ok : .unprocessableContent
        )
    }
}

/// The name as it will stand, with a field to change it until the certificate is issued.
struct NameView: Sendable {
    let heading: String
    let credential: String
    let name: String
    let typed: String
    let isConfirmed: Bool
    let until: String
    /// The certificate's page, once it is issued.
    let issued: String?
    let printedID: String?
    let action: String
    let trouble: String?

    init(_ name: CertificateName, token: String, trouble: String?, typed: String?) {
        credential = name.credential
        self.name = name.name.rawValue
        self.typed = typed ?? name.name.rawValue
        isConfirmed = name.confirmedAt != nil
        until = LocalClock(name.zone).moment(name.namedUntil)
        printedID = name.printedID
        issued = name.printedID.map { "/verify/\($0)" }
        action = "/names/\(token)"
        self.trouble = trouble
        heading = name.printedID == nil ? "Your name on the certificate" : "Your certificate was issued"
    }
}
