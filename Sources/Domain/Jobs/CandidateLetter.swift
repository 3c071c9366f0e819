package import Foundation

/// Everything a mail to a candidate says, read when the mail is sent; no figure of an exam is in it.
package struct CandidateLetter: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Your page: what is done and what is missing.
        case progress
        /// A result is there; the page shows it.
        case examResult = "exam_result"

        package var jobKind: String { "mail.\(rawValue)" }

        package init?(jobKind: String) {
            guard jobKind.hasPrefix("mail.") else { return nil }
            self.init(rawValue: String(jobKind.dropFirst(5)))
        }
    }

    package let kind: Kind
    package let jobID: JobID
    package let to: EmailAddress
    package let name: PersonName
    package let institute: Institute
    package let program: String
    package let cohort: String
    /// The candidate's own page.
    package let link: String
    package let now: Date

    package init(
        kind: Kind,
        jobID: JobID,
        to: EmailAddress,
        name: PersonName,
        institute: Institute,
        program: String,
        cohort: String,
        link: String,
        now: Date
    ) {
        self.kind = kind
        self.jobID = jobID
        self.to = to
        self.name = name
        self.institute = institute
        self.program = program
        self.cohort = cohort
        self.link = link
        self.now = now
    }
}
