import Credentials
import Documents
import Domain
import Foundation

/// A certificate as it is drawn: the sheet of paper, the badge, and the picture that a shared link shows.
struct CertificateDrawing: Sendable {
    let certificate: Certificate
    let institute: Institute

    func draw(_ kind: CertificateRendering, _ files: CertificateFiles) throws -> [UInt8] {
        switch kind {
        case .letter: try CertificatePDF.render(sheet(.letter, files)).octets
        case .a4: try CertificatePDF.render(sheet(.a4, files)).octets
        case .png: try BakedPNG.bake(files.jwt, into: badge.png())
        case .svg: try BakedSVG.bake(files.jwt, into: badge.svg())
        case .preview: try badge.preview()
        }
    }

    private var badge: Badge {
        Badge(
            code: certificate.programCode,
            name: certificate.title,
            issuer: institute.name,
            language: "en",
            accent: .usual,
            isTest: certificate.isTest
        )
    }

    private func sheet(_ paper: CertificateSheet.Paper, _ files: CertificateFiles) -> CertificateSheet {
        let clock = LocalClock(institute.timeZone)
        var sheet = CertificateSheet(
            paper: paper,
            language: "en",
            title: "\(certificate.title), \(certificate.name ?? "")",
            issuer: institute.name,
            heading: certificate.grants.words,
            holder: certificate.name ?? "",
            credential: certificate.title,
            certificateID: certificate.printedID,
            verifyURL: "\(institute.publicUrl)/verify/\(certificate.printedID)",
            created: certificate.validFrom
        )
        sheet.before = ["This certifies that"]
        sheet.after = ["has met the requirements of"]
        sheet.facts = [
            .init(label: "Issued", value: clock.day(certificate.firstIssuedAt)),
            .init(label: "Valid until", value: certificate.validUntil.map(clock.day) ?? "without end"),
        ]
        sheet.codeDescription = "A code that leads to the page on which this certificate is verified"
        sheet.isTest = certificate.isTest
        sheet.attachments = [
            AttachedFile(
                name: "certificate.jwt",
                type: "application/vc+jwt",
                description: "The signed certificate, for software that checks it",
                octets: Array(files.jwt.utf8)
            )
        ]
        return sheet
    }
}
