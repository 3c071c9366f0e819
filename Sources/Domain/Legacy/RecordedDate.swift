import Postgres

/// How exactly an old date is known.
package enum DatePrecision: String, CaseIterable, Codable, PostgresCodable, Sendable {
    case day, month, year
}

/// A date as old records have it: a day, a month or a year, and never more exact than it was written.
struct RecordedDate: Equatable, Sendable {
    /// Its first day.
    let first: CalendarDate
    let precision: DatePrecision

    /// Reads `1996`, `1996-05` and `1996-05-31`; nil for anything else and for a day that does not exist.
    init?(_ text: String) {
        let (whole, precision): (String, DatePrecision)
        switch text.utf8.count {
        case 4: (whole, precision) = (text + "-01-01", .year)
        case 7: (whole, precision) = (text + "-01", .month)
        case 10: (whole, precision) = (text, .day)
        default: return nil
        }
        guard let first = CalendarDate(whole) else { return nil }
        self.first = first
        self.precision = precision
    }

    /// Its last day.
    var last: CalendarDate {
        switch precision {
        case .day: return first
        case .year: return CalendarDate(year: first.year, month: 12, day: 31)
        case .month:
            let next =
                first.month == 12
                ? CalendarDate(year: first.year + 1, month: 1, day: 1)
                : CalendarDate(year: first.year, month: first.month + 1, day: 1)
            return CalendarDate(daysSince1970: next.daysSince1970 - 1)
        }
    }
}
