import Foundation
import Testing

@testable import Domain

@Suite("Local times")
struct LocalTimeTests {
    private func instant(_ text: String, _ zone: String) throws -> LocalTime.Instant {
        try #require(LocalTime(text)).instant(in: #require(TimeZone(identifier: zone)))
    }

    private func date(_ text: String) throws -> Date {
        try Date(text, strategy: .iso8601)
    }

    @Test(
        "an ordinary time is one instant",
        arguments: [
            ("2027-01-22T09:00", "America/New_York", "2027-01-22T14:00:00Z"),
            ("2027-07-22T09:00", "America/New_York", "2027-07-22T13:00:00Z"),
            ("2027-03-14T03:00", "America/New_York", "2027-03-14T07:00:00Z"),
            ("2027-03-14T01:59", "America/New_York", "2027-03-14T06:59:00Z"),
            ("2027-01-22 09:00:30", "Asia/Kathmandu", "2027-01-22T03:15:30Z"),
            ("2028-02-29T00:00", "UTC", "2028-02-29T00:00:00Z"),
        ]
    )
    func one(text: String, zone: String, expected: String) throws {
        #expect(try instant(text, zone) == .one(date(expected)))
    }

    @Test(
        "a time the clocks skip never comes, and the next that does is named",
        arguments: [
            ("2027-03-14T02:00", "America/New_York", "2027-03-14T03:00"),
            ("2027-03-14T02:30", "America/New_York", "2027-03-14T03:00"),
            ("2027-03-28T02:59", "Europe/Berlin", "2027-03-28T03:00"),
            // Half an hour on Lord Howe Island; a whole day when Samoa changed sides of the date line.
            ("2027-10-03T02:15", "Australia/Lord_Howe", "2027-10-03T02:30"),
            ("2011-12-30T12:00", "Pacific/Apia", "2011-12-31T00:00"),
        ]
    )
    func never(text: String, zone: String, next: String) throws {
        #expect(try instant(text, zone) == .never(next: #require(LocalTime(next))))
    }

    @Test("a time that comes twice is known with both instants, the first first")
    func twice() throws {
        #expect(
            try instant("2027-11-07T01:30", "America/New_York")
                == .twice(first: date("2027-11-07T05:30:00Z"), second: date("2027-11-07T06:30:00Z"))
        )
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "2027-02-29T09:00", "2027-13-01T09:00", "2027-01-32T09:00", "2027-01-22T24:00", "2027-01-22T09:60",
            "2027-01-22", "tomorrow", "2027-01-22T09:00Z", "٢٠٢٧-٠١-٢٢T09:00", "",
        ]
    )
    func none(text: String) {
        #expect(LocalTime(text) == nil)
    }
}
