import Foundation

/// A certificate as a PDF of one page: tagged, in a named language, with its fonts and attachments inside.
///
/// Equal sheets become equal octets, as long as libraries and fonts are the same.
package struct CertificatePDF: Sendable, Equatable {
    package let octets: [UInt8]
    /// Characters for which this machine has no font, in the order of their code points; they stand in the page as boxes.
    package let missing: [Unicode.Scalar]

    /// - Throws: `UnfitDocument` for a sheet that cannot be drawn.
    package static func render(_ sheet: CertificateSheet) throws(UnfitDocument) -> CertificatePDF {
        try sheet.check()
        let page = try PDFPage(
            size: sheet.paper.size,
            language: sheet.language,
            title: sheet.title,
            author: sheet.issuer,
            created: sheet.created.formatted(.iso8601)
        )
        let code = try QRCode(sheet.verifyURL)
        try CertificateDesign(sheet: sheet, code: code, canvas: page.canvas).draw()
        let drawn = try page.octets()
        do throws(UnreadablePDF) {
            var update = try PDFUpdate(of: drawn)
            try update.describe(
                language: sheet.language,
                attachments: sheet.attachments,
                created: "D:" + sheet.created.formatted(pdfDate)
            )
            try update.describeFigures([sheet.codeDescription ?? sheet.verifyURL])
            return CertificatePDF(octets: update.finished(), missing: page.canvas.missing.sorted())
        } catch {
            throw UnfitDocument("Nothing could be appended to what the drawing library wrote. \(error)")
        }
    }

    /// ISO 32000-1 §7.9.4, in UTC.
    static var pdfDate: Date.VerbatimFormatStyle {
        .init(
            format: """
                \(year: .padded(4))\(month: .twoDigits)\(day: .twoDigits)\
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\(second: .twoDigits)Z
                """,
            timeZone: .gmt,
            calendar: Calendar(identifier: .gregorian)
        )
    }
}
