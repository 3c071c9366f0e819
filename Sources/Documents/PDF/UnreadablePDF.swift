/// Why no attachment can be taken out of a PDF.
package enum UnreadablePDF: Error, Equatable, Sendable {
    case tooLarge(limit: Int)
    case notAPDF
    case damaged
    /// It is encrypted, or has tables and streams side by side: some other program wrote it anew.
    case rewritten
    case expandsTooFar(limit: Int)
    case attachmentTooLarge(limit: Int)
    case tooManyAttachments(limit: Int)
}

extension UnreadablePDF: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge(let limit): "The PDF is larger than \(limit) octets."
        case .notAPDF: "This is no PDF."
        case .damaged: "The PDF is damaged or cut off."
        case .rewritten: "The PDF was saved anew by another program. Take the file as it was downloaded."
        case .expandsTooFar(let limit): "A part of the PDF expands to more than \(limit) octets."
        case .attachmentTooLarge(let limit): "An attachment of the PDF is larger than \(limit) octets."
        case .tooManyAttachments(let limit): "The PDF has more than \(limit) attachments."
        }
    }
}
