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
    let address: String

    /// Nil for somebody who never waited.
    init?(_ receipt: Receipt, _ status: EnrollmentStatus, zone: String, token: String) {
        guard let since = receipt.waitingSince else { return nil }
        let waited = status.state == .waitlisted ? "have waited since" : "began to wait on"
        arrival = "You were the \(ordinal(receipt.arrival)) to ask, and \(waited) \(LocalClock(zone).moment(since))."
        served = receipt.servedBefore.map { Line(count: $0.count, words: Self.words($0)) }
        hasServed = !served.isEmpty
        passedOver = receipt.passedOver.map { Line(count: $0.count, words: Self.passed($0.reason)) }
        hasPassedOver = !passedOver.isEmpty
        address = "/api/v1/reservations/\(token)/receipt"
    }

    private static func words(_ served: Receipt.Served) -> String {
        switch served.reason {
        case .arrivedEarlier: "who asked before you"
        case .staffDecision: "whom staff put first: \(category(served.staffReason ?? "other"))"
        case .addressUnconfirmed: "whose turn came while your address was not confirmed yet"
        case .offerOpenElsewhere: "whose turn came while a seat in another cohort was offered to you"
        case .removed: "whose turn came while your claim was removed"
        case .unrecorded: "for a reason that is not recorded; please write to us"
        }
    }

    private static func passed(_ reason: String) -> String {
        switch reason {
        case "address_unconfirmed": "because your address was not confirmed yet"
        case "offer_open_elsewhere": "because a seat in another cohort was offered to you at that time"
        default: "because staff put somebody else first"
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
