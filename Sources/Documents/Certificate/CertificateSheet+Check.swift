extension CertificateSheet {
    /// The longest text of any one place; names are mostly far shorter.
    private static let longestText = 400

    /// - Throws: `UnfitDocument` with the first thing that keeps the sheet from being drawn.
    func check() throws(UnfitDocument) {
        let needed = [
            ("title", title), ("issuer", issuer), ("heading", heading), ("holder", holder), ("credential", credential),
            ("certificate ID", certificateID), ("verify URL", verifyURL),
        ]
        for (place, text) in needed where text.onOneLine.isEmpty {
            throw UnfitDocument("The certificate's \(place) is empty.")
        }
        let texts =
            needed.map(\.1) + before + after + smallPrint + [issuerLine, codeDescription].compactMap { $0 }
            + facts.flatMap { [$0.label, $0.value] } + signatories.flatMap { [$0.name, $0.role] }
        for text in texts where text.unicodeScalars.count > Self.longestText {
            throw UnfitDocument("A text of the certificate is longer than \(Self.longestText) characters.")
        }
        guard signatories.count <= 3 else { throw UnfitDocument("A certificate has room for three signatories.") }
        guard facts.count <= 4 else { throw UnfitDocument("A certificate has room for four facts.") }
        guard before.count + after.count <= 8, smallPrint.count <= 3 else {
            throw UnfitDocument("A certificate has room for eight lines around the name, and for three of small print.")
        }
        guard language.isLanguageTag else {
            throw UnfitDocument("\(language.debugDescription) is no language tag (BCP 47).")
        }
        // The URL stands in an attribute between apostrophes.
        guard verifyURL.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#"'"\<>`{}|^"#.utf8.contains($0) }) else {
            throw UnfitDocument("\(verifyURL.debugDescription) is no URL in ASCII.")
        }
        let names = attachments.map(\.name)
        guard Set(names).count == names.count,
            names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x20...0x7E).contains($0) } })
        else { throw UnfitDocument("Attachments need names of their own, in ASCII.") }
        guard attachments.count <= PDFAttachments.mostAttachments,
            attachments.allSatisfy({ $0.octets.count <= PDFAttachments.longestAttachment })
        else { throw UnfitDocument("The attachments are too many or too long to be read again.") }
    }
}
