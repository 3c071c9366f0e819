import Foundation
import Testing

@testable import Mail

@Suite("Clocks")
struct ClockTests {
    @Test(
        "a moment reads the same to everybody",
        arguments: [
            (
                "America/New_York", "2027-01-22T22:00:00Z",
                "Friday, 22 January 2027, 17:00 (America/New_York, UTC−05:00)"
            ),
            ("America/New_York", "2027-07-01T04:00:00Z", "Thursday, 1 July 2027, 00:00 (America/New_York, UTC−04:00)"),
            ("Asia/Kathmandu", "2027-07-01T00:00:00Z", "Thursday, 1 July 2027, 05:45 (Asia/Kathmandu, UTC+05:45)"),
            (
                "America/St_Johns", "2027-01-01T00:00:00Z",
                "Thursday, 31 December 2026, 20:30 (America/St_Johns, UTC−03:30)"
            ),
            ("UTC", "2027-01-01T00:00:00Z", "Friday, 1 January 2027, 00:00 (UTC)"),
            ("Etc/UTC", "2027-01-01T00:00:00Z", "Friday, 1 January 2027, 00:00 (UTC)"),
        ]
    )
    func words(zone: String, moment: String, words: String) {
        let told = Clock(zone).words(SampleLetter.date(moment))
        #expect("\(told.time) (\(told.zone))" == words)
    }

    @Test("a session through the night of a clock change tells both ends in full")
    func change() {
        let clock = Clock("America/Chicago")
        let words = clock.words(
            from: SampleLetter.date("2027-03-14T04:00:00Z"),
            to: SampleLetter.date("2027-03-14T12:00:00Z")
        )
        #expect(
            words.time == "Saturday, 13 March 2027, 22:00 UTC−06:00 to Sunday, 14 March 2027, 07:00 UTC−05:00"
        )
        #expect(words.zone == "America/Chicago")
    }

    @Test("a session past midnight names the second day")
    func midnight() {
        let words = Clock("Europe/Berlin").words(
            from: SampleLetter.date("2027-02-01T21:00:00Z"),
            to: SampleLetter.date("2027-02-02T00:30:00Z")
        )
        #expect(words.time == "Monday, 1 February 2027, 22:00 to Tuesday, 2 February 2027, 01:30")
        #expect(words.zone == "Europe/Berlin, UTC+01:00")
    }

    @Test("a zone that does not exist gives way to the next, and at last to UTC")
    func fallback() {
        #expect(Clock("Mars/Olympus", "Asia/Tokyo").zone.identifier == "Asia/Tokyo")
        #expect(Clock("Mars/Olympus").words(SampleLetter.date("2027-01-01T00:00:00Z")).zone == "UTC")
    }

    @Test("two clocks agree only when they show the same at every moment")
    func agreement() {
        let (june, november) = (SampleLetter.date("2027-06-01T00:00:00Z"), SampleLetter.date("2027-11-01T12:00:00Z"))
        let (berlin, paris) = (Clock("Europe/Berlin"), Clock("Europe/Paris"))
        #expect(berlin.agrees(with: paris, at: june, november))
        #expect(!berlin.agrees(with: Clock("Africa/Algiers"), at: june, november))
        #expect(berlin.agrees(with: Clock("Africa/Algiers"), at: november))
    }
}
