package import Credentials
package import Foundation
import Postgres

/// A side effect, written in the transaction that caused it and carried out afterwards.
package struct Job: Codable, Sendable {
    package enum State: String, Codable, PostgresCodable, Sendable {
        case queued, running, retrying, done, dead
    }

    /// What kind of worker carries a job out.
    package enum Work: Sendable {
        /// Mail, and whatever a newer release writes that this one does not know.
        case letters
        /// Cohorts that another cohort's transaction left to settle.
        case settling

        /// As the indexes of jobs to do say it, word for word: a value that is bound would find neither.
        var condition: SQL { self == .settling ? "kind = 'cohort.settle'" : "kind <> 'cohort.settle'" }
    }

    /// The kind of a job that settles its cohort.
    static let settling = "cohort.settle"
    /// The kind of a job that takes the mails of an erased person out of the spool.
    package static let erasing = "mail.erase"
    /// The kind of a mail of a campaign.
    package static let campaign = "mail.campaign"
    /// What a mail comes to whose reader has left meanwhile, or of which nothing is so any more.
    package static let nothingToSay = "nothing left to say"
    /// Seconds after which no mail is being delivered any more that was begun before.
    static let longestDelivery = 120

    package let id: JobID
    package let kind: String
    package let enrollmentId: EnrollmentID?
    package let certificateId: CertificateID?
    package let ratingTaskId: RatingTaskID?
    package let practicalAttemptId: PracticalAttemptID?
    package let personId: PersonID?
    package let email: EmailAddress?
    package let cohort: String?
    package let state: State
    package let createdAt: Date
    package let runAt: Date
    package let attempts: Int
    package let finishedAt: Date?
    package let lastError: String?
    /// Where the mail went: its spool file, say.
    package let result: String?
}
