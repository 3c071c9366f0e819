package import Foundation

/// Everything a mail about one enrollment says, read when the mail is sent: no token and no address lies in a job.
package struct SeatLetter: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case confirmSeat = "confirm_seat"
        case waiting
        case offered
        /// Half of the time to answer is over.
        case offerReminder = "offer_reminder"
        case confirmed
        case lapsed
        case offerLapsed = "offer_lapsed"
        case withdrawn
        case removed
        /// Somebody asked again for an address that is live already.
        case known
        case cancelled
        /// The seat is held until it is paid.
        case paymentDue = "payment_due"
        /// The claim goes on in another cohort.
        case transferred
        /// Registration closed, and with it a place that was no seat.
        case closed
        /// The place in the queue goes on in another cohort.
        case carried
        /// The sessions are at other times or places.
        case changed

        package var jobKind: String { "mail.\(rawValue)" }

        package init?(jobKind: String) {
            guard jobKind.hasPrefix("mail.") else { return nil }
            self.init(rawValue: String(jobKind.dropFirst(5)))
        }

        /// Whether the mail still says something true while the claim is in this state.
        func fits(_ state: Enrollment.State) -> Bool {
            switch self {
            case .confirmSeat: state == .held
            case .waiting: state == .waitlisted
            case .offered, .offerReminder: state == .offered
            case .confirmed: state == .confirmed
            case .known: state.isLive
            case .lapsed, .offerLapsed: state == .lapsed
            case .withdrawn: state == .withdrawn
            case .removed: state == .removed
            case .cancelled: state == .cancelled
            case .paymentDue: state == .held
            case .transferred: state == .confirmed
            case .closed: state == .closed || state == .lapsed
            case .carried: state == .waitlisted || state == .offered
            case .changed: state.isLive
            }
        }
    }

    /// Another place of the same wish.
    package struct Place: Sendable {
        package let cohort: Cohort
        package let position: Int
        package let actingLink: String

        package init(cohort: Cohort, position: Int, actingLink: String) {
            self.cohort = cohort
            self.position = position
            self.actingLink = actingLink
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
    /// Where else the same wish waits, each place with a link of its own, in order of preference.
    package let elsewhere: [Place]
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
    /// The claims that this one went on from, the latest first: their dates leave the reader's calendar.
    package let former: [Former]
    /// What is still to be paid, in minor units of the cohort's currency.
    package let dueMinor: Int
    /// Whether the seat was confirmed at some time: its holder may move when the cohort is cancelled.
    package let wasConfirmed: Bool
    /// Other cohorts of the program that take people now, in order of their start; for letters that end a place.
    package let otherDates: [OtherDate]

    /// A claim that ended when this one went on from it.
    package struct Former: Sendable {
        package let enrollmentID: EnrollmentID
        package let cohort: CohortPage
        package let sequence: Int

        package init(enrollmentID: EnrollmentID, cohort: CohortPage, sequence: Int) {
            self.enrollmentID = enrollmentID
            self.cohort = cohort
            self.sequence = sequence
        }
    }

    package struct OtherDate: Sendable {
        package let code: String
        package let startsAt: Date
        package let timeZone: String
        package let link: String

        package init(code: String, startsAt: Date, timeZone: String, link: String) {
            self.code = code
            self.startsAt = startsAt
            self.timeZone = timeZone
            self.link = link
        }
    }

    package init(
        kind: Kind,
        jobID: JobID,
        to: EmailAddress,
        name: PersonName,
        institute: Institute,
        cohort: CohortPage,
        enrollmentID: EnrollmentID,
        state: Enrollment.State,
        seatNumber: Int?,
        position: Int?,
        elsewhere: [Place] = [],
        addressConfirmed: Bool,
        deadline: Date?,
        zone: String,
        stateLink: String,
        actingLink: String,
        cohortLink: String,
        sequence: Int,
        now: Date,
        former: [Former] = [],
        dueMinor: Int = 0,
        wasConfirmed: Bool = false,
        otherDates: [OtherDate] = []
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
        self.elsewhere = elsewhere
        self.addressConfirmed = addressConfirmed
        self.deadline = deadline
        self.zone = zone
        self.stateLink = stateLink
        self.actingLink = actingLink
        self.cohortLink = cohortLink
        self.sequence = sequence
        self.now = now
        self.former = former
        self.dueMinor = dueMinor
        self.wasConfirmed = wasConfirmed
        self.otherDates = otherDates
    }
}
