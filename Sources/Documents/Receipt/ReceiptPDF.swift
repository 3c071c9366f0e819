import Foundation

/// The receipt of a verification as a PDF of one page: tagged, with its fonts inside and the signed answer attached.
package enum ReceiptPDF {
    /// - Throws: `UnfitDocument` for a sheet that cannot be drawn.
    package static func render(_ sheet: ReceiptSheet) throws(UnfitDocument) -> [UInt8] {
        try sheet.check()
        let size = sheet.paper.size
        let page = try PDFPage(
            size: (width: size.height, height: size.width),
            language: "en",
            title: sheet.title,
            author: sheet.issuer,
            created: sheet.created.formatted(.iso8601)
        )
        let code = try QRCode(sheet.verifyURL)
        try ReceiptDesign(sheet: sheet, code: code, canvas: page.canvas).draw()
        let drawn = try page.octets()
        do throws(UnreadablePDF) {
            var update = try PDFUpdate(of: drawn)
            try update.describe(
                language: "en",
                attachments: sheet.attachments,
                created: "D:" + sheet.created.formatted(CertificatePDF.pdfDate)
            )
            try update.describeFigures([sheet.codeDescription])
            return update.finished()
        } catch {
            throw UnfitDocument("Nothing could be appended to what the drawing library wrote. \(error)")
        }
    }
}
