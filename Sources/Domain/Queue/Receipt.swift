package import Foundation

/// What became of everybody else's claims while one person waited for a seat, told from history alone.
///
/// It counts; it names nobody.
package struct Receipt: Codable, Equatable, Sendable {
    /// Why somebody was given a seat before this person.
    package struct Served: Codable, Equatable, Sendable {
        package enum Reason: String, CaseIterable, Codable, Sendable {
            case arrivedEarlier = "arrived_earlier"
            /// Staff decided; `staffReason` says why, as a class.
            case staffDecision = "staff_decision"
            /// While this person could not be offered the seat:
            case addressUnconfirmed = "address_unconfirmed"
            case offerOpenElsewhere = "offer_open_elsewhere"
            /// The claim was removed, and that was undone later.
            case removed
            /// History does not say; the doctor calls that an offence.
            case unrecorded
        }

        package let reason: Reason
        /// `accessibility`, say; also `removal_undone` and `late_payment`.
        package let staffReason: String?
        package let count: Int

        package init(reason: Reason, staffReason: String?, count: Int) {
            self.reason = reason
            self.staffReason = staffReason
            self.count = count
        }
    }

    /// How often a seat went past this person for one reason.
    package struct PassedOver: Codable, Equatable, Sendable {
        package let reason: String
        package let count: Int

        package init(reason: String, count: Int) {
            self.reason = reason
            self.count = count
        }
    }

    package let id: EnrollmentID
    package let cohort: String
    package let state: Enrollment.State
    /// The how-manieth to ask for a seat in this cohort.
    package let arrival: Int
    package let arrivedAt: Date
    /// When the wait began; nil for somebody who was given a seat at once.
    package let waitingSince: Date?
    /// 1 is the head of the queue; only while waiting.
    package let position: Int?
    package let addressConfirmedAt: Date?
    /// Everybody who was given a seat before this person was, each counted once; by reason, then class.
    package let servedBefore: [Served]
    package let passedOver: [PassedOver]
    package let now: Date
}
