/// How a program's certificates are worded and coloured, as its file gives it; what is left out stands as usual.
package struct CertificateTemplate: Codable, Equatable, Sendable {
    package enum Paper: String, CaseIterable, Codable, Sendable {
        case letter, a4
    }

    package struct Signatory: Codable, Equatable, Sendable {
        package let name: String
        package let role: String
    }

    /// Words beside the dates.
    package struct Labels: Codable, Equatable, Sendable {
        package var issued = "Issued"
        package var validUntil = "Valid until"
        package var noEnd = "without end"
    }

    /// BCP 47, of all words here.
    package var language = "en"
    /// What a certificate is drawn for when nobody asks for the other.
    package var paper = Paper.letter
    /// nil is the kind of credential.
    package var heading: String?
    package var before = ["This certifies that"]
    package var after = ["has met the requirements of"]
    package var labels = Labels()
    /// At most three.
    package var signatories: [Signatory] = []
    package var smallPrint: [String] = []
    /// `#RRGGBB`; nil is the usual one.
    package var accent: String?

    package static let usual = CertificateTemplate()

    /// `letter, en, signed by Ada Lovelace; 1 line of small print; #1F3A5F`
    package var words: String {
        var parts = ["\(paper.rawValue), \(language)"]
        if let heading { parts.append("headed “\(heading)”") }
        parts.append("“\((before + ["…"] + after).joined(separator: " "))”")
        if labels != Labels() {
            parts.append("labels \([labels.issued, labels.validUntil, labels.noEnd].joined(separator: ", "))")
        }
        if !signatories.isEmpty {
            parts.append("signed by " + signatories.map { "\($0.name), \($0.role)" }.joined(separator: " and "))
        }
        if !smallPrint.isEmpty { parts.append("small print “\(smallPrint.joined(separator: " / "))”") }
        if let accent { parts.append(accent) }
        return parts.joined(separator: "; ")
    }
}
