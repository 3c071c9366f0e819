package import Foundation
import Postgres

/// Everything a mail to somebody who asked for the list says, read when the mail is sent.
package struct SubscriberLetter: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Did you ask for this?
        case confirm = "confirm_subscription"
        /// You are on it already.
        case known = "known_subscription"
    }

    /// One kind of job: whether the address is known is only asked when the mail is sent.
    package static let jobKind = "mail.confirm_subscription"

    package let kind: Kind
    package let jobID: JobID
    package let to: EmailAddress
    /// The person's own; what a stranger typed with the address is not said to it.
    package let knownName: PersonName?
    package let institute: Institute
    /// The words that were ticked, or that they agreed to.
    package let wordings: [String]
    package let link: String
    /// Until when the request waits.
    package let until: Date?
    package let now: Date
    /// How one leaves; nil for letters like these, which were asked for.
    package let leave: ListLinks?

    package init(
        kind: Kind,
        jobID: JobID,
        to: EmailAddress,
        knownName: PersonName?,
        institute: Institute,
        wordings: [String],
        link: String,
        until: Date?,
        now: Date,
        leave: ListLinks? = nil
    ) {
        self.kind = kind
        self.jobID = jobID
        self.to = to
        self.knownName = knownName
        self.institute = institute
        self.wordings = wordings
        self.link = link
        self.until = until
        self.now = now
        self.leave = leave
    }
}

extension Jobs {
    /// What a mail job about a request for the list has to say now; nil when nothing waits and they are on nothing, and where
    /// no mail goes, or none that they could answer: after a complaint, or staff's word.
    package func subscriberLetter(for job: Job) async throws -> SubscriberLetter? {
        guard job.kind == SubscriberLetter.jobKind, let to = job.email, let person = job.personId else { return nil }
        let secrets = self.secrets
        return try await store.read { connection -> SubscriberLetter? in
            struct Row: Decodable {
                let name: PersonName?
                let generation: Int
                let waitsUntil: Date?
                let now: Date
            }
            let row: Row? = try connection.first(
                """
                SELECT
                    person.name, subscription.generation,
                    CASE WHEN subscription.expires_at > registrar_clock() THEN subscription.expires_at END AS waits_until,
                    registrar_clock() AS now
                FROM person
                JOIN subscription ON subscription.person_id = person.id
                WHERE person.id = \(person) AND person.erased_at IS NULL
                """
            )
            let standing = try connection.suppressions(of: to.digest(with: secrets.addresses))
            guard let row, standing.allSatisfy({ !$0.stopsAllMail && $0.isLiftedByConfirming }) else { return nil }
            let wordings =
                try row.waitsUntil == nil
                ? connection.confirmed(person).map(\.wording) : connection.waitingWishes(of: person).map(\.wording)
            guard !wordings.isEmpty else { return nil }
            let institute = try connection.institute()
            let token = LinkToken(subscriptionOf: person, generation: row.generation).text(sealedWith: secrets.links)
            let own = LinkToken(preferencesOf: person).text(sealedWith: secrets.links)
            return SubscriberLetter(
                kind: row.waitsUntil == nil ? .known : .confirm,
                jobID: job.id,
                to: to,
                knownName: row.name,
                institute: institute,
                wordings: wordings,
                link: row.waitsUntil == nil
                    ? "\(institute.publicUrl)/preferences/\(own)" : "\(institute.publicUrl)/subscriptions/\(token)",
                until: row.waitsUntil,
                now: row.now
            )
        }
    }
}
