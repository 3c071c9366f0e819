import Foundation

/// Whether a cohort takes new people now, and if not, why, each with its own words and code.
package enum Registration: Equatable, Sendable {
    case open, notYetOpen, over, closed, completed, cancelled, started

    init(state: Cohort.State, opensAt: Date, closesAt: Date, startsAt: Date?, now: Date) {
        self =
            switch state {
            case .draft: .notYetOpen
            case .closed: .closed
            case .completed: .completed
            case .cancelled: .cancelled
            case .open where startsAt.map { $0 <= now } ?? false: .started
            case .open where now < opensAt: .notYetOpen
            case .open where now >= closesAt: .over
            case .open: .open
            }
    }

    /// The refusal that a newcomer gets, or nil while registration is open.
    func refusal(for code: String) -> Refusal? {
        switch self {
        case .open: nil
        case .notYetOpen:
            .conflict(
                "cohort-not-yet-open",
                "Registration for \(code) has not opened yet. Its page says when it opens."
            )
        case .over:
            .conflict(
                "registration-over",
                "Registration for \(code) is over. Look at the open cohorts for another date."
            )
        case .closed:
            .conflict(
                "cohort-closed",
                "\(code) is closed and takes no one new. Look at the open cohorts for another date."
            )
        case .completed:
            .conflict("cohort-completed", "\(code) has taken place already. Look at the open cohorts for another date.")
        case .started:
            .conflict(
                "cohort-started",
                "\(code) has started and takes no one new. Look at the open cohorts for another date."
            )
        case .cancelled:
            .gone("cohort-cancelled", "\(code) was cancelled. Look at the open cohorts for another date.")
        }
    }
}

extension Cohort {
    package var registration: Registration {
        Registration(
            state: state,
            opensAt: registrationOpensAt,
            closesAt: registrationClosesAt,
            startsAt: startsAt,
            now: now
        )
    }
}
