import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// A certificate's files: what was signed, byte for byte as issued, and what is drawn of it.
enum CertificateDownload {
    /// A file of the latest version.
    static func serve(_ visit: Visit, _ file: CertificateFileName) async throws -> Response {
        try visit.house.lookUps.admit(visit.client)
        let certificates = visit.registrar.certificates
        let certificate = try await certificates.require(file.id)
        guard certificate.isSigned || certificate.erasedAt != nil else { throw Certificates.unsignedFile(certificate) }
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
struct CertificateFileName {
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
        guard let dot = name.firstIndex(of: "."),
            let kind = Kind(rawValue: name[name.index(after: dot)...].lowercased())
        else { return nil }
        self.kind = kind
        id = String(name[..<dot])
    }
}
