package import Domain
package import Foundation

/// Turns what Domain knows about an enrollment, a candidate, a rating, a certificate, its renewal or the e-mail list into a
/// mail; the same letter always says the same.
package struct Composer: Sendable {
    private let wording: Wording
    private let seal: MailSeal
    /// Where mails come back to that cannot be delivered: `bounces@example.org`; nil is the sender.
    private let bounces: String?

    /// Loads and checks every template once.
    ///
    /// - Throws: `UnfitWording` naming the template and what is wrong in it.
    package init(seal: MailSeal, bounces: String? = nil) throws {
        wording = try Wording()
        self.seal = seal
        self.bounces = bounces
    }

    /// - Throws: `UnfitLetter` for an address or a link that has no place in a mail; `UnfitWording` for a tag without
    ///   a fact.
    package func compose(_ letter: SeatLetter) throws -> Message { try write(letter) }

    package func compose(_ letter: CertificateLetter) throws -> Message { try write(letter) }

    package func compose(_ letter: CandidateLetter) throws -> Message { try write(letter) }
    package func compose(_ letter: RenewalLetter) throws -> Message { try write(letter) }
    package func compose(_ letter: RaterLetter) throws -> Message { try write(letter) }
    /// A campaign brings its own words, which stand in a frame of ours.
    package func compose(_ letter: CampaignLetter) throws -> Message {
        try write(letter, wording.saying(text: letter.words.body, html: CampaignMarkup(letter.words.body).html))
    }
    package func compose(_ letter: SubscriberLetter) throws -> Message { try write(letter) }

    /// A mail that only shows that mail arrives.
    package func test(to address: EmailAddress, from institute: Institute, at time: Date) throws -> Message {
        let words = "This mail shows that mail from \(institute.name.onOneLine) arrives. Nothing is to be done."
        let draft = Draft(
            from: try institute.sender,
            to: try Mailbox(name: "", address: address.rawValue),
            replyTo: try institute.replyTo,
            subject: "A test of mail from \(institute.name.onOneLine)",
            messageID: "test-\(UUID().uuidString.lowercased())@\(try Origin(institute.publicUrl).host)",
            date: time,
            kind: "test",
            text: "\(words)\r\n",
            html: "<!DOCTYPE html><html lang=\"en\"><title>Test</title><p>\(words.asMarkup)</p></html>\r\n"
        )
        return try message(JobID(rawValue: 0), draft, sender: bounces ?? draft.from.address)
    }

    /// The Message-ID of a job's mail: the same for every sending of it, so that a repeat can be recognised.
    package func messageID(of job: JobID, from institute: Institute) throws -> String {
        "letter-\(seal.mark(job))@\(try Origin(institute.publicUrl).host)"
    }

    private func write(_ letter: some Written) throws -> Message { try write(letter, wording) }

    private func write(_ letter: some Written, _ wording: Wording) throws -> Message {
        let origin = try Origin(letter.institute.publicUrl)
        let facts = try letter.facts()
        let draft = Draft(
            from: try letter.institute.sender,
            to: try Mailbox(name: letter.name.rawValue, address: letter.to.rawValue),
            replyTo: try letter.institute.replyTo,
            subject: try wording.subject(of: letter.template, facts),
            messageID: try messageID(of: letter.jobID, from: letter.institute),
            date: letter.now,
            kind: letter.template,
            text: try wording.text(of: letter.template, facts),
            html: try wording.html(of: letter.template, facts),
            calendars: try letter.calendars(at: origin),
            list: letter.list?.answered(at: bounces)
        )
        return try message(letter.jobID, draft, sender: try sender(of: letter.jobID, draft))
    }

    /// The envelope's sender: with the job's mark, where bounces have an address of their own.
    private func sender(of job: JobID, _ draft: Draft) throws -> String {
        guard let bounces else { return draft.from.address }
        let box = try Mailbox(name: "", address: bounces)
        return box.address.replacing("@", with: "+\(seal.mark(job))@", maxReplacements: 1)
    }

    private func message(_ id: JobID, _ draft: Draft, sender: String) throws -> Message {
        Message(
            id: id,
            to: draft.to.address,
            sender: sender,
            domain: draft.from.domain,
            subject: draft.subject,
            messageID: draft.messageID,
            bytes: try draft.encoded()
        )
    }
}

extension Institute {
    fileprivate var sender: Mailbox {
        get throws { try Mailbox(name: name, address: senderEmail ?? contactEmail) }
    }

    /// Nil where the sender is the contact.
    fileprivate var replyTo: Mailbox? {
        get throws { senderEmail == nil ? nil : try Mailbox(name: name, address: contactEmail) }
    }
}

extension String {
    fileprivate var asMarkup: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
