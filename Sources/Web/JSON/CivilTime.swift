import Credentials
import Domain
package import Foundation

/// A moment on the civil calendar, by integer arithmetic alone (days ↔ date after Howard Hinnant's `civil_from_days`).
struct CivilTime: Equatable, Sendable {
    let year: Int
    /// 1 to 12.
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// 0 is Sunday.
    let weekday: Int

    /// - Parameters:
    ///   - date: Cut to whole seconds, downwards: a deadline is never told later than it is.
    ///   - offset: Seconds east of UTC.
    init(_ date: Date, offset: Int = 0) {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + offset
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let ofDay = seconds - days * 86_400
        hour = ofDay / 3_600
        minute = ofDay / 60 % 60
        second = ofDay % 60
        weekday = ((days + 4) % 7 + 7) % 7
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

extension Date {
    /// RFC 3339 in UTC, to the second: `2027-01-22T14:00:00Z`.
    package var rfc3339: String {
        let time = CivilTime(self)
        return String(unsafeUninitializedCapacity: 20) { text in
            var place = 0
            func write(_ number: Int, digits: Int, then mark: UInt8) {
                var number = number
                for index in stride(from: place + digits - 1, through: place, by: -1) {
                    text[index] = UInt8(ascii: "0") + UInt8(number % 10)
                    number /= 10
                }
                text[place + digits] = mark
                place += digits + 1
            }
            write(time.year, digits: 4, then: UInt8(ascii: "-"))
            write(time.month, digits: 2, then: UInt8(ascii: "-"))
            write(time.day, digits: 2, then: UInt8(ascii: "T"))
            write(time.hour, digits: 2, then: UInt8(ascii: ":"))
            write(time.minute, digits: 2, then: UInt8(ascii: ":"))
            write(time.second, digits: 2, then: UInt8(ascii: "Z"))
            return place
        }
    }
}

extension JSON {
    /// A time as exactly as it is known.
    init(_ known: KnownDate?, in zone: String) {
        self =
            known.map { .string($0.precision == nil ? $0.date.rfc3339 : $0.text(in: zone)) } ?? .null
    }

    init(_ date: Date?) { self = date.map { .string($0.rfc3339) } ?? .null }
}
