package import Foundation
package import Postgres

/// One dated run of a program as of now, as if settled: an expired hold takes no seat, a seat somebody waits for is not free.
package struct Cohort: Codable, Sendable {
    package enum State: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case draft, open, closed, completed, cancelled
    }

    package let id: CohortID
    package let code: String
    package let state: State
    /// Seats, 1 to 10.
    package let capacity: Int
    /// IANA zone in which the cohort's times are shown.
    package let timeZone: String
    /// In minor units of `currency` (ISO 4217).
    package let priceMinor: Int
    package let currency: String
    package let registrationOpensAt: Date
    package let registrationClosesAt: Date
    package let programCode: String
    package let programName: String
    package let programSummary: String
    package let programVersionNumber: Int
    package let grants: ProgramVersion.Grants
    package let termMonths: Int?
    package let isSample: Bool
    package let startsAt: Date?
    package let endsAt: Date?
    package let seatsTaken: Int
    package let seatsConfirmed: Int
    package let seatsFree: Int
    package let waiting: Int
    /// The database's time of this reading.
    package let now: Date
    /// Whether a seat stays held until it is paid, and for how long.
    package var paymentFirst = false
    package var paymentWindow = Interval(.seconds(3 * 86_400))
    /// What is promised to a claim made now; nil is nothing.
    package var terms: Terms?

    /// The columns of `cohort_now` that this type reads.
    package static let columns: SQL = """
        id, code, state, capacity, time_zone, price_minor, currency, registration_opens_at, registration_closes_at,
        program_code, program_name, program_summary, program_version_number, grants, term_months, is_sample,
        starts_at, ends_at, seats_taken, seats_confirmed, seats_free, waiting, now,
        payment_first, payment_window, terms
        """
}

/// One meeting of a cohort, at a venue, online, or both.
package struct Session: Codable, Sendable {
    package let number: Int
    package let startsAt: Date
    package let endsAt: Date
    package let timeZone: String
    package let venue: String?
    package let onlineUrl: String?
}

/// All that a page or a mail says about a cohort.
package struct CohortPage: Sendable {
    package let cohort: Cohort
    package let sessions: [Session]
    /// Names of the instructors, in alphabetical order.
    package let instructors: [String]
    /// What was decided for whoever created the cohort, in words: which of two equal local times was taken, say.
    package var notes: [String] = []
}
