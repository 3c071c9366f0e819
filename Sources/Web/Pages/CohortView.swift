import Domain
import Foundation

/// A cohort as pages show it.
struct CohortView: Sendable {
    let code: String
    let address: String
    let program: String
    let programCode: String
    let summary: String
    let scope: String
    let isSample: Bool
    let leafDays: String?
    let leafMonth: String?
    let dates: String
    let zone: String
    let price: String
    let seats: SeatPicture
    let seatWords: String
    /// What the button says; nil when nobody can reserve.
    let invitation: String?
    let closedWords: String?
    let deadline: String

    init(_ cohort: Cohort) {
        let clock = LocalClock(cohort.timeZone)
        code = cohort.code
        address = "/cohorts/\(cohort.code)"
        program = cohort.programName
        programCode = cohort.programCode
        summary = cohort.programSummary
        scope = cohort.scope
        isSample = cohort.isSample
        if let start = cohort.startsAt, let end = cohort.endsAt {
            let leaf = clock.leaf(from: start, to: end)
            leafDays = leaf.days
            leafMonth = leaf.month
            dates = clock.days(from: start, to: end)
        } else {
            leafDays = nil
            leafMonth = nil
            dates = "Dates to be announced"
        }
        zone = clock.place(cohort.startsAt ?? cohort.now)
        price = Price.words(cohort.priceMinor, cohort.currency)
        seats = SeatPicture(cohort)
        seatWords = cohort.seatWords
        closedWords = cohort.closedWords
        invitation = cohort.registration == .open ? (cohort.seatsFree > 0 ? "Reserve a seat" : "Join the queue") : nil
        deadline = clock.moment(cohort.registrationClosesAt)
    }
}

/// The seats of a cohort as a row of dots: taken, kept for the queue, free.
struct SeatPicture: Sendable {
    struct Dot: Sendable {
        let center: Int
        let isTaken: Bool
        let isKept: Bool
        let isFree: Bool
    }

    let width: Int
    let dots: [Dot]
    let words: String

    init(_ cohort: Cohort) {
        let kept = max(0, cohort.capacity - cohort.seatsTaken - cohort.seatsFree)
        dots = (0..<cohort.capacity).map { index in
            Dot(
                center: 9 + index * 22,
                isTaken: index < cohort.seatsTaken,
                isKept: index >= cohort.seatsTaken && index < cohort.seatsTaken + kept,
                isFree: index >= cohort.seatsTaken + kept
            )
        }
        width = cohort.capacity * 22 - 4
        let parts = [
            "\(cohort.seatsTaken) of \(cohort.capacity) seats taken",
            kept > 0 ? "\(kept) kept for the queue" : nil,
            "\(cohort.seatsFree) free",
        ]
        words = parts.compactMap { $0 }.joined(separator: ", ")
    }
}

/// One meeting, in its own zone, and beside it in the reader's when that is known.
struct SessionView: Sendable {
    let day: String
    let hours: String
    let zone: String
    let starts: String
    let ends: String
    let readersTime: String?
    let venue: String?
    let isOnline: Bool
    /// Only for those who have a seat.
    let onlineAddress: String?

    init(_ session: Session, readersZone: String? = nil, showsOnlineAddress: Bool = false) {
        let clock = LocalClock(session.timeZone)
        day = clock.day(session.startsAt)
        hours = clock.hours(from: session.startsAt, to: session.endsAt)
        zone = clock.place(session.startsAt)
        starts = session.startsAt.rfc3339
        ends = session.endsAt.rfc3339
        readersTime = readersZone.map(LocalClock.init).flatMap { reader in
            guard reader.zone.secondsFromGMT(for: session.startsAt) != clock.zone.secondsFromGMT(for: session.startsAt)
            else {
                return nil
            }
            let day = reader.day(session.startsAt)
            return
                "\(day), \(reader.hours(from: session.startsAt, to: session.endsAt)), \(reader.place(session.startsAt))"
        }
        venue = session.venue
        isOnline = session.onlineUrl != nil
        onlineAddress = showsOnlineAddress ? session.onlineUrl : nil
    }
}
