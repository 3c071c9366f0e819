package import Foundation

/// Everything that stands on a certificate: ready-made words, one page in landscape.
package struct CertificateSheet: Sendable, Equatable {
    package enum Paper: Sendable, CaseIterable {
        case letter
        case a4

        /// Width and height in points.
        var size: (width: Double, height: Double) {
            switch self {
            case .letter: (792, 612)
            case .a4: (841.89, 595.276)
            }
        }
    }

    /// A label with its value: `Issued`, `2 November 2026`.
    package struct Fact: Sendable, Equatable {
        package let label: String
        package let value: String

        package init(label: String, value: String) {
            self.label = label
            self.value = value
        }
    }

    /// Who vouches, and as what.
    package struct Signatory: Sendable, Equatable {
        package let name: String
        package let role: String

        package init(name: String, role: String) {
            self.name = name
            self.role = role
        }
    }

    package var paper: Paper
    /// BCP 47: `en`, `zh-Hant`.
    package var language: String
    /// What a reader's window is called.
    package var title: String
    package var issuer: String
    /// Where the issuer is, or what it belongs to.
    package var issuerLine: String?
    package var heading: String
    /// What leads to the name: `This certifies that`.
    package var before: [String] = []
    package var holder: String
    /// What leads from the name to the credential.
    package var after: [String] = []
    package var credential: String
    /// At most four.
    package var facts: [Fact] = []
    /// Stands under the QR code.
    package var certificateID: String
    /// ASCII; it is in the QR code, is printed, and can be followed.
    package var verifyURL: String
    /// What a screen reader says in place of the QR code; the URL when there is nothing better.
    package var codeDescription: String?
    /// At most three.
    package var signatories: [Signatory] = []
    /// Lines at the foot, such as the head of the transparency log.
    package var smallPrint: [String] = []
    package var accent = AccentColour.usual
    /// Draws TEST across the page.
    package var isTest = false
    package var created: Date
    package var attachments: [AttachedFile] = []

    package init(
        paper: Paper,
        language: String,
        title: String,
        issuer: String,
        heading: String,
        holder: String,
        credential: String,
        certificateID: String,
        verifyURL: String,
        created: Date
    ) {
        self.paper = paper
        self.language = language
        self.title = title
        self.issuer = issuer
        self.heading = heading
        self.holder = holder
        self.credential = credential
        self.certificateID = certificateID
        self.verifyURL = verifyURL
        self.created = created
    }
}
