import Credentials
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// Where a physician types an ID: one field, and an answer that a person understands within a second.
enum VerifyPages {
    static let all: [Route] = [
        Route(
            method: .get,
            path: "/verify",
            name: "verifyForm",
            summary: "One field for a certificate's ID.",
            audience: .people,
            handle: ask
        ),
        Route(
            method: .post,
            path: "/verify",
            name: "verifyByForm",
            summary: "Checks a file, or a list of IDs.",
            audience: .people,
            discretion: .unkept,
            body: .init(
                contentType: Multipart.contentType,
                schema: ["type": "object"],
                // The form's own words beside the file.
                limit: HeldFile.longest + Route.Body.usualLimit
            ),
            handle: check
        ),
        Route(
            method: .get,
            path: "/verify/{id}",
            name: "verifyPage",
            summary: "Who issued what to whom, and whether it holds today; with .jwt or .json behind the ID, its file.",
            audience: .people,
            handle: answer
        ),
    ]

    /// The form; with an ID in it, on to its page.
    private static func ask(_ visit: Visit) async throws -> Response {
        let typed = try visit.query()["id"]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard !typed.isEmpty else { return try await show(visit, VerifyView(.nothingAsked, typed: "")) }
        if case .id(let id) = CertificateID.read(typed) {
            return .seeOther("/verify/\(id.printed())", .unkept)
        }
        return try await tell(visit, typed)
    }

    /// A file, or IDs: whichever the form holds.
    private static func check(_ visit: Visit) async throws -> Response {
        let body = Data(try await visit.typedBody().readableBytesView)
        let form = try Multipart(body, contentType: visit.request.headers[.contentType] ?? "")
        if !form["file"].isEmpty { return try await FilePages.answer(visit, form["file"]) }
        let ids = form["list"].isEmpty ? form["ids"] : form["list"]
        guard !ids.isEmpty else {
            let view = VerifyView(.unreadable("Nothing was given. Choose a file, or paste the IDs."), typed: "")
            return try await show(visit, view, status: .unprocessableContent)
        }
        let source = TableSource(name: form["list"].isEmpty ? "ids" : "list", octets: ids)
        return try await ListPages.answer(visit, source, asCSV: form["as"] == Data("csv".utf8))
    }

    private static func answer(_ visit: Visit) async throws -> Response {
        let asked = try visit.capture("id")
        if let file = CertificateFileName(asked) { return try await CertificateDownload.serve(visit, file) }
        return try await tell(visit, asked)
    }

    private static func tell(_ visit: Visit, _ typed: String) async throws -> Response {
        try visit.house.lookUps.admit(visit.client)
        let institute = try await visit.house.issuer.institute()
        switch try await visit.registrar.certificates.lookUp(typed) {
        case .found(let certificate):
            let ring = try await visit.house.issuer.ring()
            let check = try await visit.registrar.certificates.check(certificate, by: ring)
            let renewal = try await visit.registrar.certificates.latestRenewal(of: certificate)
            let found = CertificateView(certificate, check, renewal: renewal, by: institute)
            let share = SharedPage(certificate, isDoubted: found.isDoubted, by: institute)
            return try await show(visit, VerifyView(.found(found), typed: ""), share: share)
        case .typingError(let error):
            return try await show(visit, VerifyView(.mistyped(error.words), typed: typed), status: .notFound)
        case .unknown:
            return try await show(visit, VerifyView(.unknown, typed: typed), status: .notFound)
        }
    }

    static func show(
        _ visit: Visit,
        _ view: some AnswerView,
        template: String = "verify",
        share: SharedPage? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var response = visit.house.pages.response(
            template,
            view,
            title: view.heading,
            institute: try await visit.house.issuer.institute(),
            share: share,
            discretion: .unkept,
            status: status
        )
        response.headers[.xRobotsTag] = "noindex"
        if let share { response.headers[.link] = "<\(share.address)>; rel=\"canonical\"" }
        return response
    }
}
