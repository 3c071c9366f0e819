package import Foundation

/// Everything a mail to a candidate says, read when the mail is sent; no figure of an exam is in it.
package struct CandidateLetter: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Your page: what is done and what is missing.
        case progress
        /// A result is there; the page shows it.
        case examResult = "exam_result"
        /// The practical is on another day.
        case practicalMoved = "practical_moved"
        case practicalCancelled = "practical_cancelled"

        package var jobKind: String { "mail.\(rawValue)" }

        package init?(jobKind: String) {
            guard jobKind.hasPrefix("mail.") else { return nil }
            self.init(rawValue: String(jobKind.dropFirst(5)))
        }
    }

    /// A practical that was moved or called off.
    package struct Sitting: Decodable, Sendable {
        package let practical: String
        /// Noon of the day on which it was to be.
        package let was: Date
        /// Noon of the day on which it is now; nil when it was called off.
        package let becomes: Date?
        /// IANA zone of the cohort, whose days they are.
        package let zone: String
        package let wasAbsent: Bool

        package init(practical: String, was: Date, becomes: Date?, zone: String, wasAbsent: Bool) {
            self.practical = practical
            self.was = was
            self.becomes = becomes
            self.zone = zone
            self.wasAbsent = wasAbsent
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
    /// Of the letters about a practical.
    package let sitting: Sitting?

    package init(
        kind: Kind,
        jobID: JobID,
        to: EmailAddress,
        name: PersonName,
        institute: Institute,
        program: String,
        cohort: String,
        link: String,
        now: Date,
        sitting: Sitting? = nil
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
        self.sitting = sitting
    }
}
