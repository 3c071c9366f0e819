package import Postgres

/// What renewing a certificate takes, as a program's file gives it.
package struct RenewalRules: Codable, Equatable, Sendable {
    package struct Reinstatement: Codable, Equatable, Sendable {
        /// Months after the end of the term in which it is possible.
        package let months: Int
        /// In minor units of the currency of the fee.
        package let feeMinor: Int

        enum CodingKeys: String, CodingKey {
            case months
            case feeMinor = "fee_minor"
        }
    }

    /// Of accepted credits, all kinds that count together.
    package let minutes: Int
    package let kinds: [RenewalCredit.Kind]
    /// Who may teach or supervise what counts, by license; empty is anybody.
    package let licenses: [String]
    /// In minor units.
    package let feeMinor: Int
    /// ISO 4217.
    package let currency: String
    /// Days before the end from which one may renew.
    package let opensDays: Int
    /// Days after the end in which one renews as if in time.
    package let graceDays: Int
    /// nil: who lapsed is certified anew.
    package let reinstatement: Reinstatement?
    /// Who was issued the certificate before that day takes a foundations course at the first renewal.
    package let foundationsBefore: CalendarDate?

    enum CodingKeys: String, CodingKey {
        case minutes, kinds, licenses, currency, reinstatement
        case feeMinor = "fee_minor"
        case opensDays = "opens_days"
        case graceDays = "grace_days"
        case foundationsBefore = "foundations_before"
    }

    /// `300 minutes of coursework or observation; 50.00 USD; from 90 days before the end to 30 after; …`
    package var words: String {
        var parts = ["\(minutes) minutes of \(kinds.map(\.rawValue).joined(separator: " or "))"]
        if !licenses.isEmpty { parts.append("by \(licenses.joined(separator: ", "))") }
        parts.append(feeMinor > 0 ? Currency.words(feeMinor, currency) : "no fee")
        parts.append("from \(opensDays) days before the end to \(graceDays) after")
        if let reinstatement {
            parts.append(
                "reinstatement for \(reinstatement.months) months, \(Currency.words(reinstatement.feeMinor, currency))"
            )
        }
        if let foundationsBefore { parts.append("foundations course if issued before \(foundationsBefore)") }
        return parts.joined(separator: "; ")
    }
}
