import Credentials
package import Documents
package import Domain
import Foundation

extension CertificateKit {
    /// Gathers a certificate's kit as things stand: the same state is the same kit.
    ///
    /// - Throws: `certificate-erased`, `certificate-unsigned` for an old one that was never signed here.
    package init(of certificate: Certificate, at registrar: Registrar) async throws {
        let certificates = registrar.certificates
        guard let files = try await certificates.files(of: certificate.id, version: certificate.version) else {
            guard certificate.erasedAt == nil, certificate.version == 0 else { throw Certificates.erasedFile }
            throw Refusal.conflict(
                "certificate-unsigned",
                "\(certificate.printedID) is older than the register and was never signed here: there is nothing to pack."
            )
        }
        let institute = try await registrar.institute.current()
        let template = try await certificates.template(of: certificate)
        var drawing = CertificateDrawing(certificate: certificate, template: template, institute: institute)
        let paper: CertificateRendering = template.paper == .a4 ? .a4 : .letter
        drawing.log = try await registrar.log.head()
        let pdf = try await certificates.rendering(paper, of: certificate) { [drawing] in try drawing.draw(paper, $0) }
        let ring = try await registrar.keys.ring()
        self.init(
            id: certificate.printedID,
            credential: certificate.title,
            issuer: institute.name,
            site: institute.publicUrl,
            jwt: files.jwt,
            json: files.proof,
            pdf: Array(pdf),
            did: try ring.didDocument(at: try await registrar.keys.now()).canonical(),
            signedAt: certificate.validFrom
        )
        proof = try await registrar.log.proof(of: certificate.id, version: certificate.version)
        checkpoint = try await registrar.log.checkpoint()
        if checkpoint != nil { logKey = "\(try await registrar.log.verifierKey())" }
    }
}
