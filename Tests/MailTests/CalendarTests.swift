import Domain
import Foundation
import Testing

@testable import Mail

@Suite("Calendars beside mails")
struct CalendarTests {
    let composer: Composer

    init() throws {
        composer = try Composer(seal: .sample)
    }

    @Test("a confirmed seat brings one event per session, in UTC, across a clock change")
    func confirmed() async throws {
        let mail = try await ReadMail.one(composer.compose(SampleLetter(.confirmed).letter))
        let calendar = try #require(mail.calendar)
        #expect(calendar.method == "PUBLISH" && calendar.properties["METHOD"] == "PUBLISH")
        #expect(calendar.file == "MES-2027-03.ics" && calendar.disposition == "attachment")
        #expect(calendar.properties["VERSION"] == "2.0" && calendar.properties["PRODID"] != nil)
        // Nine in the morning in Houston on both days, before and after the clocks change.
        #expect(calendar.events.map { $0["DTSTART"] } == ["20270313T150000Z", "20270314T140000Z"])
        #expect(calendar.events.map { $0["DTEND"] } == ["20270313T230000Z", "20270314T220000Z"])
        #expect(
            calendar.events.map { $0["UID"] } == [
                "enrollment-99-session-1@registrar.meti.example", "enrollment-99-session-2@registrar.meti.example",
            ]
        )
        for event in calendar.events {
            #expect(event["SEQUENCE"] == "5" && event["DTSTAMP"] == "20270122T200000Z")
            #expect(event["LOCATION"] == "METI, Houston, TX" && event["STATUS"] == "CONFIRMED")
            #expect(event["ORGANIZER;CN=Medical Exercise Training Institute"] == "mailto:office@meti.example")
            #expect(event["URL"] == "https://registrar.meti.example/cohorts/MES-2027-03")
            #expect(event.keys.allSatisfy { !$0.hasPrefix("ATTENDEE") })
        }
        #expect(
            calendar.events.first?["SUMMARY"]
                == "Medical Exercise Training Institute: Medical Exercise Specialist, session 1 of 2"
        )
    }

    @Test("a seat that ends takes the same events out", arguments: [SeatLetter.Kind.withdrawn, .removed, .cancelled])
    func cancelled(kind: SeatLetter.Kind) async throws {
        let mails = try await ReadMail.all(
            [composer.compose(SampleLetter(.confirmed).letter), composer.compose(SampleLetter(kind).letter)]
        )
        let (before, after) = (try #require(mails[0].calendar), try #require(mails[1].calendar))
        #expect(after.method == "CANCEL" && after.properties["METHOD"] == "CANCEL")
        #expect(after.events.map { $0["UID"] } == before.events.map { $0["UID"] })
        #expect(after.events.allSatisfy { $0["STATUS"] == "CANCELLED" && $0["LOCATION"] == nil })
    }

    @Test("a seat that moved brings the new events and takes the old ones out, with a sequence that is higher")
    func moved() async throws {
        let mail = try await ReadMail.one(composer.compose(SampleLetter(.transferred).letter))
        #expect(mail.calendars.map(\.method) == ["PUBLISH", "CANCEL"])
        #expect(mail.calendars.map(\.file) == ["MES-2027-03.ics", "MES-2027-02-cancelled.ics"])
        let (new, old) = (mail.calendars[0].events, mail.calendars[1].events)
        #expect(new.map { $0["UID"] }.contains("enrollment-99-session-1@registrar.meti.example"))
        #expect(old.map { $0["UID"] }.contains("enrollment-98-session-1@registrar.meti.example"))
        #expect(old.allSatisfy { $0["STATUS"] == "CANCELLED" && $0["SEQUENCE"] == "11" && $0["LOCATION"] == nil })
        #expect(old.allSatisfy { $0["URL"] == "https://registrar.meti.example/cohorts/MES-2027-02" })
        #expect(mail.text.contains("MES-2027-02") && mail.defects == [])
    }

    @Test("an online session is where its link is; nothing in a calendar can act")
    func online() async throws {
        let sample = SampleLetter(.confirmed) {
            $0.sessions = [
                SampleLetter.session(
                    1,
                    "2027-05-01T15:00:00Z",
                    "2027-05-01T17:00:00Z",
                    online: "https://rooms.example/a?b=1,2;3"
                ),
                SampleLetter.session(
                    2,
                    "2027-05-02T15:00:00Z",
                    "2027-05-02T17:00:00Z",
                    venue: "Hall",
                    online: "https://rooms.example/2"
                ),
            ]
        }
        let calendar = try #require(try await ReadMail.one(composer.compose(sample.letter)).calendar)
        #expect(calendar.events.map { $0["LOCATION"] } == ["https://rooms.example/a?b=1,2;3", "Hall"])
        #expect(calendar.events[1]["DESCRIPTION"]?.contains("Online: https://rooms.example/2\n") == true)
        #expect(calendar.events.allSatisfy { $0.values.allSatisfy { !$0.contains("token") } })
    }

    @Test("no words end a property, and every line keeps within 75 octets")
    func hostile() async throws {
        let words = "ខ្ញុំ, \"a\"; \\n b\r\nEND:VEVENT\r\nATTENDEE:mailto:x@y.example 👩‍🔬👩‍🔬👩‍🔬👩‍🔬👩‍🔬👩‍🔬👩‍🔬👩‍🔬"
        let sample = SampleLetter(.confirmed) {
            $0.programName = words
            $0.institute.name = words
            $0.instructors = [words, words]
            $0.sessions = [SampleLetter.session(1, "2027-05-01T15:00:00Z", "2027-05-01T17:00:00Z", venue: words)]
        }
        let calendar = try #require(try await ReadMail.one(composer.compose(sample.letter)).calendar)
        let event = try #require(calendar.events.first)
        #expect(calendar.events.count == 1 && calendar.longestLine <= 75)
        #expect(event["LOCATION"] == words.onOneLine)
        #expect(event["SUMMARY"] == "\(words.onOneLine): \(words.onOneLine)")
        #expect(event["DESCRIPTION"]?.hasPrefix("\(words.onOneLine) (MES-2027-03)\nYour seat: 7\nWith ") == true)
        #expect(event.keys.filter { $0.hasPrefix("ATTENDEE") } == [])
        #expect(event.keys.count == 11)
    }

    @Test("a cohort without dates has no calendar")
    func undated() throws {
        #expect(
            try SampleLetter(.confirmed) { $0.sessions = [] }.letter.calendars(at: Origin("https://a.example")).isEmpty
        )
    }
}
