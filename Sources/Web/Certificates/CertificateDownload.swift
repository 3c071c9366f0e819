import Documents
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// A certificate's files: what was signed, byte for byte as issued, and what is drawn of it.
enum CertificateDownload {
    /// A file of the latest version.
    static func serve(_ visit: Visit, _ file: CertificateFileName) async throws -> Response {
        try visit.house.lookUps.admit(visit.client, weight: file.kind == .zip ? LookUpLimit.weightOfFile : 1)
        let certificates = visit.registrar.certificates
        let certificate = try await certificates.require(file.id)
        guard certificate.isSigned || certificate.erasedAt != nil else { throw Certificates.unsignedFile(certificate) }
        var response: Response
        let template = try await certificates.template(of: certificate)
        let paper = try visit.query()["paper"].flatMap { CertificateTemplate.Paper(rawValue: $0.lowercased()) }
        if file.kind == .zip {
            let kit = try await CertificateKit(of: certificate, at: visit.registrar)
            response = Response(octets: Data(try kit.packed()), contentType: file.kind.contentType)
        } else if let drawn = file.kind.rendering(paper: paper ?? template.paper) {
            let institute = try await visit.house.issuer.institute()
            var drawing = CertificateDrawing(certificate: certificate, template: template, institute: institute)
            // Every paper carries a head of the log, so that others than the institute hold heads.
            if file.kind == .pdf { drawing.log = try await visit.registrar.log.head() }
            let octets = try await certificates.rendering(drawn, of: certificate) { [drawing] files in
                try drawing.draw(drawn, files)
            }
            response = Response(octets: octets, contentType: file.kind.contentType)
        } else if file.kind == .tlogProof {
            response = Response(
                text: try await proof(visit, certificate),
                contentType: file.kind.contentType
            )
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

    /// That a version is in the log, the latest unless `?version=` names another.
    private static func proof(_ visit: Visit, _ certificate: Certificate) async throws -> String {
        let version = try visit.query()["version"].map { Int($0) ?? 0 } ?? certificate.version
        guard (1...max(certificate.version, 1)).contains(version), certificate.version > 0 else {
            throw Refusal.notFound("version-unknown", "\(certificate.printedID) has no such version.")
        }
        guard let proof = try await visit.registrar.log.proof(of: certificate.id, version: version) else {
            throw Refusal.notFound(
                "log-pending",
                "No signed head of the log covers this version yet. One does within a minute; ask again then."
            )
        }
        return proof
    }
}

/// A certificate's ID with a file's ending behind it.
struct CertificateFileName {
    enum Kind: String {
        case jwt, json, pdf, png, svg
        /// The kit to check it without us.
        case zip
        /// C2SP tlog-proof@v1.
        case tlogProof = "tlog-proof"
        /// What other sites show of the page.
        case preview = "preview.png"

        var contentType: String {
            switch self {
            case .jwt: "application/vc+jwt"
            case .json: "application/vc"
            case .pdf: "application/pdf"
            case .png, .preview: "image/png"
            case .svg: "image/svg+xml"
            case .zip: "application/zip"
            case .tlogProof: "text/plain; charset=utf-8"
            }
        }

        /// Whether a browser shows it rather than saving it; an SVG could carry a script, and is only saved.
        var isShown: Bool { self == .pdf || self == .png || self == .preview }

        /// What is drawn for it, on the paper that was asked for; nil for the signed files themselves.
        func rendering(paper: CertificateTemplate.Paper) -> CertificateRendering? {
            switch self {
            case .jwt, .json, .zip, .tlogProof: nil
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
