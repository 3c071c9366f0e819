import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Offers", .database)
struct OfferTests {
    let institute = TestDatabase.current
    var seats: Seats { institute.registrar.seats }

    @Test(
        "an offer ends after its window, at 08:00 instead of at night, and never after the start",
        arguments: [
            ("2027-01-10 12:00-05", "2027-03-01 09:00-05", "2027-01-11 12:00-05"),
            // Evening begins at 20:00 and ends at 08:00, to the second.
            ("2027-01-10 19:59:59-05", "2027-03-01 09:00-05", "2027-01-11 19:59:59-05"),
            ("2027-01-10 20:00-05", "2027-03-01 09:00-05", "2027-01-12 08:00-05"),
            ("2027-01-10 21:30-05", "2027-03-01 09:00-05", "2027-01-12 08:00-05"),
            ("2027-01-10 03:00-05", "2027-03-01 09:00-05", "2027-01-11 08:00-05"),
            ("2027-01-10 07:59:59-05", "2027-03-01 09:00-05", "2027-01-11 08:00-05"),
            ("2027-01-10 08:00-05", "2027-03-01 09:00-05", "2027-01-11 08:00-05"),
            // Two hours when the start is within 48 hours.
            ("2027-02-27 08:59:59-05", "2027-03-01 09:00-05", "2027-02-28 08:59:59-05"),
            ("2027-02-27 09:00-05", "2027-03-01 09:00-05", "2027-02-27 11:00-05"),
            ("2027-02-28 10:00-05", "2027-03-01 09:00-05", "2027-02-28 12:00-05"),
            ("2027-02-28 19:00-05", "2027-03-01 09:00-05", "2027-03-01 08:00-05"),
            // Never past the start, not even by the move to the morning.
            ("2027-03-01 08:30-05", "2027-03-01 09:00-05", "2027-03-01 09:00-05"),
            ("2027-02-28 19:00-05", "2027-03-01 07:00-05", "2027-03-01 07:00-05"),
        ]
    )
    func deadline(now: String, start: String, end: String) async throws {
        #expect(try await deadline(now: now, start: start, zone: "America/New_York", is: end))
    }

    @Test(
        "across a change of the clocks 24 hours are 24 hours, and 08:00 is 08:00 on the reader's wall",
        arguments: [
            // Forward on 14 March 2027 in New York, on 28 March in Berlin.
            ("America/New_York", "2027-03-13 12:00-05", "2027-03-14 13:00-04"),
            ("America/New_York", "2027-03-13 18:59-05", "2027-03-14 19:59-04"),
            ("America/New_York", "2027-03-13 19:00-05", "2027-03-15 08:00-04"),
            ("America/New_York", "2027-03-13 05:00-05", "2027-03-14 08:00-04"),
            ("Europe/Berlin", "2027-03-27 01:30+01", "2027-03-28 08:00+02"),
            // Back on 7 November 2027 in New York, on 31 October in Berlin.
            ("America/New_York", "2027-11-06 12:00-04", "2027-11-07 11:00-05"),
            ("America/New_York", "2027-11-06 20:59-04", "2027-11-07 19:59-05"),
            ("America/New_York", "2027-11-06 21:00-04", "2027-11-08 08:00-05"),
            ("America/New_York", "2027-11-06 08:30-04", "2027-11-07 08:00-05"),
            ("Europe/Berlin", "2027-10-30 02:30+02", "2027-10-31 08:00+01"),
            // A quarter of an hour off, and the other side of the date line.
            ("Asia/Kathmandu", "2027-05-01 20:00+05:45", "2027-05-03 08:00+05:45"),
            ("Pacific/Kiritimati", "2027-05-01 12:00+14", "2027-05-02 12:00+14"),
        ]
    )
    func daylight(zone: String, now: String, end: String) async throws {
        #expect(try await deadline(now: now, start: "2027-12-31 09:00+00", zone: zone, is: end))
    }

    @Test("two hours are two hours across a change of the clocks, and end at 08:00 of the new day")
    func shortAcrossChange() async throws {
        let start = "2027-03-14 15:00-04"
        let zone = "America/New_York"
        #expect(try await deadline(now: "2027-03-13 17:30-05", start: start, zone: zone, is: "2027-03-13 19:30-05"))
        #expect(try await deadline(now: "2027-03-14 01:30-05", start: start, zone: zone, is: "2027-03-14 08:00-04"))
    }

    @Test("the night is that of the applicant's own zone; a reminder goes out at half time")
    func ownNight() async throws {
        let (cohort, holder) = try await institute.fullCohort()
        let zones = ["Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin", "Pacific/Kiritimati", "Asia/Kathmandu"]
        var waiters: [EnrollmentID] = []
        for (number, zone) in zones.enumerated() {
            let id = try await institute.reserve(cohort, "w\(number)@example.org", timeZone: zone).id
            _ = try await seats.confirm(id, by: .applicant(id))
            waiters.append(id)
        }
        try await institute.force("UPDATE cohort SET capacity = 6 WHERE code = \(cohort)")
        let before = Date()
        _ = try await seats.withdraw(holder, by: .applicant(holder))

        for (id, zone) in zip(waiters, zones) {
            let offer = try await seats.status(of: id, by: .system)
            #expect(offer.state == .offered)
            let end = try #require(offer.expiresAt)
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = try #require(TimeZone(identifier: zone))
            let clock = calendar.dateComponents([.hour, .minute], from: end)
            #expect(
                (8..<20).contains(try #require(clock.hour)) && end >= before + 86_400 && end < before + 1.51 * 86_400
            )
            let reminder: Date = try await institute.service.read {
                try $0.one("SELECT run_at FROM job WHERE enrollment_id = \(id) AND kind = 'mail.offer_reminder'")
            }
            let half = offer.now.addingTimeInterval(end.timeIntervalSince(offer.now) / 2)
            #expect(abs(reminder.timeIntervalSince(half)) < 60)
        }
    }

    @Test("the reminder is dropped when the offer was answered, and says what is still true when it was not")
    func reminder() async throws {
        let (cohort, holder) = try await institute.fullCohort()
        let waiter = try await institute.wait(cohort, "waiter@example.org").id
        _ = try await seats.withdraw(holder, by: .applicant(holder))
        let jobs = try await institute.registrar.jobs.list(by: .system)
        let job = try #require(jobs.first { $0.kind == "mail.offer_reminder" })
        #expect(try await institute.registrar.jobs.letter(for: job)?.state == .offered)
        _ = try await seats.accept(waiter, by: .applicant(waiter))
        #expect(try await institute.registrar.jobs.letter(for: job) == nil)
    }

    private func deadline(now: String, start: String, zone: String, is end: String) async throws -> Bool {
        try await institute.service.read {
            try $0.one(
                """
                SELECT offer_deadline(
                    \(now)::timestamptz, interval '24 hours', \(start)::timestamptz, \(zone)
                ) = \(end)::timestamptz
                """
            )
        }
    }
}
