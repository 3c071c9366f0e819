package import Foundation

// Stand-ins for the types of Domain that Mail reads, until Domain lands.

package struct Identifier<Row>: RawRepresentable, Hashable, Comparable, Codable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Identifier: CustomStringConvertible {
    package var description: String { String(rawValue) }
}

package enum Job {}
package typealias JobID = Identifier<Job>
package typealias CohortID = Identifier<Cohort>
package typealias EnrollmentID = Identifier<Enrollment>

package struct EmailAddress: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

package struct PersonName: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

package struct Enrollment: Sendable {
    package enum State: String, CaseIterable, Codable, Sendable {
        case waitlisted, held, offered, confirmed, attended
        case noShow = "no_show"
        case lapsed, declined, withdrawn, closed, carried, transferred, removed, cancelled
    }
}

package struct ProgramVersion: Codable, Equatable, Sendable {
    package enum Grants: String, CaseIterable, Codable, Sendable {
        case certification
        case assessmentBasedCertificate = "assessment_based_certificate"
        case attendance
        case nothing
    }
}

/// The one institute this database serves; issuer of everything it says.
package struct Institute: Codable, Equatable, Sendable {
    package var name: String
    package var contactEmail: String
    package var postalAddress: String
    /// IANA zone of the institute's own clock.
    package var timeZone: String
    package var logoUrl: String?
    /// Origin of every link, without a slash at the end: `https://registrar.example.org`.
    package var publicUrl: String
}

/// One dated run of a program as of now, as if settled: an expired hold takes no seat, a seat somebody waits for is not free.
package struct Cohort: Codable, Sendable {
    package enum State: String, CaseIterable, Codable, Sendable {
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
}

/// Everything a mail about one enrollment says, read when the mail is sent: no token and no address lies in a job.
package struct SeatLetter: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case confirmSeat = "confirm_seat"
        case waiting
        case offered
        case confirmed
        case lapsed
        case offerLapsed = "offer_lapsed"
        case withdrawn
        case removed
        /// Somebody asked again for an address that is live already.
        case known
        case cancelled

        package var jobKind: String { "mail.\(rawValue)" }

        package init?(jobKind: String) {
            guard jobKind.hasPrefix("mail.") else { return nil }
            self.init(rawValue: String(jobKind.dropFirst(5)))
        }
    }

    package let kind: Kind
    /// Message-ID and spool name come from it, so that a second sending is recognised.
    package let jobID: JobID
    package let to: EmailAddress
    package let name: PersonName
    package let institute: Institute
    package let cohort: CohortPage
    package let enrollmentID: EnrollmentID
    package let state: Enrollment.State
    package let seatNumber: Int?
    package let position: Int?
    package let addressConfirmed: Bool
    package let deadline: Date?
    /// IANA zone the reader reads times in: theirs from the form, else the cohort's.
    package let zone: String
    package let stateLink: String
    package let actingLink: String
    package let cohortLink: String
    /// Number of the latest event of the cohort's history about this claim; a calendar entry's SEQUENCE.
    package let sequence: Int
    package let now: Date

    package init(
        kind: Kind, jobID: JobID, to: EmailAddress, name: PersonName, institute: Institute, cohort: CohortPage,
        enrollmentID: EnrollmentID, state: Enrollment.State, seatNumber: Int?, position: Int?, addressConfirmed: Bool,
        deadline: Date?, zone: String, stateLink: String, actingLink: String, cohortLink: String, sequence: Int, now: Date
    ) {
        self.kind = kind
        self.jobID = jobID
        self.to = to
        self.name = name
        self.institute = institute
        self.cohort = cohort
        self.enrollmentID = enrollmentID
        self.state = state
        self.seatNumber = seatNumber
        self.position = position
        self.addressConfirmed = addressConfirmed
        self.deadline = deadline
        self.zone = zone
        self.stateLink = stateLink
        self.actingLink = actingLink
        self.cohortLink = cohortLink
        self.sequence = sequence
        self.now = now
    }
}
