import Credentials
package import Foundation
import Postgres

/// A form in which a certificate is drawn; each is kept as it was first drawn.
package enum CertificateRendering: String, CaseIterable, Sendable {
    case letter = "letter.pdf"
    case a4 = "a4.pdf"
    case png, svg
    case preview = "preview.png"
}

extension Certificates {
    /// The drawing of a certificate's latest version: as kept, or as drawn now and kept from then on.
    ///
    /// - Parameter draw: Draws it; of two who draw at once, both get what was kept first.
    /// - Throws: `certificate-erased` where there is nothing left to draw.
    package func rendering(
        _ kind: CertificateRendering,
        of certificate: Certificate,
        draw: @Sendable (CertificateFiles) throws -> [UInt8]
    ) async throws -> Data {
        let (id, version) = (certificate.id.rawValue, certificate.version)
        let kept: Data? = try await store.read {
            try $0.first(
                """
                SELECT octets
                FROM certificate_rendering
                WHERE certificate_id = \(id) AND version = \(version) AND kind = \(kind.rawValue)
                """
            )
        }
        if let kept { return kept }
        guard let files = try await files(of: certificate.id, version: version) else { throw Self.erasedFile }
        let octets = Data(try draw(files))
        let drawn: Data? = try await store.write { connection in
            // An erasure under way is awaited: what was drawn meanwhile must not outlive it.
            try connection.execute(
                """
                INSERT INTO certificate_rendering (certificate_id, version, kind, octets)
                SELECT id, \(version), \(kind.rawValue), \(octets)
                FROM certificate
                WHERE id = \(id) AND erased_at IS NULL
                FOR SHARE
                ON CONFLICT ON CONSTRAINT certificate_rendering_once DO NOTHING
                """
            )
            return try connection.first(
                """
                SELECT octets
                FROM certificate_rendering
                WHERE certificate_id = \(id) AND version = \(version) AND kind = \(kind.rawValue)
                """
            )
        }
        guard let drawn else { throw Self.erasedFile }
        return drawn
    }

    package static func unsignedFile(_ certificate: Certificate) -> Refusal {
        .notFound(
            "certificate-unsigned",
            """
            Of \(certificate.printedID) there is no file: it was issued before this register, and nothing of it was signed \
            here\(certificate.isPastTerm ? "." : " yet. Try again in a moment.")
            """
        )
    }

    package static let erasedFile = Refusal.gone(
        "certificate-erased",
        "The holder was erased at their request, and the file with them."
    )
}
