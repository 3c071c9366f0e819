package import Foundation
import Postgres

/// Everything a mail to a rater says, read when the mail is sent: a link for one candidate on one day, by number alone.
package struct RaterLetter: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case rate = "rate_practical"
        /// There is nothing to rate any more.
        case cancelled = "rating_cancelled"

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
    package let practical: String
    package let candidate: String
    /// Noon of the day in its zone.
    package let onDay: Date
    package let zone: String
    package let link: String
    package let now: Date

    package init(
        kind: Kind,
        jobID: JobID,
        to: EmailAddress,
        name: PersonName,
        institute: Institute,
        practical: String,
        candidate: String,
        onDay: Date,
        zone: String,
        link: String,
        now: Date
    ) {
        self.kind = kind
        self.jobID = jobID
        self.to = to
        self.name = name
        self.institute = institute
        self.practical = practical
        self.candidate = candidate
        self.onDay = onDay
        self.zone = zone
        self.link = link
        self.now = now
    }
}

extension Jobs {
    /// What a mail to a rater has to say now; nil once the day is over, or another rater was asked.
    package func raterLetter(for job: Job) async throws -> RaterLetter? {
        guard let kind = RaterLetter.Kind(jobKind: job.kind), let id = job.ratingTaskId else { return nil }
        let secrets = self.secrets
        return try await store.read { connection in
            guard let task = try connection.ratingTask(id),
                kind == .cancelled ? task.cancellation != nil : task.state == .early || task.state == .open,
                task.rater.disabledAt == nil, try !connection.isErased(personOf: task.claim)
            else { return nil }
            let institute = try connection.institute()
            let token = LinkToken(rating: task.id, generation: task.generation).text(sealedWith: secrets.links)
            return RaterLetter(
                kind: kind,
                jobID: job.id,
                to: EmailAddress(rawValue: task.rater.email),
                name: PersonName(rawValue: task.rater.name),
                institute: institute,
                practical: task.practical.name,
                candidate: "\(task.candidate)",
                onDay: task.noon,
                zone: task.zone,
                link: "\(institute.publicUrl)/ratings/\(token)",
                now: try connection.one("SELECT registrar_clock()")
            )
        }
    }
}
