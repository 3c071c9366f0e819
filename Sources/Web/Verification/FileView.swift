import Credentials
import Domain

/// What a file is worth, as anyone may know it: the issuer first, then the verdict, and how it came about.
struct FileView: AnswerView {
    let heading: String
    let issuer: String
    let tone: String
    let explanation: String
    /// What the register says today; nil unless the signed certificate inside is as it was issued.
    let certificate: CertificateView?
    /// The page of what was issued under the ID that the file names.
    let page: String?
    let hasChecks: Bool
    let checks: [CertificateView.Check]
    let checkedAt: String

    init(_ answer: FileAnswer, _ certificate: CertificateView?, by institute: Institute) {
        let clock = LocalClock(institute.timeZone)
        issuer = institute.name
        self.certificate = certificate
        page = answer.claimedID.map { "/verify/\(answer.certificate?.printedID ?? $0.printed())" }
        checks = answer.checks.map { .init(words: $0.words, holds: $0.holds) }
        hasChecks = !answer.checks.isEmpty
        checkedAt = clock.moment(answer.now)
        // What ended for good weighs more than which edition somebody holds, or what was drawn around it.
        let holds = answer.certificate?.status == .active && certificate?.isDoubted == false
        let asIssued =
            answer.isBeyondComparison
            ? "The signed certificate inside is as it was issued; what is drawn around it cannot be compared any more"
            : "The file is as it was issued"
        let day = answer.supersededAt.map { " on \(clock.day($0))" } ?? ""
        let replaced = "version \((answer.version ?? 0) + 1) replaced it\(day)."
        switch answer.state {
        case .genuine where answer.receipt != nil:
            heading = "A genuine receipt"
            tone = certificate?.tone ?? "waiting"
            explanation = Self.words(for: answer, today: certificate, clock)
        case .genuine:
            heading = certificate?.verdict ?? ""
            tone = certificate?.tone ?? ""
            explanation = "\(asIssued). \(certificate?.explanation ?? "")"
        case .superseded:
            heading = holds ? "Superseded" : certificate?.verdict ?? ""
            tone = holds ? "urgent" : certificate?.tone ?? ""
            // Of a key that was given up more is to be said than that a later version came.
            let why = answer.trouble?.words ?? "\(asIssued), but \(replaced)"
            explanation = "\(why) What stands below is the latest. \(certificate?.explanation ?? "")"
        case .altered:
            heading = holds ? "Not as it was issued" : certificate?.verdict ?? ""
            tone = holds ? "urgent" : certificate?.tone ?? ""
            let older = answer.supersededAt == nil ? "" : " It is of an earlier version: \(replaced)"
            explanation =
                "\(answer.trouble?.words ?? "")\(older) What stands below is what was issued. "
                + (certificate?.explanation ?? "")
        case .untrusted:
            heading = "Not to be relied on"
            tone = "bad"
            explanation = answer.trouble?.words ?? ""
        case .anotherIssuer:
            heading = "Not issued here"
            tone = "waiting"
            explanation =
                "The file says that it was issued by \(answer.claimedIssuer ?? "somebody else"). "
                + "Nothing of it was checked here: ask them."
        }
    }

    /// What a receipt said, and what would be said today.
    private static func words(for answer: FileAnswer, today: CertificateView?, _ clock: LocalClock) -> String {
        guard let receipt = answer.receipt else { return "" }
        let reference = receipt.reference.map { " for “\($0)”" } ?? ""
        return """
            It was given on \(clock.moment(receipt.givenAt.date))\(reference), and said that \(receipt.asked) \
            (\(receipt.credential), \(receipt.holder ?? "a person whose data was erased at their request")) was \
            \(receipt.status). Today: \(today.map { "\($0.verdict). \($0.explanation)" } ?? "not in the register.")
            """
    }
}
