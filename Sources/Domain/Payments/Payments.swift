package import Foundation
import Postgres

/// Money as a record, never as a process: what is expected, received, refunded and waived, and what is open about it.
package struct Payments: Sendable {
    let store: Store

    /// One claim with what its ledger adds up to.
    package struct Line: Codable, Sendable {
        package let enrollmentId: EnrollmentID
        package let name: PersonName
        package let email: EmailAddress
        package let state: Enrollment.State
        package let expiresAt: Date?
        package let currency: String
        package let expectedMinor: Int
        package let receivedMinor: Int
        package let refundedMinor: Int
        package let waivedMinor: Int
        package let movedMinor: Int
        package let withUsMinor: Int
        package let dueMinor: Int
        package let openCases: Int
    }

    /// The claims of a cohort that owe money or have some with us, in the order people came.
    package func list(cohort code: String, by actor: Actor) async throws -> [Line] {
        try actor.require(.runCohorts)
        return try await store.snapshot { connection in
            let cohort = try connection.cohortPage(code).cohort
            return try connection.all(
                """
                SELECT enrollment.id AS enrollment_id, enrollment.name, person.email, enrollment.state,
                    enrollment.expires_at, money.currency, money.expected_minor, money.received_minor,
                    money.refunded_minor, money.waived_minor, money.moved_minor, money.with_us_minor, money.due_minor,
                    (
                        SELECT count(*)
                        FROM payment_case
                        WHERE payment_case.enrollment_id = enrollment.id AND payment_case.settled_at IS NULL
                    ) AS open_cases
                FROM enrollment
                JOIN person ON person.id = enrollment.person_id
                JOIN claim_money AS money ON money.enrollment_id = enrollment.id
                WHERE enrollment.cohort_id = \(cohort.id)
                    AND EXISTS (SELECT FROM payment WHERE payment.enrollment_id = enrollment.id)
                    AND (
                        enrollment.state IN ('held', 'offered', 'confirmed', 'attended', 'no_show')
                        OR money.with_us_minor <> 0
                    )
                ORDER BY enrollment.arrival, enrollment.id
                """
            )
        }
    }

    /// Cases that wait for a decision, the oldest first; of one cohort or of all.
    package func openCases(cohort code: String? = nil, by actor: Actor) async throws -> [PaymentCase] {
        try actor.require(.runCohorts)
        return try await store.snapshot { connection in
            if let code { _ = try connection.cohortPage(code) }
            return try connection.all(
                """
                \(PaymentCase.select)
                WHERE payment_case.settled_at IS NULL
                    AND coalesce(cohort.code = \(code?.uppercased()), true)
                ORDER BY payment_case.id
                """
            )
        }
    }

    /// One claim's ledger in the order it grew, and what it adds up to.
    package func ledger(of id: EnrollmentID, by actor: Actor) async throws -> (account: Account, payments: [Payment]) {
        try actor.require(.runCohorts)
        return try await store.snapshot { connection in
            guard let account = try connection.account(of: id) else { throw Seats.unknown(id) }
            let payments: [Payment] = try connection.all(
                "SELECT \(Payment.columns) FROM payment WHERE enrollment_id = \(id) ORDER BY payment.id"
            )
            return (account, payments)
        }
    }
}

extension Connection {
    /// What the ledger of a claim adds up to; nil for a claim that does not exist.
    func account(of id: EnrollmentID) throws -> Account? {
        try first("SELECT \(Account.columns) FROM claim_money WHERE enrollment_id = \(id)")
    }
}
