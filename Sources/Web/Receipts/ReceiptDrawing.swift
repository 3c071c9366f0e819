package import Credentials
package import Documents
package import Domain
import Foundation

extension Receipts.Given {
    /// How the signed answer inside a receipt's PDF is called.
    package static let attachment = "receipt.jwt"

    /// As JSON that people can read and programs can check: the claims, and beside them the signed text.
    package var json: JSON { ["receipt": receipt.claims, "jwt": .string(jwt)] }

    /// As a PDF of one page that carries the signed text.
    ///
    /// - Throws: `UnfitDocument` for what cannot be drawn.
    package func pdf(on paper: CertificateTemplate.Paper, by institute: Institute) throws(UnfitDocument) -> [UInt8] {
        let clock = LocalClock(institute.timeZone)
        var sheet = ReceiptSheet(
            paper: paper == .a4 ? .a4 : .letter,
            title: "Receipt of a verification: \(receipt.asked)",
            issuer: receipt.issuerName,
            heading: "Receipt of a verification",
            lead: ["Answered on \(clock.moment(receipt.givenAt.date))"]
                + (receipt.reference.map { ["For (as written by whoever asked): \($0)"] } ?? []),
            verdict: verdict,
            isGood: receipt.holds,
            facts: facts(clock),
            checks: receipt.checks.map { .init(holds: $0.holds, words: $0.words) },
            notes: [
                """
                This answer was true at that moment. What holds today stands at the address below; see that it is the \
                institute's own.
                """,
                """
                What is drawn here is not signed. The signed answer travels inside this file as \(Self.attachment): check the \
                file at \(institute.publicUrl)/verify, and compare it.
                """,
            ],
            verifyURL: receipt.page,
            codeDescription: "A code that leads to the page on which this certificate is verified today",
            created: receipt.givenAt.date
        )
        sheet.attachments = [
            AttachedFile(
                name: Self.attachment,
                type: "application/jwt",
                description: "The signed answer, for software that checks it",
                octets: Array(jwt.utf8)
            )
        ]
        return try ReceiptPDF.render(sheet)
    }

    private var verdict: String {
        certificate.status == .active && !receipt.holds ? "Not to be relied on" : certificate.status.verdictThen
    }

    private func facts(_ clock: LocalClock) -> [CertificateSheet.Fact] {
        let term =
            certificate.validUntil.map { "\(clock.day(certificate.validFrom)) to \(clock.day($0))" }
            ?? "from \(clock.day(certificate.validFrom)), without end"
        let reason = receipt.reason.map { " (\($0.replacing("_", with: " ")))" } ?? ""
        return [
            .init(label: "Credential", value: "\(receipt.credential) (\(certificate.grants.words.lowercased()))"),
            .init(label: "Holder", value: receipt.holder ?? "A person whose data was erased at their request"),
            .init(label: "Certificate", value: receipt.asked),
            .init(
                label: "Status",
                value: "\(receipt.status)\(reason), since \(clock.day(receipt.statusSince.date))"
            ),
            .init(label: "Issued", value: clock.day(certificate.firstIssuedAt)),
            .init(label: "Term", value: term),
            .init(label: "Version", value: "\(receipt.version)"),
            .init(label: "Receipt", value: receipt.id),
        ]
    }
}

extension Certificate.Status {
    /// The verdict as a paper says it that is read later.
    fileprivate var verdictThen: String {
        switch self {
        case .active: "Valid on that day"
        case .expired, .suspended, .revoked, .surrendered, .erased: verdict
        }
    }
}
