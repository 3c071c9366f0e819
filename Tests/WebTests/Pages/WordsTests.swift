import Foundation
import Testing

@testable import Web

@Suite("Words of the pages")
struct WordsTests {
    @Test(
        "prices have the digits of their currency",
        arguments: [
            (129_500, "USD", "1,295.00 USD"), (5, "EUR", "0.05 EUR"), (1_234_567_890, "CAD", "12,345,678.90 CAD"),
            (15_000, "JPY", "15,000 JPY"), (1_005, "KWD", "1.005 KWD"), (0, "USD", "No charge"),
        ]
    )
    func price(_ minor: Int, _ currency: String, _ words: String) {
        #expect(Price.words(minor, currency) == words)
    }

    private func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test("times are told in their zone, with its shift at that time")
    func times() throws {
        let winter = try date("2027-01-22T14:00:00Z")
        #expect(
            LocalClock("America/New_York").moment(winter)
                == "Friday, January 22, 2027 at 9:00 AM, New York time (UTC−5)"
        )
        #expect(
            LocalClock("Asia/Kolkata").moment(winter) == "Friday, January 22, 2027 at 7:30 PM, Kolkata time (UTC+5:30)"
        )
        let summer = try date("2027-07-01T04:05:00Z")
        #expect(
            LocalClock("America/New_York").moment(summer) == "Thursday, July 1, 2027 at 12:05 AM, New York time (UTC−4)"
        )
        #expect(LocalClock("UTC").moment(summer) == "Thursday, July 1, 2027 at 4:05 AM, UTC")
        let zone = LocalClock("America/Toronto")
        #expect(zone.hours(from: winter, to: try date("2027-01-22T22:00:00Z")) == "9:00 AM – 5:00 PM")
        #expect(
            zone.hours(from: winter, to: try date("2027-01-23T06:00:00Z"))
                == "9:00 AM – 1:00 AM on Saturday, January 23, 2027"
        )
    }

    @Test("a run of days is told as short as it can be")
    func days() throws {
        let clock = LocalClock("UTC")
        func days(_ first: String, _ last: String) throws -> String {
            clock.days(from: try date("\(first)T09:00:00Z"), to: try date("\(last)T17:00:00Z"))
        }
        #expect(try days("2027-01-22", "2027-01-22") == "January 22, 2027")
        #expect(try days("2027-01-22", "2027-01-23") == "January 22 – 23, 2027")
        #expect(try days("2027-01-31", "2027-02-01") == "January 31 – February 1, 2027")
        #expect(try days("2026-12-31", "2027-01-01") == "December 31, 2026 – January 1, 2027")
    }

    @Test(
        "numbers are told in order as people say them",
        arguments: [
            (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (22, "22nd"),
            (101, "101st"), (111, "111th"),
        ]
    )
    func order(_ number: Int, _ words: String) {
        #expect(ordinal(number) == words)
    }

    @Test("a form is read as browsers send it")
    func form() throws {
        let form = try Form("name=Ada+L%C3%B3v&email=a%40b.org&empty=&bare".utf8)
        #expect(form["name"] == "Ada Lóv")
        #expect(form["email"] == "a@b.org")
        #expect(form["empty"].isEmpty)
        #expect(form.fields.keys.sorted() == ["bare", "email", "empty", "name"])
        for text in ["a=%F", "a=%zz", "a=%ff", "a=%00", "a=1&a=2"] {
            #expect(throws: Problem.self) { try Form(text.utf8) }
        }
    }
}
