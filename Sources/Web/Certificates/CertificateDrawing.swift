package import Credentials
package import Documents
package import Domain
import Foundation

/// A certificate as it is drawn: the sheet of paper, the badge, and the picture that a shared link shows.
package struct CertificateDrawing: Sendable {
    let certificate: Certificate
    let template: CertificateTemplate
    let institute: Institute
    /// How long the log was and what it hashed to when this was drawn.
    package var log: TreeHead?

    package init(certificate: Certificate, template: CertificateTemplate, institute: Institute) {
        self.certificate = certificate
        self.template = template
        self.institute = institute
    }

    /// - Throws: `UnfitDocument` for what cannot be drawn.
    func draw(_ kind: CertificateRendering, _ files: CertificateFiles) throws -> [UInt8] {
        switch kind {
        case .letter: try pdf(on: .letter, holding: files)
        case .a4: try pdf(on: .a4, holding: files)
        case .png: try BakedPNG.bake(files.jwt, into: badge().png())
        case .svg: try BakedSVG.bake(files.jwt, into: badge().svg())
        case .preview: try badge().preview()
        }
    }

    /// The sheet of paper; without files there is nothing attached to it.
    package func pdf(on paper: CertificateTemplate.Paper, holding files: CertificateFiles? = nil) throws -> [UInt8] {
        try CertificatePDF.render(sheet(paper, files)).octets
    }

    /// The badge without a credential in it.
    package func badge() throws -> Badge {
        Badge(
            code: certificate.programCode,
            name: certificate.title,
            issuer: institute.name,
            language: template.language,
            accent: try accent(),
            isTest: certificate.isTest
        )
    }

    private func accent() throws -> AccentColour { try template.accent.map { try AccentColour($0) } ?? .usual }

    private func sheet(_ paper: CertificateTemplate.Paper, _ files: CertificateFiles?) throws -> CertificateSheet {
        var sheet = CertificateSheet(
            paper: paper == .a4 ? .a4 : .letter,
            language: template.language,
            title: "\(certificate.title), \(certificate.name ?? "")",
            issuer: institute.name,
            heading: template.heading ?? certificate.grants.words,
            holder: certificate.name ?? "",
            credential: certificate.title,
            certificateID: certificate.printedID,
            verifyURL: "\(institute.publicUrl)/verify/\(certificate.printedID)",
            created: certificate.validFrom
        )
        sheet.before = template.before
        sheet.after = template.after
        sheet.facts = [
            .init(label: template.labels.issued, value: day(certificate.issued)),
            .init(label: template.labels.validUntil, value: certificate.ends.map(day) ?? template.labels.noEnd),
        ]
        sheet.signatories = template.signatories.map { .init(name: $0.name, role: $0.role) }
        sheet.smallPrint = template.smallPrint + [log.map(logLine)].compactMap { $0 }
        sheet.accent = try accent()
        sheet.codeDescription = "A code that leads to the page on which this certificate is verified"
        sheet.isTest = certificate.isTest
        sheet.attachments = files.map(\.attachments) ?? []
        return sheet
    }

    private func logLine(_ head: TreeHead) -> String {
        "Head of the public log when this was drawn: \(head)"
    }

    /// As the institute writes dates in English; in any other language as ISO 8601 does, `2026-11-02`.
    private func day(_ known: KnownDate) -> String {
        let clock = LocalClock(institute.timeZone)
        if template.language.lowercased().hasPrefix("en") { return clock.day(known) }
        return known.precision == nil ? clock.isoDay(known.date) : known.text(in: institute.timeZone)
    }
}

extension CertificateFiles {
    fileprivate var attachments: [AttachedFile] {
        [
            AttachedFile(
                name: "certificate.jwt",
                type: "application/vc+jwt",
                description: "The signed certificate, for software that checks it",
                octets: Array(jwt.utf8)
            )
        ]
    }
}
