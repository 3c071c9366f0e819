package import Domain
import Foundation

/// Turns what Domain knows about an enrollment, a candidate, a rating, a certificate, its renewal or the e-mail list into a
/// mail; the same letter always says the same.
package struct Composer: Sendable {
    private let wording: Wording

    /// Loads and checks every template once.
    ///
    /// - Throws: `UnfitWording` naming the template and what is wrong in it.
    package init() throws {
        wording = try Wording()
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

    private func write(_ letter: some Written) throws -> Message { try write(letter, wording) }

    private func write(_ letter: some Written, _ wording: Wording) throws -> Message {
        let origin = try Origin(letter.institute.publicUrl)
        let facts = try letter.facts()
        let draft = Draft(
            from: try Mailbox(name: letter.institute.name, address: letter.institute.contactEmail),
            to: try Mailbox(name: letter.name.rawValue, address: letter.to.rawValue),
            subject: try wording.subject(of: letter.template, facts),
            messageID: "letter-\(letter.jobID)@\(origin.host)",
            date: letter.now,
            kind: letter.template,
            text: try wording.text(of: letter.template, facts),
            html: try wording.html(of: letter.template, facts),
            calendars: try letter.calendars(at: origin)
        )
        return Message(
            id: letter.jobID,
            to: draft.to.address,
            subject: draft.subject,
            messageID: draft.messageID,
            bytes: try draft.encoded()
        )
    }
}
