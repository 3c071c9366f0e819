import Postgres

/// What a receiver said of one mail: as it refused it, in a report that came back (RFC 3464), or for a reader who complained
/// (RFC 5965).
package struct MailReport: Equatable, Sendable {
    package enum Kind: String, Codable, PostgresCodable, Sendable {
        /// No mail will ever arrive there.
        case hard
        /// This one did not; another may.
        case soft
        /// It is still on its way.
        case delayed
        /// Its reader called it spam.
        case complaint
    }

    package let job: JobID
    package let kind: Kind
    package let status: MailStatus?

    package init(job: JobID, kind: Kind, status: MailStatus? = nil) {
        self.job = job
        self.kind = kind
        self.status = status
    }
}

/// What a report changed.
package enum ReportEffect: Equatable, Sendable {
    /// The address gets no such mail any more.
    case suppressed(Suppression)
    /// It counts, and changed nothing yet.
    case noted
    /// The same was said before.
    case known
    /// There is no such mail, or its person was erased.
    case nobody
}

/// An enhanced status code (RFC 3463): class, subject, detail.
package struct MailStatus: Equatable, Sendable, CustomStringConvertible {
    package let kind: Int
    package let subject: Int
    package let detail: Int

    /// The first code in a server's words, such as `550 5.1.1 No such user`; nil when there is none.
    package init?(in text: some StringProtocol) {
        guard let found = String(text).firstMatch(of: /(?:^|[^0-9.])([245])\.([0-9]{1,3})\.([0-9]{1,3})(?![0-9.])/),
            let kind = Int(found.1), let subject = Int(found.2), let detail = Int(found.3)
        else { return nil }
        (self.kind, self.subject, self.detail) = (kind, subject, detail)
    }

    package var description: String { "\(kind).\(subject).\(detail)" }

    /// Whether a mailbox is full: another mail may well arrive there, whatever class the server gave it.
    package var isFullMailbox: Bool { subject == 2 && detail == 2 }

    /// Whether it says of the address, and not of this mail or of its sender, that nothing arrives there.
    package var isAboutAddress: Bool {
        guard kind == 5, !isFullMailbox else { return false }
        return switch subject {
        // The sender's own address is bad (7, 8).
        case 1: ![7, 8].contains(detail)
        // This mail is too long (3), or the trouble is a list's behind the address (4).
        case 2: ![3, 4].contains(detail)
        // Servers of directories (3), congestion (5), a loop (6), time (7).
        case 4: ![3, 5, 6, 7].contains(detail)
        // Nothing in particular (0: Exim says so of everything), the system (3), the content (6), a policy (7).
        default: false
        }
    }

    /// Whether it says anything in particular.
    package var isTelling: Bool { subject != 0 }

    /// Whether a status in the database is about us (1.7, 1.8, 7) or about the mail (6): that of five mails still says nothing of
    /// their reader.
    static func isAboutSender(_ status: SQL) -> SQL { "coalesce(\(status) ~ '^[245][.]([67][.]|1[.][78]$)', false)" }

    /// As a report of a mail that was given up.
    package var ofFailure: MailReport.Kind { isAboutAddress ? .hard : .soft }
}
