import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("The list's report", .database)
struct ListReportTests {
    let here = TestDatabase.current

    private func person(_ email: String, mergedInto other: String? = nil) async throws {
        try await here.force(
            """
            INSERT INTO person (email, address_digest, merged_into)
            VALUES (
                \(email), sha256(convert_to(\(email)::text, 'UTF8')),
                (SELECT id FROM person WHERE email = \(other)::text)
            )
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Somebody's word on the list, so many days ago.
    private func say(
        _ kind: String,
        _ email: String,
        _ daysAgo: Int = 0,
        source: String = "updates_form",
        purpose: String = "updates"
    ) async throws {
        try await person(email)
        try await here.force(
            """
            INSERT INTO consent_event (person_id, kind, at, source, purpose, wording_version)
            SELECT
                id, \(kind), registrar_clock() - make_interval(days => \(daysAgo)::integer), \(source), \(purpose)::text,
                CASE \(purpose)::text WHEN 'dates' THEN 2 ELSE 1 END
            FROM person
            WHERE email = \(email)
            """
        )
    }

    private func suppress(_ email: String, _ reason: Suppression, _ kind: String = "suppressed") async throws {
        try await here.force(
            """
            INSERT INTO suppression_event (address_digest, reason, kind)
            VALUES (sha256(convert_to(\(email)::text, 'UTF8')), \(reason), \(kind))
            """
        )
    }

    private func report(since: CalendarDate? = nil) async throws -> SubscriberReport {
        try await here.registrar.subscribers.report(since: since, by: here.staff(.registrar))
    }

    @Test("of an empty list has no weeks, no sources, and a funnel of nobody")
    func empty() async throws {
        try await here.furnish()
        let report = try await report()
        #expect(report.weeks.isEmpty && report.sources.isEmpty && report.standing.suppressed.isEmpty)
        #expect(report.funnel.map(\.people) == [0, 0, 0, 0, 0, 0])
        #expect(report.funnel.map(\.before) == [nil, 0, 0, 0, 0, 0])
        #expect(report.standing.onList == 0 && report.standing.reachable == 0)
    }

    @Test("counts each person once, where and when they asked first, whatever they said since")
    func sources() async throws {
        try await here.furnish()
        try await say("requested", "a@x.org", 21, source: "met_101")
        try await say("requested", "a@x.org", 14, source: "workshop")
        try await say("confirmed", "a@x.org", 7, source: "workshop")
        try await say("requested", "a@x.org", 0, purpose: "dates")
        try await say("requested", "b@x.org", 0)
        // Two addresses of one human.
        try await person("a2@x.org", mergedInto: "a@x.org")
        try await say("requested", "a2@x.org", 0)
        let report = try await report()
        #expect(report.weeks.count == 4)
        #expect(report.sources.map(\.code) == ["met_101", "updates_form"])
        #expect(report.sources[0].asked == [1, 0, 0, 0] && report.sources[0].confirmed == [1, 0, 0, 0])
        #expect(report.sources[1].asked == [0, 0, 0, 1] && report.sources[1].confirmed == [0, 0, 0, 0])
        #expect(report.weeks.map(\.confirmed) == [0, 0, 1, 0])
        #expect(report.weeks.map(\.onList) == [0, 0, 1, 1])
    }

    @Test("since a day leaves out who signed up before, while the list's size goes on from what it was")
    func since() async throws {
        try await here.furnish()
        try await say("requested", "a@x.org", 28)
        try await say("confirmed", "a@x.org", 28)
        try await say("requested", "b@x.org", 1)
        let all = try await report()
        let late = try await report(since: CalendarDate(daysSince1970: all.day.daysSince1970 - 7))
        #expect(all.funnel.prefix(2).map(\.people) == [2, 1])
        #expect(late.funnel.prefix(2).map(\.people) == [1, 0])
        #expect(late.weeks.count == 2 && late.weeks.map(\.onList) == [1, 1])
        #expect(late.weeks[0].monday.daysSince1970 % 7 == 4)
    }

    @Test("of growth has who left the last purpose, who came back, and addresses suppressed and taken back")
    func growth() async throws {
        try await here.furnish()
        for purpose in ["updates", "dates"] { try await say("confirmed", "a@x.org", 14, purpose: purpose) }
        try await say("withdrawn", "a@x.org", 7)
        try await say("confirmed", "b@x.org", 14)
        try await say("withdrawn", "b@x.org", 7)
        try await say("withdrawn", "b@x.org", 7)
        try await say("confirmed", "b@x.org", 0)
        try await say("confirmed", "c@x.org", 0)
        try await suppress("c@x.org", .hardBounce)
        try await suppress("stranger@x.org", .complaint)
        try await suppress("late@x.org", .staff)
        try await suppress("late@x.org", .staff, "lifted")
        let report = try await report()
        #expect(report.weeks.map(\.confirmed) == [2, 0, 2])
        #expect(report.weeks.map(\.left) == [0, 1, 0])
        #expect(report.weeks.map(\.onList) == [2, 1, 3])
        #expect(report.weeks[2].suppressed == [.hardBounce: 1, .complaint: 1, .staff: 0])
        #expect(report.standing.onList == 3 && report.standing.reachable == 2)
        #expect(
            report.standing.suppressed == [
                .init(reason: .complaint, addresses: 1, onList: 0), .init(reason: .hardBounce, addresses: 1, onList: 1),
            ]
        )
    }

    @Test("follows people from asking to a certificate, and never counts a step whose step before is missing")
    func funnel() async throws {
        let (code, _) = try await here.grantedCohort(["Ada Lovelace", "Bo Diaz"])
        try await here.issue(code)
        // Bo holds a certificate and never confirmed; p0 did everything; three went less far.
        let domain = "\(code.lowercased()).example"
        for kind in ["requested", "confirmed"] { try await say(kind, "p0@\(domain)") }
        try await say("requested", "p1@\(domain)")
        for kind in ["requested", "confirmed"] { try await say(kind, "only@x.org") }
        let open = try await here.openCohort(daysAhead: 200)
        _ = try await here.reserve(open, "held@x.org")
        for kind in ["requested", "confirmed"] { try await say(kind, "held@x.org") }
        _ = try await here.arrive(open, "seated@x.org")
        for kind in ["requested", "confirmed"] { try await say(kind, "seated@x.org") }
        let report = try await report()
        #expect(report.funnel.map(\.people) == [5, 4, 3, 2, 1, 1])
        #expect(report.funnel.map(\.before) == [nil, 5, 4, 3, 2, 1])
    }

    @Test("is for those who run the list")
    func duty() async throws {
        try await here.furnish()
        await #expect(throws: Refusal.self) {
            _ = try await here.registrar.subscribers.report(by: here.staff(.examiner))
        }
    }
}
