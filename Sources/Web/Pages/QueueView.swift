import Domain
import Foundation

/// The fairness receipt as its page tells it: who came before, by reason, and how often a seat went past, and why.
///
/// It counts, and names nobody.
struct QueueView: Sendable {
    struct Line: Sendable {
        let count: Int
        let words: String
    }

    let arrival: String
    let served: [Line]
    let hasServed: Bool
    let passedOver: [Line]
    let hasPassedOver: Bool
    let elsewhere: [String]
    let hasElsewhere: Bool
    let address: String

    /// Nil for somebody who never waited.
    init?(_ receipt: Receipt, _ status: EnrollmentStatus, zone: String, token: String) {
        guard let since = receipt.waitingSince else { return nil }
        let asked = receipt.arrival == 1 ? "You were the first to ask" : "You were number \(receipt.arrival) to ask"
        arrival = "\(asked), and have waited since \(LocalClock(zone).moment(since))."
        served = receipt.servedBefore.map { Line(count: $0.count, words: Self.words($0)) }
        hasServed = !served.isEmpty
        passedOver = receipt.passedOver.map { Line(count: $0.count, words: Self.passed($0.reason)) }
        hasPassedOver = !passedOver.isEmpty
        elsewhere = status.elsewhere.map { "\($0.cohort): number \($0.position) in the queue" }
        hasElsewhere = !elsewhere.isEmpty
        address = "/api/v1/reservations/\(token)/receipt"
    }

    private static func words(_ served: Receipt.Served) -> String {
        switch served.reason {
        case .arrivedEarlier: "asked before you"
        case .staffDecision: "by a decision of staff: \(category(served.staffReason ?? "other"))"
        case .addressUnconfirmed: "while your address was not confirmed yet"
        case .offerOpenElsewhere: "while a seat in another cohort was offered to you"
        case .removed: "while your claim was removed"
        case .unrecorded: "for a reason that is not recorded; please write to us"
        }
    }

    private static func passed(_ reason: String) -> String {
        switch reason {
        case "address_unconfirmed": "because your address was not confirmed yet"
        case "offer_open_elsewhere": "because a seat in another cohort was offered to you at that time"
        default: "because staff gave the next seat to somebody else"
        }
    }

    /// A class of reasons in the words of a person.
    static func category(_ name: String) -> String {
        switch name {
        case "accessibility": "accessibility"
        case "hardship": "hardship"
        case "institute_error": "a mistake of ours was put right"
        case "duplicate": "a double entry was put right"
        case "conduct": "conduct"
        case "own_request": "at their own request"
        case "removal_undone": "a removal was undone"
        case "late_payment": "a payment came late"
        default: "another reason, kept on record"
        }
    }
}
