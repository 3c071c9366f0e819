package import Foundation
import Postgres

/// One person's claim on one cohort.
package struct Enrollment: Sendable {
    package enum State: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case waitlisted, held, offered, confirmed, attended
        case noShow = "no_show"
        case lapsed, declined, withdrawn, closed, carried, transferred, removed, cancelled

        /// Live rows keep their person out of a second row in the cohort; a finished row never lives again.
        package var isLive: Bool {
            switch self {
            case .waitlisted, .held, .offered, .confirmed, .attended, .noShow: true
            case .lapsed, .declined, .withdrawn, .closed, .carried, .transferred, .removed, .cancelled: false
            }
        }
    }
}

/// What an applicant may know of their claim, as of now, as if settled.
package struct EnrollmentStatus: Codable, Sendable {
    package let id: EnrollmentID
    package let cohort: String
    package let cohortState: Cohort.State
    package let state: Enrollment.State
    package let name: PersonName
    package let email: EmailAddress
    package let timeZone: String?
    package let seatNumber: Int?
    /// 1 is the head of the queue; only while waitlisted.
    package let position: Int?
    /// When a hold or an offer ends.
    package let expiresAt: Date?
    package let addressConfirmed: Bool
    package let reservedAt: Date
    /// Where else the same wish waits, in order of preference.
    package var elsewhere: [QueuePlace] = []
    /// The cohort in which the same wish has an open offer; until it ends this row is passed over without loss of place.
    package var offerOpenIn: String?
    /// The cohort whose seat the same wish took, which ended this row.
    package var servedIn: String?
    package let linkGeneration: Int
    /// What was promised when the claim was made; nil is nothing.
    package var terms: Terms?
    /// How often this claim moved from cohort to cohort already.
    package var transfers = 0
    /// The claim that goes on from this one, and its cohort: after a transfer, say.
    package var successor: EnrollmentID?
    package var movedTo: String?
    /// Whether a seat of the cohort stays held until it is paid.
    package var paymentFirst = false
    /// ISO 4217, of `dueMinor`.
    package var currency = "USD"
    /// What is still to be paid; below 0 is more than was expected. An ended claim owes nothing.
    package var dueMinor = 0
    package let now: Date
}

extension EnrollmentStatus {
    /// Held with a confirmed address: only the payment is missing.
    package var awaitsPayment: Bool { state == .held && paymentFirst && addressConfirmed && dueMinor > 0 }

    /// What goes back to whoever gives this seat back now; nil is nothing, or nothing promised.
    package var refundNow: Terms.Refund? { terms?.refund(at: now) }

    /// How often the holder may still move it, and until when; nil is not by themselves.
    package var transferNow: Terms.Transfer? {
        guard state == .confirmed else { return nil }
        return terms?.transfer(at: now, after: transfers)
    }

    /// What the payer writes into the purpose of a bank transfer, so that an import finds the claim.
    package var paymentPurpose: String { "REG-\(id)" }
}
