package import Foundation
import Postgres

/// Everything a mail about a certificate says, read when the mail is sent.
package struct CertificateLetter: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// It was granted: how is the name spelt?
        case spellName = "spell_name"
        case denied = "certification_denied"
        case deferred = "certification_deferred"
        case appealFiled = "appeal_filed"
        case appealUpheld = "appeal_upheld"
        case appealDismissed = "appeal_dismissed"
        case appealWithdrawn = "appeal_withdrawn"
        case issued = "certificate_issued"
        case corrected = "certificate_corrected"
        case renewed = "certificate_renewed"
        /// Signed anew, because somebody else may have the key that signed it.
        case reissued = "certificate_reissued"
        case suspended = "certificate_suspended"
        case reinstated = "certificate_reinstated"
        case revoked = "certificate_revoked"
        case surrendered = "certificate_surrendered"
        /// The public register: would you stand in it?
        case registerInvited = "register_invited"

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
    /// As printed; nil while it is only granted.
    package let printedID: String?
    /// The page to open: the spelling of the name, the appeal, the certificate, or the institute's first where none is.
    package let link: String
    /// Until when the name may be spelt otherwise, an appeal be filed, or the certificate holds; nil is without end.
    package let until: Date?
    /// Why, as a class that the holder and everyone who looks it up may see.
    package let reason: String?
    /// IANA zone the reader reads times in.
    package let zone: String
    package let now: Date
    /// The head of the transparency log when the mail was sent, `SIZE:ROOT`; nil in mails about no certificate.
    package let log: String?

    package init(
        kind: Kind,
        jobID: JobID,
        to: EmailAddress,
        name: PersonName,
        institute: Institute,
        credential: String,
        printedID: String?,
        link: String,
        until: Date?,
        reason: String?,
        zone: String,
        now: Date,
        log: String? = nil
    ) {
        self.kind = kind
        self.jobID = jobID
        self.to = to
        self.name = name
        self.institute = institute
        self.credential = credential
        self.printedID = printedID
        self.link = link
        self.until = until
        self.reason = reason
        self.zone = zone
        self.now = now
        self.log = log
    }
}
