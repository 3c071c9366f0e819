import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("The filters of an export", .database)
struct ExportFilterTests {
    let here = TestDatabase.current

    /// The addresses that leave, without their domain.
    private func export(_ filter: ExportFilter) async throws -> [String] {
        let file = Written()
        _ = try await here.registrar.subscribers.export(
            profile: .kitWithoutName,
            filter: filter,
            to: ExportOutlets(list: { file.append($0) }),
            by: here.staff(.registrar)
        )
        return file.text.split(separator: "\r\n").dropFirst().map { String($0.prefix { $0 != "@" }) }
    }

    private func subscribe(_ name: String, source: String, at: String, purpose: String = "updates") async throws {
        try await here.force(
            """
            WITH newcomer AS (
                INSERT INTO person (email, address_digest)
                VALUES (\(name + "@x.org"), sha256(convert_to(\(name)::text, 'UTF8')))
                ON CONFLICT ON CONSTRAINT person_email_once DO UPDATE
                SET address_digest = excluded.address_digest
                RETURNING id
            )
            INSERT INTO consent_event (person_id, kind, at, source, purpose, wording_version)
            SELECT id, 'confirmed', \(at)::timestamptz, \(source), \(purpose), CASE \(purpose)::text WHEN 'updates' THEN 1 ELSE 2 END
            FROM newcomer
            """
        )
    }

    @Test("source, day and purpose; several of one kind are any of them, several kinds all")
    func consent() async throws {
        try await here.force("UPDATE institute SET time_zone = 'America/New_York'")
        try await subscribe("early", source: "met_101", at: "2026-11-20T03:00:00Z")
        try await subscribe("late", source: "met_101", at: "2026-11-20T06:00:00Z")
        try await subscribe("shop", source: "workshop", at: "2026-11-25T06:00:00Z")
        try await subscribe("dates", source: "workshop", at: "2026-11-25T06:00:00Z", purpose: "dates")
        #expect(try await export(.init()) == ["early", "late", "shop"])
        #expect(try await export(.init(sources: ["met_101"])) == ["early", "late"])
        #expect(try await export(.init(sources: ["met_101", "workshop"])) == ["early", "late", "shop"])
        // In New York the first confirmed on the day before.
        let day = try #require(CalendarDate("2026-11-20"))
        #expect(try await export(.init(since: day)) == ["late", "shop"])
        #expect(try await export(.init(sources: ["met_101"], since: day)) == ["late"])
        #expect(try await export(.init(purpose: "dates")) == ["dates"])
    }

    @Test("where people stand with a program and a cohort, as of now")
    func standing() async throws {
        let code = try await here.openCohort(code: "MES-A", capacity: 2)
        let other = try await here.openCohort(code: "MES-B")
        var ids: [String: EnrollmentID] = [:]
        for (name, cohort) in [("seat", code), ("gone", code), ("waiter", code), ("held", other)] {
            ids[name] = try await here.reserve(cohort, "\(name)@x.org").id
            try await subscribe(name, source: "workshop", at: "2026-11-20T06:00:00Z")
        }
        try await subscribe("stranger", source: "workshop", at: "2026-11-20T06:00:00Z")
        for name in ["seat", "gone"] {
            let id = try #require(ids[name])
            _ = try await here.registrar.seats.confirm(id, by: .applicant(id))
        }
        #expect(try await export(.init(standings: [.seated])) == ["seat", "gone", "held"])
        #expect(try await export(.init(standings: [.waiting])) == ["waiter"])
        #expect(try await export(.init(cohorts: ["MES-B"])) == ["held"])
        #expect(try await export(.init(programs: ["MES"])) == ["seat", "gone", "waiter", "held"])
        let gone = try #require(ids["gone"])
        _ = try await here.registrar.seats.withdraw(gone, by: .applicant(gone))
        #expect(try await export(.init(cohorts: ["MES-A"], standings: [.ended])) == ["gone"])
        // A hold that nobody confirmed ends by itself, also before anybody settles it.
        try await here.shiftClock(by: .seconds(30 * 86_400))
        #expect(try await export(.init(cohorts: ["MES-B"], standings: [.seated])) == [])
        #expect(try await export(.init(cohorts: ["MES-B"], standings: [.ended])) == ["held"])
        try await here.force("UPDATE enrollment SET state = 'attended' WHERE id = \(try #require(ids["seat"]))")
        #expect(try await export(.init(standings: [.attended, .certified])) == ["seat"])
    }

    @Test("a value that is not here is named with what there is, and is never SQL")
    func unknown() async throws {
        let code = try await here.openCohort()
        for (filter, words) in [
            (
                ExportFilter(sources: ["x') OR true --"]),
                "There is no source “x') OR true --”. Known: 90_day_roadmap,"
            ),
            (ExportFilter(cohorts: ["NONE"]), "There is no cohort “NONE”. Known: \(code)."),
            (ExportFilter(purpose: "spam"), "There is no purpose “spam”. Known: updates, dates."),
        ] {
            let refusal = await #expect(throws: Refusal.self) { _ = try await export(filter) }
            #expect(refusal?.kind == .invalid)
            #expect(refusal?.message.hasPrefix(words) == true, "\(refusal?.message ?? "")")
        }
    }
}
