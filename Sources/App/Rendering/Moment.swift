import Domain
import Foundation
import Web

/// How times are written: RFC 3339 for machines, day and clock in a named zone for people.
enum Moment {
    static func json(_ date: Date?) -> JSON {
        .text(date?.rfc3339)
    }

    /// `Fri 22 Jan 2027 09:00 UTC-05:00`, in a zone of the IANA's.
    static func words(_ date: Date, in zone: String) -> String {
        guard let zone = TimeZone(identifier: zone) else { return date.rfc3339 }
        return "\(day(date, in: zone)) \(clock(date, in: zone)) \(offset(of: zone, at: date))"
    }

    /// As exactly as it is known: `1996`, or to the clock.
    static func words(_ known: KnownDate, in zone: String) -> String {
        known.precision == nil ? words(known.date, in: zone) : known.text(in: zone)
    }

    /// `2027-01-22 09:00`, for tables.
    static func short(_ date: Date, in zone: String) -> String {
        let zone = TimeZone(identifier: zone) ?? .gmt
        let parts = parts(date, zone)
        return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour)):\(two(parts.minute))"
    }

    /// `2027-01-22`.
    static func day(_ date: Date, in zone: String) -> String { String(short(date, in: zone).prefix(10)) }

    /// `Fri 22 Jan 2027 09:00–17:00 UTC-05:00`; both ends in full where it passes midnight.
    static func span(_ start: Date, _ end: Date, in zone: String) -> String {
        guard let timeZone = TimeZone(identifier: zone), day(start, in: timeZone) == day(end, in: timeZone) else {
            return "\(words(start, in: zone)) – \(words(end, in: zone))"
        }
        return "\(day(start, in: timeZone)) \(clock(start, in: timeZone))–\(clock(end, in: timeZone)) "
            + offset(of: timeZone, at: start)
    }

    /// `2027-01-22`, or less where less is known.
    static func day(_ known: KnownDate, in zone: String) -> String {
        known.precision == nil ? day(known.date, in: zone) : known.text(in: zone)
    }

    private static func day(_ date: Date, in zone: TimeZone) -> String {
        let parts = parts(date, zone)
        let weekday = weekdays[(parts.weekday ?? 1) - 1]
        let month = months[(parts.month ?? 1) - 1]
        return "\(weekday) \(parts.day ?? 0) \(month) \(parts.year ?? 0)"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func clock(_ date: Date, in zone: TimeZone) -> String {
        let parts = parts(date, zone)
        return "\(two(parts.hour)):\(two(parts.minute))"
    }

    private static func offset(of zone: TimeZone, at date: Date) -> String {
        let minutes = zone.secondsFromGMT(for: date) / 60
        guard minutes != 0 else { return "UTC" }
        return "UTC\(minutes < 0 ? "-" : "+")\(two(abs(minutes) / 60)):\(two(abs(minutes) % 60))"
    }

    private static func parts(_ date: Date, _ zone: TimeZone) -> DateComponents {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar.dateComponents([.year, .month, .day, .hour, .minute, .weekday], from: date)
    }

    private static func two(_ number: Int?) -> String {
        let number = number ?? 0
        return number < 10 ? "0\(number)" : String(number)
    }
}
