package import Credentials
package import Foundation

/// What a file that somebody holds is worth: checked as itself, and against the register as of now.
package struct FileAnswer: Sendable {
    package enum State: String, CaseIterable, Sendable {
        /// As it was issued, and no later version replaced it.
        case genuine
        /// As it was issued, and replaced since.
        case superseded
        /// Our own signed certificate in a file that is none of those drawn here: it may show anything.
        case altered
        /// Changed, forged, or signed by a key that nobody should believe.
        case untrusted
        /// Somebody else's, by its own word; nothing of it was checked.
        case anotherIssuer = "another_issuer"
    }

    /// One step of the check, in its order; the last one is where it ended.
    package struct Check: Equatable, Sendable {
        package enum Name: String, CaseIterable, Sendable {
            case form, header, key, signature, claims, register, term, drawing, log
        }

        package let name: Name
        package let holds: Bool
        package let words: String
    }

    package let form: FileForm
    package private(set) var state: State
    package private(set) var checks: [Check]
    /// Why it is not to be believed: a stable name, and words for whoever has the file.
    package private(set) var trouble: (code: String, words: String)?
    /// Whom it says it is from; only for somebody else's.
    package let claimedIssuer: String?
    /// The ID that it names, true or not; what was really issued under it stands on its page.
    package let claimedID: CertificateID?
    /// Which version the file is, and when the next one replaced it.
    package let version: Int?
    package let supersededAt: Date?
    /// The certificate as of now, by its latest version; nil unless the signed certificate inside is as it was issued.
    package let certificate: Certificate?
    package let now: Date
    /// What was answered when the file was made, where it is a receipt; `certificate` is what would be answered today.
    package internal(set) var receipt: VerificationReceipt?

    /// Whether the file may be relied on today: it is the latest, and its certificate active.
    package var isGood: Bool {
        state == .genuine && certificate?.status == .active && receipt?.holds ?? true
    }

    /// Whether nothing is kept any more that what is drawn could be compared with.
    package var isBeyondComparison: Bool {
        state != .altered && checks.contains { $0.name == .drawing && !$0.holds }
    }

    /// Adds what the log says of the version that the file is; what it does not bear out is not to be relied on.
    mutating func add(_ log: CertificateCheck.Logged) {
        guard let words = log.words else { return }
        checks.append(Check(name: .log, holds: log != .invalid, words: words))
        guard log == .invalid else { return }
        (state, trouble) = (.untrusted, ("log_does_not_hold", "\(words) Ask the issuer before you rely on it."))
    }

    /// A file is counted by its certificate's status, unless something is to be said of the file itself.
    var counted: LookUpAnswer {
        switch state {
        case .genuine: certificate.map { LookUpAnswer($0.status) } ?? .untrusted
        case .superseded: .superseded
        case .altered, .untrusted: .untrusted
        case .anotherIssuer: .anotherIssuer
        }
    }
}

extension FileForm {
    /// With its article, for a sentence.
    package var words: String {
        switch self {
        case .pdf: "a PDF"
        case .jwt: "a signed text (JWT)"
        case .json: "signed JSON"
        case .png: "a badge (PNG)"
        case .svg: "a badge (SVG)"
        }
    }
}
