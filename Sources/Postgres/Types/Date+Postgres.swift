public import FoundationEssentials

/// `Date` is timestamptz, to the microsecond; a timestamp without a zone is no moment and is refused.
extension Date: PostgresCodable {
    public static var postgresType: PostgresType { .timestamptz }

    /// Swift counts from 2001-01-01 UTC, PostgreSQL from 2000-01-01 UTC: 366 days.
    private static var secondsBetweenEpochs: Int64 { 366 * 86_400 }

    public func encode(into bytes: inout ParameterBytes) {
        guard let microseconds = microsecondsSincePostgresEpoch else {
            return bytes.fail("is a Date outside what timestamptz can hold")
        }
        bytes.append(microseconds)
    }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Date {
        guard type == .timestamptz else {
            throw PostgresMismatch.type(Self.self, hint: "a Date is a timestamptz")
        }
        let microseconds = try bytes.integer(Int64.self)
        guard microseconds != .max, microseconds != .min else {
            throw PostgresMismatch("infinity is no Date")
        }
        return Date(microsecondsSincePostgresEpoch: microseconds)
    }

    /// Nil when the date is not finite or lies outside 4713 BC to AD 294276.
    var microsecondsSincePostgresEpoch: Int64? {
        let seconds = timeIntervalSinceReferenceDate.rounded(.down)
        guard seconds >= -211_845_067_200, seconds < 9_223_340_400_000 else { return nil }
        let fraction = ((timeIntervalSinceReferenceDate - seconds) * 1_000_000).rounded()
        let (whole, overflow) = (Int64(seconds) + Self.secondsBetweenEpochs).multipliedReportingOverflow(by: 1_000_000)
        let (sum, carry) = whole.addingReportingOverflow(Int64(fraction))
        return overflow || carry ? nil : sum
    }

    init(microsecondsSincePostgresEpoch microseconds: Int64) {
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        // Whole seconds first: a Double holds them exactly, and only the fraction is rounded.
        let whole = Double(seconds - Self.secondsBetweenEpochs)
        self.init(timeIntervalSinceReferenceDate: whole + Double(rest) / 1_000_000)
    }
}
