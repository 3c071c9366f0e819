import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Reminders before the end of a term", .database)
struct ReminderTests {
    let here = TestDatabase.current
    var renewals: Renewals { here.registrar.renewals }

    private func days(_ id: CertificateID) async throws -> [Int] {
        try await renewals.show(id.printed(), by: .system).reminders.map(\.daysBefore)
    }

    @Test("go out 90, 60, 30 and 7 days before, each once, with the link of the holder's page")
    func each() async throws {
        let id = try await here.certificate().id
        try await here.moveClock(daysBefore: 90.1, endOf: id)
        #expect(try await renewals.remind() == 0)
        for (day, told) in [(89.9, 1), (70.0, 0), (60, 1), (59, 0), (29.9, 1), (10, 0), (6.9, 1), (1, 0)] {
            try await here.moveClock(daysBefore: day, endOf: id)
            #expect(try await renewals.remind() == told, "\(day) days before")
            #expect(try await renewals.remind() == 0)
        }
        #expect(try await days(id) == [90, 60, 30, 7])
        let kinds = try await here.mailKinds(about: id)
        #expect(kinds.filter { $0 == "mail.renewal_reminder" }.count == 4)
        let jobs = try await here.registrar.jobs.list(limit: 100, by: .system)
            .filter { $0.kind == "mail.renewal_reminder" }
        var letters: [RenewalLetter] = []
        for job in jobs { letters += try await [here.registrar.jobs.renewalLetter(for: job)].compactMap(\.self) }
        // Of those that lay about, the nearest alone is still worth sending.
        #expect(letters.count == 1)
        let letter = try #require(letters.first)
        let link = try await here.renewalLink(of: id)
        #expect(letter.link.hasSuffix("/renewals/\(link)"))
        #expect(letter.missing == [.minutes(300), .fee(5_000, "USD")] && !letter.isOver)
        try await here.moveClock(daysBefore: -1, endOf: id)
        #expect(try await renewals.remind() == 0)
        #expect(try await here.registrar.jobs.renewalLetter(for: jobs[0]) == nil)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("after a pause the nearest alone goes out, not all that were missed")
    func pause() async throws {
        let id = try await here.certificate().id
        try await here.moveClock(daysBefore: 20, endOf: id)
        #expect(try await renewals.remind() == 1)
        #expect(try await days(id) == [30])
        try await here.moveClock(daysBefore: 3, endOf: id)
        #expect(try await renewals.remind() == 1)
        #expect(try await days(id) == [30, 7])
    }

    @Test("none for what is suspended, revoked, surrendered, erased or renewed already")
    func none() async throws {
        let (code, claims) = try await here.grantedCohort((1...5).map { "Person \($0)" })
        var ids: [CertificateID] = []
        for id in try await here.issue(code).lines.compactMap(\.id) {
            ids.append(try await here.registrar.certificates.require(id).id)
        }
        try await here.moveClock(daysBefore: 89, endOf: ids[4])
        try await here.earn(ids[4])
        try await here.pay(ids[4])
        try await here.renew(ids[4])
        for (id, change) in zip(ids, [CertificateChange.suspend, .revoke, .surrender]) {
            _ = try await here.registrar.certificates.change(
                id.printed(),
                change,
                because: StaffReason(.conduct, "Because."),
                by: here.staff(.decider)
            )
        }
        let person: PersonID = try await here.service.read {
            try $0.one("SELECT person_id FROM enrollment WHERE id = \(claims[3])")
        }
        try await here.erase(.id(person))
        #expect(try await renewals.remind() == 0)
        _ = try await here.registrar.certificates.change(
            ids[0].printed(),
            .reinstate,
            because: StaffReason(.other, "Unfounded."),
            by: here.staff(.decider)
        )
        #expect(try await renewals.remind() == 1)
    }

    @Test("many workers at once remind everybody once")
    func workers() async throws {
        let (code, _) = try await here.grantedCohort((1...8).map { "Person \($0)" })
        let ids = try await here.issue(code).lines.compactMap(\.id)
        let first = try await here.registrar.certificates.require(ids[0])
        try await here.moveClock(daysBefore: 25, endOf: first.id)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 { group.addTask { for _ in 1...4 { _ = try await renewals.remind(limit: 3) } } }
            try await group.waitForAll()
        }
        let counts: [Int] = try await here.service.read {
            try $0.all(
                """
                SELECT count(*) FROM job WHERE kind = 'mail.renewal_reminder' GROUP BY certificate_id
                """
            )
        }
        #expect(counts == Array(repeating: 1, count: 8))
        await #expect {
            try await here.force(
                """
                INSERT INTO renewal_reminder (certificate_id, term_ends, days_before, at)
                SELECT certificate_id, term_ends, days_before, at FROM renewal_reminder
                """
            )
        } throws: {
            ($0 as? PostgresError)?.constraint == "reminded_once_per_term"
        }
    }
}
