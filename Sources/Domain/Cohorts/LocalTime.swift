import Foundation

/// A wall-clock time without a zone, as people write it: 2027-01-22T09:00.
struct LocalTime: Equatable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00 on the same wall clock.
    private let seconds: Int

    private init(seconds: Int) {
        self.seconds = seconds
    }

    /// Takes YYYY-MM-DDTHH:MM, perhaps with :SS, or a blank instead of the T.
    init?(_ text: String) {
        guard let match = text.wholeMatch(of: /(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?/) else {
            return nil
        }
        let (_, yearText, monthText, dayText, hourText, minuteText, secondText) = match.output
        guard let year = Int(yearText), let month = Int(monthText), let day = Int(dayText), let hour = Int(hourText),
            let minute = Int(minuteText), let second = Int(secondText ?? "0"), hour < 24, minute < 60, second < 60
        else { return nil }
        let parts = DateComponents(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        guard let date = Self.calendar.date(from: parts),
            Self.calendar.dateComponents([.year, .month, .day], from: date)
                == DateComponents(year: year, month: month, day: day)
        else { return nil }
        seconds = Int(date.timeIntervalSince1970)
    }

    enum Instant: Equatable {
        case one(Date)
        /// The clock was set back over this time: it comes twice, and the first is taken.
        case twice(first: Date, second: Date)
        /// The clock was set forward over this time: it never comes; the next that does.
        case never(next: LocalTime)
    }

    /// When this time comes in a zone.
    func instant(in zone: TimeZone) -> Instant {
        // No zone changes twice within two days; so the offsets in force around this time are the candidates.
        let around = 26 * 3600
        let early = offset(zone, at: seconds - around)
        let late = offset(zone, at: seconds + around)
        let instants = Set([early, late])
            .map { seconds - $0 }
            .filter { $0 + offset(zone, at: $0) == seconds }
            .sorted()
        switch instants.count {
        case 0:
            return .never(next: LocalTime(seconds: change(zone, from: seconds - around, to: seconds + around) + late))
        case 1:
            return .one(Date(timeIntervalSince1970: Double(instants[0])))
        default:
            return .twice(
                first: Date(timeIntervalSince1970: Double(instants[0])),
                second: Date(timeIntervalSince1970: Double(instants[1]))
            )
        }
    }

    /// The first second with the offset that is in force at the end of a span.
    private func change(_ zone: TimeZone, from start: Int, to end: Int) -> Int {
        var (before, after) = (start, end)
        let late = offset(zone, at: end)
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if offset(zone, at: middle) == late { after = middle } else { before = middle }
        }
        return after
    }

    private func offset(_ zone: TimeZone, at second: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }

    var description: String {
        let date = Date(timeIntervalSince1970: Double(seconds))
        let parts = Self.calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        func padded(_ number: Int?, _ width: Int) -> String {
            let digits = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
            + "T\(padded(parts.hour, 2)):\(padded(parts.minute, 2))"
    }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
