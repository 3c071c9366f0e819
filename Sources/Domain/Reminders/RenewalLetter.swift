package import Foundation

/// Everything a mail about a renewal says, read when the mail is sent.
package struct RenewalLetter: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The term ends soon.
        case reminder = "renewal_reminder"
        /// Your page: what counts and what is missing.
        case page = "renewal_page"
        /// Something that was brought does not count; the page says why.
        case refused = "renewal_refused"

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
    package let credential: String
    /// As printed.
    package let printedID: String
    /// When the term ends, or ended.
    package let endsAt: Date
    package let isOver: Bool
    /// Until when it may be renewed; nil once it may only be reinstated.
    package let renewableUntil: Date?
    /// Until when it may be reinstated.
    package let lastChance: Date?
    package let missing: [RenewalStanding.Missing]
    /// The holder's renewal page.
    package let link: String
    /// IANA zone the reader reads times in.
    package let zone: String
    package let now: Date

    package init(
        kind: Kind,
        jobID: JobID,
        to: EmailAddress,
        name: PersonName,
        institute: Institute,
        credential: String,
        printedID: String,
        endsAt: Date,
        isOver: Bool,
        renewableUntil: Date?,
        lastChance: Date?,
        missing: [RenewalStanding.Missing],
        link: String,
        zone: String,
        now: Date
    ) {
        self.kind = kind
        self.jobID = jobID
        self.to = to
        self.name = name
        self.institute = institute
        self.credential = credential
        self.printedID = printedID
        self.endsAt = endsAt
        self.isOver = isOver
        self.renewableUntil = renewableUntil
        self.lastChance = lastChance
        self.missing = missing
        self.link = link
        self.zone = zone
        self.now = now
    }
}
