package import Foundation
package import Postgres

/// One line of the ledger, which only grows; amounts are in minor units of their currency.
package struct Payment: Codable, Sendable {
    package enum Kind: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case expected, received, refunded, waived
        /// Out of a transferred claim (below 0) and into the one that goes on from it.
        case moved
    }

    package let id: PaymentID
    package let enrollmentId: EnrollmentID
    package let kind: Kind
    package let amountMinor: Int
    package let currency: String
    /// The bank's or the provider's own word for it.
    package let reference: String?
    /// The day the bank says.
    package let valueDate: CalendarDate?
    package let at: Date

    static let columns: SQL = "id, enrollment_id, kind, amount_minor, currency, reference, value_date, at"
}

/// What the ledger of one claim adds up to, in minor units of one currency.
package struct Account: Codable, Equatable, Sendable {
    package let enrollmentId: EnrollmentID
    package let currency: String
    package let expectedMinor: Int
    package let receivedMinor: Int
    package let refundedMinor: Int
    package let waivedMinor: Int
    package let movedMinor: Int
    /// Received and moved here, less what went back.
    package let withUsMinor: Int
    /// What a live claim still owes; below 0 is more than was expected. An ended claim owes nothing.
    package let dueMinor: Int

    static let columns: SQL = """
        enrollment_id, currency, expected_minor, received_minor, refunded_minor, waived_minor, moved_minor,
        with_us_minor, due_minor
        """
}
