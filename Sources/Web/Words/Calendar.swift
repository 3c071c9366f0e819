import Domain
import Foundation

/// Dates and times as people at the institute read them, in one zone: “Friday, January 22, 2027”, “9:00 AM”.
struct LocalClock: Sendable {
    let zone: TimeZone

    /// A zone that this system does not know is read as UTC, and says so.
    init(_ identifier: String) {
        zone = TimeZone(identifier: identifier) ?? .gmt
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    private func civil(_ date: Date) -> CivilTime { CivilTime(date, offset: zone.secondsFromGMT(for: date)) }

    func day(_ date: Date) -> String {
        let time = civil(date)
        return "\(Self.weekdays[time.weekday]), \(Self.months[time.month - 1]) \(time.day), \(time.year)"
    }

    /// “1996”, “May 1996”, “May 31, 1996”; what is known to the instant with its weekday.
    func day(_ known: KnownDate) -> String {
        guard let precision = known.precision else { return day(known.date) }
        let time = civil(known.date)
        return switch precision {
        case .year: "\(time.year)"
        case .month: "\(Self.months[time.month - 1]) \(time.year)"
        case .day: "\(Self.months[time.month - 1]) \(time.day), \(time.year)"
        }
    }

    /// A day that stands in no zone, written like `2029-01-31`: “January 31, 2029”.
    static func words(ofDay day: String) -> String {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return day }
        return "\(months[parts[1] - 1]) \(parts[2]), \(parts[0])"
    }

    /// ISO 8601: `2027-01-22`.
    func isoDay(_ date: Date) -> String {
        String(date.addingTimeInterval(Double(zone.secondsFromGMT(for: date))).rfc3339.prefix(10))
    }

    func time(_ date: Date) -> String {
        let time = civil(date)
        let hour = time.hour % 12 == 0 ? 12 : time.hour % 12
        let minute = time.minute < 10 ? "0\(time.minute)" : "\(time.minute)"
        return "\(hour):\(minute) \(time.hour < 12 ? "AM" : "PM")"
    }

    /// “9:00 AM – 5:00 PM”, with the day beside the end when it is another one.
    func hours(from start: Date, to end: Date) -> String {
        let sameDay = day(start) == day(end)
        return "\(time(start)) – \(time(end))" + (sameDay ? "" : " on \(day(end))")
    }

    func moment(_ date: Date) -> String { "\(day(date)) at \(time(date)), \(place(date))" }

    /// “January 22 – 23, 2027”.
    func days(from start: Date, to end: Date) -> String {
        let (first, last) = (civil(start), civil(end))
        let (firstMonth, lastMonth) = (Self.months[first.month - 1], Self.months[last.month - 1])
        if first.year != last.year {
            return "\(firstMonth) \(first.day), \(first.year) – \(lastMonth) \(last.day), \(last.year)"
        }
        if first.month != last.month { return "\(firstMonth) \(first.day) – \(lastMonth) \(last.day), \(first.year)" }
        return first.day == last.day
            ? "\(firstMonth) \(first.day), \(first.year)" : "\(firstMonth) \(first.day) – \(last.day), \(first.year)"
    }

    /// The leaf of a calendar: “22–23” over “Jan 2027”.
    func leaf(from start: Date, to end: Date) -> (days: String, month: String) {
        let (first, last) = (civil(start), civil(end))
        let oneMonth = first.month == last.month && first.year == last.year
        let days = oneMonth && first.day != last.day ? "\(first.day)–\(last.day)" : "\(first.day)"
        return (days, "\(Self.months[first.month - 1].prefix(3)) \(first.year)")
    }

    /// “New York time (UTC−5)”.
    func place(_ date: Date) -> String {
        let offset = zone.secondsFromGMT(for: date)
        guard zone.identifier.contains("/") else { return "UTC" }
        let city = String(zone.identifier.split(separator: "/").last ?? "").replacing("_", with: " ")
        let minutes = abs(offset) / 60 % 60
        let shift = "\(offset < 0 ? "−" : "+")\(abs(offset) / 3_600)" + (minutes == 0 ? "" : ":\(minutes)")
        return "\(city) time (UTC\(shift))"
    }
}
