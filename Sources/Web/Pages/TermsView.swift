import Domain
import Foundation

/// What was promised about giving a seat back and moving it, in plain words and on the reader's clock.
struct TermsView: Sendable {
    /// What applies today.
    let today: String
    /// What applies afterwards, step by step.
    let later: [String]
    let hasLater: Bool
    /// Whether the holder may move, how often and until when.
    let moving: String

    init(_ terms: Terms, moves: Int, now: Date, zone: String) {
        let clock = LocalClock(zone)
        let steps = terms.laterRefunds(at: now)
        if let refund = terms.refund(at: now) {
            today =
                "If you give your seat back before \(clock.moment(refund.until)), \(Self.words(refund.percent)) back."
            later =
                steps.map { "From then on, before \(clock.moment($0.until)): \(Self.words($0.percent)) back." }
                + ["After that nothing is paid back."]
        } else {
            today = "If you give your seat back now, nothing is paid back."
            later = []
        }
        hasLater = !later.isEmpty
        if let transfer = terms.transfer(at: now, after: moves) {
            let often = transfer.times == 1 ? "once" : "\(transfer.times) times"
            moving = "You can move to another date \(often), until \(clock.moment(transfer.until))."
        } else if terms.transfer.times == 0 {
            moving = "Moving to another date is not part of these terms; write to us if you must."
        } else {
            moving = "The time to move to another date by yourself is over; write to us if you must."
        }
    }

    private static func words(_ percent: Int) -> String {
        percent == 100 ? "you get all that you paid" : "you get \(percent) % of what you paid"
    }
}
