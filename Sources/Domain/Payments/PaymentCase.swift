package import Foundation
import Postgres

/// Money that waits for somebody's decision, so that it is never lost: late, given back, or too much.
package struct PaymentCase: Codable, Sendable {
    package enum Kind: String, CaseIterable, Codable, PostgresCodable, Sendable {
        /// It came after the claim had ended, or the claim lapsed with it.
        case late
        /// The seat was given back; the amount is what the frozen terms give back.
        case withdrawn
        case removed, cancelled
        /// A live claim has more than was expected.
        case overpaid
    }

    package enum Outcome: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case reseated, moved, refunded, kept
    }

    /// What staff decide about a case.
    package enum Choice: Equatable, Sendable {
        /// A seat in the same cohort, if one is free.
        case reseat
        /// A seat in another cohort of the same program, by its code.
        case move(to: String)
        /// The money went back, under this reference.
        case refund(reference: String)
        /// The money stays: by the terms, say, or for a later claim.
        case keep

        package var outcome: Outcome {
            switch self {
            case .reseat: .reseated
            case .move: .moved
            case .refund: .refunded
            case .keep: .kept
            }
        }
    }

    package let id: PaymentCaseID
    package let enrollmentId: EnrollmentID
    package let cohort: String
    package let kind: Kind
    package let amountMinor: Int
    package let currency: String
    package let openedAt: Date
    package let settledAt: Date?
    package let outcome: Outcome?
    package let name: PersonName
    package let email: EmailAddress
    package let state: Enrollment.State

    /// What can be decided; whether a seat is free shows when it is done.
    package var choices: [Outcome] {
        guard settledAt == nil else { return [] }
        switch kind {
        case .late, .withdrawn, .removed: return [.reseated, .moved, .refunded, .kept]
        case .cancelled: return [.moved, .refunded, .kept]
        case .overpaid: return [.refunded, .kept]
        }
    }

    static let select: SQL = """
        SELECT payment_case.id, payment_case.enrollment_id, cohort.code AS cohort, payment_case.kind,
            payment_case.amount_minor, payment_case.currency, payment_case.opened_at, payment_case.settled_at,
            payment_case.outcome, enrollment.name, person.email, enrollment.state
        FROM payment_case
        JOIN enrollment ON enrollment.id = payment_case.enrollment_id
        JOIN person ON person.id = enrollment.person_id
        JOIN cohort ON cohort.id = enrollment.cohort_id

        """
}
