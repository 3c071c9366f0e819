/// A span of time as PostgreSQL keeps it: months, days and microseconds do not convert into each other.
public struct Interval: Hashable, Sendable, Codable {
    /// Whole months; twelve are a year.
    public var months: Int32
    /// Whole days, of whatever length the calendar gives them.
    public var days: Int32
    /// The rest.
    public var microseconds: Int64

    /// Takes the three parts as they are, without normalizing them.
    public init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.microseconds = microseconds
    }

    /// A duration to the microsecond, with neither months nor days.
    public init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(microseconds: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}

extension Interval: PostgresCodable {
    public static var postgresType: PostgresType { .interval }

    public func encode(into bytes: inout ParameterBytes) {
        bytes.append(microseconds)
        bytes.append(days)
        bytes.append(months)
    }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Interval {
        guard type == .interval else { throw PostgresMismatch.type(Self.self, hint: "cast it to interval") }
        var cursor = ByteCursor()
        let microseconds = try cursor.integer(Int64.self, in: bytes)
        let days = try cursor.integer(Int32.self, in: bytes)
        let months = try cursor.integer(Int32.self, in: bytes)
        // Since version 17 the extremes of all three fields stand for infinity.
        guard (months, days, microseconds) != (.max, .max, .max), (months, days, microseconds) != (.min, .min, .min)
        else { throw PostgresMismatch("infinity is no Interval") }
        return Interval(months: months, days: days, microseconds: microseconds)
    }
}
