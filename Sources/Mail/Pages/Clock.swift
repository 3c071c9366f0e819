import Foundation

/// Tells moments in one zone so that nobody can read them two ways:
/// `Friday, 22 January 2027, 17:00 (America/New_York, UTC−05:00)`.
struct Clock: Equatable {
    let zone: TimeZone

    /// Takes the first of these IANA zones that exists, else UTC.
    init(_ identifiers: String...) {
        zone = identifiers.lazy.compactMap { TimeZone(identifier: $0) }.first ?? .gmt
    }

    /// A time in words: when, and on whose clock.
    struct Words: Equatable {
        let time: String
        let zone: String
    }

    func words(_ moment: Date) -> Words {
        Words(time: "\(day(moment)), \(time(moment))", zone: name(at: moment))
    }

    /// A stretch of time; the end says its own day and offset only when they are others than the start's.
    func words(from start: Date, to end: Date) -> Words {
        let (first, last) = (words(start).time, words(end).time)
        guard zone.secondsFromGMT(for: start) == zone.secondsFromGMT(for: end) else {
            return Words(time: "\(first) \(offset(at: start)) to \(last) \(offset(at: end))", zone: zone.identifier)
        }
        return Words(
            time: day(start) == day(end) ? "\(first)–\(time(end))" : "\(first) to \(last)",
            zone: name(at: start)
        )
    }

    /// Whether both clocks show the same time at every one of these moments.
    func agrees(with other: Clock, at moments: Date...) -> Bool {
        moments.allSatisfy { zone.secondsFromGMT(for: $0) == other.zone.secondsFromGMT(for: $0) }
    }

    func day(_ moment: Date) -> String {
        format("\(weekday: .wide), \(day: .defaultDigits) \(month: .wide) \(year: .defaultDigits)", moment)
    }

    private func time(_ moment: Date) -> String {
        format(
            "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
            moment
        )
    }

    private func format(_ format: Date.FormatString, _ moment: Date) -> String {
        let calendar = Calendar(identifier: .gregorian)
        return moment.formatted(
            Date.VerbatimFormatStyle(
                format: format,
                locale: Locale(identifier: "en_GB"),
                timeZone: zone,
                calendar: calendar
            )
        )
    }

    private func name(at moment: Date) -> String {
        ["GMT", "UTC", "Etc/UTC"].contains(zone.identifier) ? "UTC" : "\(zone.identifier), \(offset(at: moment))"
    }

    /// `UTC−05:00`, with a true minus sign.
    private func offset(at moment: Date) -> String {
        let minutes = zone.secondsFromGMT(for: moment) / 60
        let digits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "UTC\(minutes < 0 ? "−" : "+")\(digits(abs(minutes) / 60)):\(digits(abs(minutes) % 60))"
    }
}
