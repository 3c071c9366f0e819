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
        var octets: [UInt8] = []
        octets.reserveCapacity(20)
        octets.append(rfc3339: self)
        return String(decoding: octets, as: UTF8.self)
    }
}

/// Times written octet by octet: every answer tells some.
extension [UInt8] {
    mutating func append(rfc3339 date: Date) {
        let time = CivilTime(date)
        append(pair: time.year / 100)
        append(pair: time.year, then: "-")
        append(pair: time.month, then: "-")
        append(pair: time.day, then: "T")
        append(pair: time.hour, then: ":")
        append(pair: time.minute, then: ":")
        append(pair: time.second, then: "Z")
    }

    /// The time in HTTP's headers (RFC 9110 §5.6.7): `Fri, 22 Jan 2027 14:00:00 GMT`.
    mutating func append(httpDate date: Date) {
        let time = CivilTime(date)
        append(word: Self.days[time.weekday])
        append(pair: time.day, then: " ")
        append(word: Self.months[time.month - 1])
        append(pair: time.year / 100)
        append(pair: time.year, then: " ")
        append(pair: time.hour, then: ":")
        append(pair: time.minute, then: ":")
        append(pair: time.second, then: " ")
        append(word: "GMT")
    }

    private static let days: [StaticString] = ["Sun, ", "Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, "]
    private static let months: [StaticString] = [
        "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec ",
    ]

    /// The last two digits of a number.
    fileprivate mutating func append(pair number: Int) {
        let digits = UInt8((number % 100).magnitude)
        append(UInt8(ascii: "0") + digits / 10)
        append(UInt8(ascii: "0") + digits % 10)
    }

    fileprivate mutating func append(pair number: Int, then mark: Unicode.Scalar) {
        append(pair: number)
        append(UInt8(ascii: mark))
    }

    mutating func append(word: StaticString) {
        word.withUTF8Buffer { append(contentsOf: $0) }
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
