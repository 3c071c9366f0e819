package import Postgres

/// Money as staff or a bank tell of it, checked before it comes near the ledger.
package struct PaymentEntry: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case received, refunded, waived

        var ledger: Payment.Kind {
            switch self {
            case .received: .received
            case .refunded: .refunded
            case .waived: .waived
            }
        }
    }

    package let kind: Kind
    package let enrollment: EnrollmentID
    package let amountMinor: Int
    package let currency: String
    package let reference: String
    package let valueDate: CalendarDate?

    /// More than any price, and little enough that sums of it stay whole numbers.
    package static let mostMinor = 1_000_000_000_000_000

    /// - Parameters:
    ///   - amountMinor: In minor units of the currency: 129500 is 1,295.00 USD.
    ///   - reference: The bank's or the provider's word for it; the same reference is the same money.
    /// - Throws: `Refusal` of kind invalid that lists every problem.
    package init(
        _ kind: Kind,
        of amountMinor: Int,
        _ currency: String,
        for enrollment: EnrollmentID,
        reference: String,
        valueDate: CalendarDate? = nil
    ) throws {
        var problems: [Refusal.Problem] = []
        if !(1...Self.mostMinor).contains(amountMinor) {
            problems.append(
                .init(
                    "amount",
                    amountMinor < 1
                        ? "An amount is more than 0. Money that went back is recorded as refunded."
                        : "The amount is over \(Self.mostMinor) minor units; look at it again."
                )
            )
        }
        let currency = currency.uppercased()
        if currency.wholeMatch(of: /[A-Z]{3}/) == nil {
            problems.append(.init("currency", "“\(currency)” is no currency of ISO 4217; give three letters like USD."))
        }
        let reference = reference.trimmingBlanks
        if !(1...200).contains(reference.unicodeScalars.count)
            || reference.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        {
            problems.append(
                .init("reference", "A reference has 1 to 200 characters on one line: the bank's word for the payment.")
            )
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        self.kind = kind
        self.enrollment = enrollment
        self.amountMinor = amountMinor
        self.currency = currency
        self.reference = reference
        self.valueDate = valueDate
    }
}

extension String {
    fileprivate var trimmingBlanks: String { trimmedOrNil ?? "" }
}
