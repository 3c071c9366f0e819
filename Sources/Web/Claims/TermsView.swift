import Domain
import Foundation

/// What was promised about giving a seat back and moving it, in plain words and on the reader's clock.
struct TermsView: Sendable {
    /// How much of what was paid comes back, and when.
    struct Line: Sendable {
        let percent: Int
        let words: String
    }

    let heading: String
    let promise: String
    let refunds: [Line]
    let hasRefunds: Bool
    /// Whether the holder may move, how often and until when.
    let moving: String

    init(_ terms: Terms, _ status: EnrollmentStatus, zone: String) {
        let clock = LocalClock(zone)
        let isWaiting = [.waitlisted, .offered].contains(status.state)
        let steps = (terms.refund(at: status.now).map { [$0] } ?? []) + terms.laterRefunds(at: status.now)
        heading = isWaiting ? "What will apply to your seat" : "What applies today"
        hasRefunds = !steps.isEmpty
        promise =
            hasRefunds
            ? "Should you give your seat back, this much of what you paid comes back to you:"
            : Self.nothing
        refunds =
            steps.map { Line(percent: $0.percent, words: "before \(clock.moment($0.until))") }
            + (hasRefunds ? [Line(percent: 0, words: "after that")] : [])
        moving = Self.moving(terms, status, clock)
    }

    /// What a holder hears who is about to give a seat back.
    static func refund(_ terms: Terms, _ status: EnrollmentStatus, zone: String) -> String {
        guard let refund = terms.refund(at: status.now) else { return nothing }
        let until = LocalClock(zone).moment(refund.until)
        return refund.percent == 100
            ? "All that you paid comes back to you, until \(until)."
            : "\(refund.percent) % of what you paid comes back to you, until \(until)."
    }

    private static let nothing = "If you give your seat back now, nothing of what you paid comes back to you."

    static func moving(_ terms: Terms, _ status: EnrollmentStatus, _ clock: LocalClock) -> String {
        if let transfer = terms.transfer(at: status.now, after: status.transfers) {
            let often =
                switch transfer.times {
                case 1: "once"
                case 2: "twice"
                default: "\(transfer.times) times"
                }
            return "You can move to another date \(often), until \(clock.moment(transfer.until))."
        }
        if terms.transfer.times == 0 {
            return "Moving to another date is not part of these terms; write to us if you must."
        }
        return status.transfers >= terms.transfer.times
            ? "You have moved as often as these terms allow; write to us if you must move again."
            : "The time to move to another date by yourself is over; write to us if you must."
    }
}
