import Credentials
import Domain
import Foundation
import Hummingbird

/// A file that somebody was sent, checked on a page: as itself, and against today's status. It is not kept.
enum FilePages {
    static func answer(_ visit: Visit, _ octets: Data) async throws -> Response {
        try visit.house.lookUps.admit(visit.client, weight: LookUpLimit.weightOfFile)
        let institute = try await visit.house.issuer.institute()
        let ring = try await visit.house.issuer.ring()
        let answer: FileAnswer
        do {
            answer = try await visit.registrar.check(Array(octets), by: ring)
        } catch let refusal as Refusal where refusal.code == "file-unreadable" {
            return try await VerifyPages.show(
                visit,
                VerifyView(.unreadable(refusal.message), typed: ""),
                status: .unprocessableContent
            )
        }
        let certificates = visit.registrar.certificates
        var shown: CertificateView?
        if let certificate = answer.certificate {
            shown = CertificateView(certificate, try await certificates.check(certificate, by: ring), by: institute)
        }
        return try await VerifyPages.show(visit, FileView(answer, shown, by: institute), template: "file")
    }
}
