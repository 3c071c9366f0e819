/// A day of the proleptic Gregorian calendar without a time zone, PostgreSQL's date.
public struct CalendarDate: Hashable, Sendable {
    /// Astronomical: 0 is 1 BC.
    public var year: Int
    /// 1 to 12.
    public var month: Int
    /// 1 to 31.
    public var day: Int

    /// Takes any numbers; a day that no calendar has is refused when it is sent.
    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-11-02`; nil for anything else and for a day that does not exist.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count >= 4, parts[1].count == 2, parts[2].count == 2 else { return nil }
        guard parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
        guard let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]) else { return nil }
        self.init(year: year, month: month, day: day)
        guard exists else { return nil }
    }

    /// Days since 1970-01-01 as in "chrono-compatible low-level date algorithms" by Howard Hinnant.
    public init(daysSince1970 days: Int) {
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

    /// The inverse of `init(daysSince1970:)`, for days that exist.
    public var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// True when the calendar has this day, within the years PostgreSQL can store.
    public var exists: Bool {
        guard (-4_713...5_874_897).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return false
        }
        return CalendarDate(daysSince1970: daysSince1970) == self
    }
}

extension CalendarDate: Comparable, CustomStringConvertible {
    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// `2026-11-02`
    public var description: String {
        let digits = String(abs(year))
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "\(year < 0 ? "-" : "")\(padded)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}

extension CalendarDate: Codable {
    /// Reads the form of `description`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let date = CalendarDate(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected a day like 2026-11-02")
        }
        self = date
    }

    /// Writes the form of `description`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension CalendarDate: PostgresCodable {
    public static var postgresType: PostgresType { .date }

    /// 2000-01-01, from which PostgreSQL counts, in days since 1970-01-01.
    private static var postgresEpoch: Int { 10_957 }

    public func encode(into bytes: inout ParameterBytes) {
        guard exists else { return bytes.fail("is a day that does not exist") }
        bytes.append(Int32(truncatingIfNeeded: daysSince1970 - Self.postgresEpoch))
    }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> CalendarDate {
        guard type == .date else { throw PostgresMismatch.type(Self.self, hint: "cast it to date") }
        let days = try bytes.integer(Int32.self)
        guard days != .max, days != .min else { throw PostgresMismatch("infinity is no CalendarDate") }
        return CalendarDate(daysSince1970: Int(days) + postgresEpoch)
    }
}
