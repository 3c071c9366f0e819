package import Domain

/// What a mail that came back turned out to be.
package enum IncomingMail: Equatable, Sendable {
    /// A receiver's report on one of our mails.
    case report(MailReport)
    /// Somebody leaves the list by mail: the token of their link.
    case leave(token: String)
    /// Nothing to do: a vacation notice, or a report that a mail arrived. With the reason, for people.
    case nothing(String)
    /// A person has to look at it. With the reason.
    case unclear(String)
}

/// Reads mails that come back: reports of failure (RFC 3464) and complaints (RFC 5965), and mails to leave the list.
///
/// Only a report with a true mark of ours, in the address it was sent to or in the Message-ID it returns, is about one of our
/// mails: nobody else can make the mark, so nobody can stop mail to a stranger.
package struct IncomingReader: Sendable {
    private let seal: MailSeal

    package init(seal: MailSeal) {
        self.seal = seal
    }

    package func read(_ octets: [UInt8]) -> IncomingMail {
        guard let mail = try? ReturnedMail(octets) else { return .unclear("It is no mail.") }
        if mail.isReport { return report(in: mail) }
        // A request of a person, and a link that a mail program wrote, have nothing but the token as their subject.
        if let token = mail.subject.wholeMatch(
            of: /\s*(?:leave|unsubscribe)?:?\s*([A-Za-z0-9_-]{36})\s*/.ignoresCase()
        )?.1 {
            return .leave(token: String(token))
        }
        if mail.isAutomatic { return .nothing("It was sent by a machine, a vacation notice say.") }
        return .unclear("It is neither a report nor a request to leave the list.")
    }

    private func report(in mail: ReturnedMail) -> IncomingMail {
        let marked = seal.job(markedIn: mail.recipients) ?? seal.job(markedIn: mail.returned)
        if mail.feedback != nil {
            guard let job = marked else { return .unclear("It is a complaint about a mail that is not ours.") }
            let kind = mail.feedback?["feedback-type"]?.lowercased()
            guard kind == "abuse" || kind == "fraud" || kind == "opt-out" || kind == nil else {
                return .nothing("It is feedback, and no complaint: \(kind ?? "").")
            }
            return .report(MailReport(job: job, kind: .complaint))
        }
        guard let failed = mail.delivery.first(where: { $0["action"] != nil }) else {
            return .unclear("It is a report that names no recipient.")
        }
        // `Status: 5.1.1 (bad destination)`: what stands in brackets is for people.
        var status = failed["status"].flatMap { MailStatus(in: $0) }
        // Exim says 5.0.0 of everything; what the server said tells more.
        if status?.isTelling == false, let said = failed["diagnostic-code"].flatMap({ MailStatus(in: $0) }) {
            status = said
        }
        switch failed["action"]?.prefix(while: { $0.isLetter }).lowercased() {
        case "failed":
            guard let job = marked else { return .unclear("It is a report on a mail that is not ours.") }
            guard let status else { return .unclear("It is a report of a failure without a status code.") }
            return .report(MailReport(job: job, kind: status.ofFailure, status: status))
        case "delayed":
            guard let job = marked else { return .nothing("It says that a mail that is not ours is delayed.") }
            return .report(MailReport(job: job, kind: .delayed, status: status))
        case "delivered", "relayed", "expanded": return .nothing("It says that a mail arrived.")
        case let other: return .unclear("It is a report of an action that there is not: \(other ?? "").")
        }
    }
}
