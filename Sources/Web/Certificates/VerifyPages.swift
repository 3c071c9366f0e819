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
        if let file = FileName(asked) { return try await serve(visit, file) }
        return try await tell(visit, asked)
    }

    private static func tell(_ visit: Visit, _ typed: String) async throws -> Response {
        try visit.house.lookUps.admit(visit.client)
        let institute = try await visit.house.issuer.institute()
        switch try await visit.registrar.certificates.lookUp(typed) {
        case .found(let certificate):
            let ring = try await visit.house.issuer.ring()
            let check = try await visit.registrar.certificates.check(certificate, by: ring)
            let view = VerifyView(.found(CertificateView(certificate, check, by: institute)), typed: "")
            return try await show(visit, view, share: SharedPage(certificate, by: institute))
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

    /// The signed file of the latest version, byte for byte as issued.
    private static func serve(_ visit: Visit, _ file: FileName) async throws -> Response {
        try visit.house.lookUps.admit(visit.client)
        let certificates = visit.registrar.certificates
        let certificate = try await certificates.require(file.id)
        var response: Response
        let template = try await certificates.template(of: certificate)
        let paper = try visit.query()["paper"].flatMap { CertificateTemplate.Paper(rawValue: $0.lowercased()) }
        if let drawn = file.kind.rendering(paper: paper ?? template.paper) {
            let institute = try await visit.house.issuer.institute()
            let drawing = CertificateDrawing(certificate: certificate, template: template, institute: institute)
            let octets = try await certificates.rendering(drawn, of: certificate) { try drawing.draw(drawn, $0) }
            response = Response(octets: octets, contentType: file.kind.contentType)
        } else {
            guard let files = try await certificates.files(of: certificate.id, version: certificate.version) else {
                throw Certificates.erasedFile
            }
            response = Response(
                text: file.kind == .jwt ? files.jwt : files.proof,
                contentType: file.kind.contentType
            )
        }
        response.headers[.contentDisposition] =
            "\(file.kind.isShown ? "inline" : "attachment"); filename=\"\(certificate.printedID).\(file.kind.rawValue)\""
        response.headers[.xRobotsTag] = "noindex"
        return response
    }
}

/// A certificate's ID with a file's ending behind it.
private struct FileName {
    enum Kind: String {
        case jwt, json, pdf, png, svg
        /// What other sites show of the page.
        case preview = "preview.png"

        var contentType: String {
            switch self {
            case .jwt: "application/vc+jwt"
            case .json: "application/vc"
            case .pdf: "application/pdf"
            case .png, .preview: "image/png"
            case .svg: "image/svg+xml"
            }
        }

        /// Whether a browser shows it rather than saving it; an SVG could carry a script, and is only saved.
        var isShown: Bool { self == .pdf || self == .png || self == .preview }

        /// What is drawn for it, on the paper that was asked for; nil for the signed files themselves.
        func rendering(paper: CertificateTemplate.Paper) -> CertificateRendering? {
            switch self {
            case .jwt, .json: nil
            case .pdf: paper == .a4 ? .a4 : .letter
            case .png: .png
            case .svg: .svg
            case .preview: .preview
            }
        }
    }

    let id: String
    let kind: Kind

    init?(_ name: String) {
        guard let dot = name.firstIndex(of: "."), let kind = Kind(rawValue: name[name.index(after: dot)...].lowercased())
        else { return nil }
        self.kind = kind
        id = String(name[..<dot])
    }
}
