import Documents
import Foundation

/// A certificate to start from.
enum SampleSheet {
    /// As long as a real one.
    static let token = "eyJhbGciOiJSUzI1NiJ9." + String(repeating: "eyJpc3MiOiJkaWQ6", count: 280) + ".c2ln-_A"

    static func sheet(_ change: (inout CertificateSheet) -> Void = { _ in }) -> CertificateSheet {
        var sheet = CertificateSheet(
            paper: .letter,
            language: "en",
            title: "Medical Exercise Specialist: Ada Lovelace",
            issuer: "Medical Exercise Training Institute",
            heading: "Certificate",
            holder: "Ada Lovelace",
            credential: "Medical Exercise Specialist",
            certificateID: "MES-7K3M9-QRT2W-R",
            verifyURL: "https://registrar.meti.example/verify/MES-7K3M9-QRT2W-R",
            created: Date(timeIntervalSince1970: 1_793_610_000)
        )
        sheet.issuerLine = "Boston, Massachusetts"
        sheet.before = ["This certifies that"]
        sheet.after = ["has met every requirement of the program, passed its examination and is hereby certified as"]
        sheet.facts = [
            .init(label: "Certificate ID", value: "MES-7K3M9-QRT2W-R"),
            .init(label: "Issued", value: "2 November 2026"),
            .init(label: "Valid until", value: "2 November 2028"),
        ]
        sheet.signatories = [
            .init(name: "Grace Hopper", role: "Director of Certification"),
            .init(name: "Alan Turing", role: "Chief Examiner"),
        ]
        sheet.codeDescription = "QR code for https://registrar.meti.example/verify/MES-7K3M9-QRT2W-R"
        sheet.attachments = [
            AttachedFile(
                name: "certificate.jwt",
                type: "application/jwt",
                description: "The signed certificate",
                octets: Array(token.utf8)
            )
        ]
        change(&sheet)
        return sheet
    }
}
