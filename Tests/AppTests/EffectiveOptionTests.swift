import ArgumentParser
import Domain
import Foundation
import Testing

@testable import App

@Suite("From when a change holds")
struct EffectiveOptionTests {
    private func date(_ day: String, in zone: String = "America/New_York") throws -> Date? {
        try EffectiveOption.parse(["--effective", day]).date(in: zone)
    }

    @Test(
        "is the first instant of a day where the institute is",
        arguments: [
            ("2027-05-03", "America/New_York", "2027-05-03T04:00:00Z"),
            // The clocks change on these days; in Santiago the day begins at one o'clock.
            ("2027-03-14", "America/New_York", "2027-03-14T05:00:00Z"),
            ("2024-09-08", "America/Santiago", "2024-09-08T04:00:00Z"),
        ]
    )
    func day(day: String, zone: String, instant: String) throws {
        #expect(try date(day, in: zone)?.formatted(.iso8601) == instant)
    }

    @Test(
        "a day that no calendar has is refused",
        arguments: ["2027-02-30", "2027-02-29", "2027-13-01", "27-01-01", "x"]
    )
    func refused(day: String) {
        #expect(throws: Refusal.self) { _ = try date(day) }
    }
}
