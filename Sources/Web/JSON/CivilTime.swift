import Credentials
import Domain
package import Foundation
import NIOCore

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
        var buffer = ByteBuffer()
        buffer.reserveCapacity(20)
        buffer.write(rfc3339: self)
        return String(buffer: buffer)
    }

    /// The time in HTTP's headers (RFC 9110 §5.6.7): `Fri, 22 Jan 2027 14:00:00 GMT`.
    var httpDate: String {
        let time = CivilTime(self)
        var buffer = ByteBuffer()
        buffer.reserveCapacity(29)
        buffer.writeStaticString(Self.days[time.weekday])
        buffer.write(pair: time.day, then: " ")
        buffer.writeStaticString(Self.months[time.month - 1])
        buffer.write(pair: time.year / 100)
        buffer.write(pair: time.year, then: " ")
        buffer.write(pair: time.hour, then: ":")
        buffer.write(pair: time.minute, then: ":")
        buffer.write(pair: time.second, then: " ")
        buffer.writeStaticString("GMT")
        return String(buffer: buffer)
    }

    private static let days: [StaticString] = ["Sun, ", "Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, "]
    private static let months: [StaticString] = [
        "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec ",
    ]
}

/// Times written digit by digit: every answer tells some.
extension ByteBuffer {
    mutating func write(rfc3339 date: Date) {
        let time = CivilTime(date)
        write(pair: time.year / 100)
        write(pair: time.year, then: "-")
        write(pair: time.month, then: "-")
        write(pair: time.day, then: "T")
        write(pair: time.hour, then: ":")
        write(pair: time.minute, then: ":")
        write(pair: time.second, then: "Z")
    }

    /// The last two digits of a number.
    fileprivate mutating func write(pair number: Int) {
        let digits = UInt16((number % 100).magnitude)
        // Both in one write: "0" is 0x30.
        writeInteger(0x3030 + (digits / 10) << 8 + digits % 10)
    }

    fileprivate mutating func write(pair number: Int, then mark: Unicode.Scalar) {
        write(pair: number)
        writeInteger(UInt8(ascii: mark))
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
