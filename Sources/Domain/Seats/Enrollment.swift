package import Foundation
import Postgres

/// One person's claim on one cohort.
package struct Enrollment: Sendable {
    package enum State: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case waitlisted, held, offered, confirmed, attended
        case noShow = "no_show"
        case lapsed, declined, withdrawn, closed, carried, transferred, removed, cancelled

        /// Live rows keep their person out of a second row in the cohort; a finished row never lives again.
        package var isLive: Bool {
            switch self {
            case .waitlisted, .held, .offered, .confirmed, .attended, .noShow: true
            case .lapsed, .declined, .withdrawn, .closed, .carried, .transferred, .removed, .cancelled: false
            }
        }
    }
}

/// What an applicant may know of their claim, as of now, as if settled.
package struct EnrollmentStatus: Codable, Sendable {
    package let id: EnrollmentID
    package let cohort: String
    package let cohortState: Cohort.State
    package let state: Enrollment.State
    package let name: PersonName
    package let email: EmailAddress
    package let timeZone: String?
    package let seatNumber: Int?
    /// 1 is the head of the queue; only while waitlisted.
    package let position: Int?
    /// When a hold or an offer ends.
    package let expiresAt: Date?
    package let addressConfirmed: Bool
    package let reservedAt: Date
    /// Where else the same wish waits, in order of preference.
    package var elsewhere: [QueuePlace] = []
    /// The cohort in which the same wish has an open offer; until it ends this row is passed over without loss of place.
    package var offerOpenIn: String?
    package let linkGeneration: Int
    package let now: Date
}
