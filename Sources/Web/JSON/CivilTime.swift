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

    /// The time in HTTP's headers (RFC 9110 §5.6.7): `Fri, 22 Jan 2027 14:00:00 GMT`.
    var httpDate: String {
        let time = CivilTime(self)
        var octets: [UInt8] = []
        octets.reserveCapacity(29)
        octets.append(word: Self.days[time.weekday])
        octets.append(time.day, digits: 2, then: " ")
        octets.append(word: Self.months[time.month - 1])
        octets.append(time.year, digits: 4, then: " ")
        octets.append(time.hour, digits: 2, then: ":")
        octets.append(time.minute, digits: 2, then: ":")
        octets.append(time.second, digits: 2, then: " ")
        octets.append(word: "GMT")
        return String(decoding: octets, as: UTF8.self)
    }

    private static let days: [StaticString] = ["Sun, ", "Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, "]
    private static let months: [StaticString] = [
        "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec ",
    ]
}

/// Times written octet by octet: every answer tells some.
extension [UInt8] {
    mutating func append(rfc3339 date: Date) {
        let time = CivilTime(date)
        append(time.year, digits: 4, then: "-")
        append(time.month, digits: 2, then: "-")
        append(time.day, digits: 2, then: "T")
        append(time.hour, digits: 2, then: ":")
        append(time.minute, digits: 2, then: ":")
        append(time.second, digits: 2, then: "Z")
    }

    fileprivate mutating func append(_ number: Int, digits: Int, then mark: Unicode.Scalar) {
        var unit = digits == 4 ? 1_000 : 10
        while unit > 0 {
            append(UInt8(ascii: "0") + UInt8(number / unit % 10))
            unit /= 10
        }
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
