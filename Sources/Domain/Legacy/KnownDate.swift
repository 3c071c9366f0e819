import Credentials
package import Foundation

/// A time of a certificate as exactly as it is known: to the instant, or a day, a month or a year of old records.
package struct KnownDate: Sendable {
    /// Of what is known less exactly, a moment in the middle of a day that it names.
    package let date: Date
    /// nil is to the instant.
    package let precision: DatePrecision?

    init(_ date: Date, _ precision: DatePrecision?, isEnd: Bool = false) {
        // An end is the last second of its last day: half a day before, it is that day in any zone near.
        self.date = isEnd && precision != nil ? date.addingTimeInterval(-43_200) : date
        self.precision = precision
    }

    /// `1996`, `1996-05` or `1996-05-31` in a zone of the IANA's, and to the instant RFC 3339 in UTC.
    package func text(in zone: String) -> String {
        guard let precision else { return Instant(date).description }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: zone) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        let two = { (number: Int?) in (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        let year = String(parts.year ?? 0)
        return switch precision {
        case .year: year
        case .month: "\(year)-\(two(parts.month))"
        case .day: "\(year)-\(two(parts.month))-\(two(parts.day))"
        }
    }
}

extension Certificate {
    package var issued: KnownDate { KnownDate(firstIssuedAt, issuedPrecision) }

    /// When its latest version begins; one that was never signed here holds since it was issued.
    package var begins: KnownDate { isSigned ? KnownDate(validFrom, nil) : issued }

    /// From when it holds, as its page says it: an old one since it was issued, whenever it was signed here, until it gets a term
    /// of here.
    package var holdsFrom: KnownDate {
        origin == .legacy && version <= 1 && (validUntil == nil || untilPrecision != nil) ? issued : begins
    }

    /// nil is without end.
    package var ends: KnownDate? { validUntil.map { KnownDate($0, untilPrecision, isEnd: true) } }

    /// From when its state holds, whatever else became of it.
    package var stateKnownSince: KnownDate { KnownDate(stateSince, sincePrecision) }

    /// From when its status holds.
    package var since: KnownDate {
        switch status {
        case .erased: KnownDate(statusSince, erasedAt == nil ? sincePrecision : nil)
        case .expired: KnownDate(statusSince, untilPrecision, isEnd: true)
        case .active, .suspended, .revoked, .surrendered: stateKnownSince
        }
    }
}
