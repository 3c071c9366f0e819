package import Foundation

/// Everything that stands on the receipt of a verification: ready-made words, one page in portrait.
package struct ReceiptSheet: Sendable, Equatable {
    /// A step of the verification, and how it came out.
    package struct Check: Sendable, Equatable {
        package let holds: Bool
        package let words: String

        package init(holds: Bool, words: String) {
            self.holds = holds
            self.words = words
        }
    }

    package var paper: CertificateSheet.Paper
    /// What a reader's window is called.
    package var title: String
    package var issuer: String
    package var heading: String
    /// When, and for whom.
    package var lead: [String]
    /// The answer in a word or two.
    package var verdict: String
    package var isGood: Bool
    package var facts: [CertificateSheet.Fact]
    package var checks: [Check]
    package var notes: [String]
    /// ASCII; it is in the QR code, is printed, and can be followed.
    package var verifyURL: String
    package var codeDescription: String
    package var accent = AccentColour.usual
    package var created: Date
    package var attachments: [AttachedFile] = []

    package init(
        paper: CertificateSheet.Paper,
        title: String,
        issuer: String,
        heading: String,
        lead: [String],
        verdict: String,
        isGood: Bool,
        facts: [CertificateSheet.Fact],
        checks: [Check],
        notes: [String],
        verifyURL: String,
        codeDescription: String,
        created: Date
    ) {
        self.paper = paper
        self.title = title
        self.issuer = issuer
        self.heading = heading
        self.lead = lead
        self.verdict = verdict
        self.isGood = isGood
        self.facts = facts
        self.checks = checks
        self.notes = notes
        self.verifyURL = verifyURL
        self.codeDescription = codeDescription
        self.created = created
    }

    /// - Throws: `UnfitDocument` for what cannot be drawn.
    func check() throws(UnfitDocument) {
        let texts = [title, issuer, heading, verdict, verifyURL] + lead + notes + checks.map(\.words)
        for text in texts + facts.flatMap({ [$0.label, $0.value] }) {
            guard !text.onOneLine.isEmpty else { throw UnfitDocument("A text of the receipt is empty.") }
            guard text.unicodeScalars.count <= 600 else {
                throw UnfitDocument("A text of the receipt is longer than 600 characters.")
            }
        }
        guard facts.count <= 12, checks.count <= 8, notes.count <= 4, lead.count <= 3 else {
            throw UnfitDocument(
                "A receipt has room for twelve facts, eight checks, four notes and three lines before them."
            )
        }
        guard verifyURL.isPlainURL else { throw UnfitDocument("\(verifyURL.debugDescription) is no URL in ASCII.") }
    }
}

extension String {
    /// Whether it may stand in an attribute between apostrophes.
    var isPlainURL: Bool { utf8.allSatisfy { (0x21...0x7E).contains($0) && !#"'"\<>`{}|^"#.utf8.contains($0) } }
}
