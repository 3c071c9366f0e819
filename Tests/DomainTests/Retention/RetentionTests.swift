import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("What is over its time", .database)
struct RetentionTests {
    let here = TestDatabase.current
    var retention: Retention { here.registrar.retention }

    private func days(_ count: Int) async throws { try await here.shiftClock(by: .seconds(count * 86_400)) }

    private func count(_ query: SQL) async throws -> Int { try await here.owner.read { try $0.one(query) } }

    /// What the doctor says of the nights.
    private func missedNights() async throws -> [String] {
        try await here.registrar.doctor.examine(by: .system).filter { $0.invariant == "purges_run_at_night" }.flatMap(
            \.ids
        )
    }

    @Test("who never confirmed is forgotten, whoever did, paid or may still answer is not; history stays whole")
    func unconfirmed() async throws {
        let cohort = try await here.openCohort()
        let silent = try await here.reserve(cohort, Canary.email, name: Canary.name, subscribe: true, client: "1.2.3.4")
            .id
        let kept = try await here.reserve(cohort, "kept@example.org").id
        _ = try await here.registrar.seats.confirm(kept, by: .applicant(kept))
        _ = try await here.registrar.seats.withdraw(kept, by: .applicant(kept))
        try await days(1)
        _ = try await here.registrar.seats.settleDue()
        #expect(try await here.purge() == [:])
        try await days(100)
        // The plan of the day before is over its time, too.
        #expect(try await here.purge() == ["unconfirmed_claims": 1, "plans": 1])
        #expect(try await here.tables(holding: Canary.traces) == [])
        #expect(try await here.events(of: silent) == ["held", "lapsed/hold_expired"])
        let names: [String] = try await here.service.read { try $0.all("SELECT name FROM enrollment ORDER BY id") }
        #expect(names == ["(erased)", "Ada"])
        let orders = try await here.registrar.jobs.list(limit: 100, by: .system).filter { $0.kind == Job.erasing }
        #expect(orders.count == 1)
        #expect(try await here.purge() == [:])
        #expect(try await here.brokenInvariants() == [])
        #expect(try await here.registrar.audit.verify(by: .system).broken == [])
    }

    @Test("a sign-up that nobody answered goes after a month; one that was confirmed stays for good")
    func signups() async throws {
        for email in ["silent@example.org", "listed@example.org"] {
            try await here.force(
                """
                INSERT INTO person (email, address_digest)
                VALUES (\(email), sha256(convert_to(\(email)::text, 'UTF8')))
                """
            )
        }
        try await here.force(
            """
            INSERT INTO consent_event (person_id, kind, at, source, purpose, wording_version)
            SELECT person.id, kind, registrar_clock(), 'updates_form', 'updates', 1
            FROM person
            CROSS JOIN unnest(ARRAY['requested', 'confirmed']) AS kind
            WHERE kind = 'requested' OR email LIKE 'listed%'
            """
        )
        try await days(29)
        #expect(try await here.purge() == [:])
        try await days(2)
        #expect(try await here.purge() == ["unconfirmed_signups": 1])
        let emails: [String] = try await here.service.read { try $0.all("SELECT email FROM person ORDER BY id") }
        #expect(emails == ["erased:1", "listed@example.org"])
        try await days(4_000)
        #expect(try await here.purge()["unconfirmed_signups"] == nil)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("the name under a claim that was never confirmed goes, and that of the same person's other claim stays")
    func names() async throws {
        let first = try await here.openCohort()
        let known = try await here.reserve(first, "ada@example.org", name: "Ada").id
        _ = try await here.registrar.seats.confirm(known, by: .applicant(known))
        let other = try await here.openCohort(capacity: 1)
        _ = try await here.reserve(other, "first@example.org")
        _ = try await here.reserve(other, "ada@example.org", name: "Somebody Else", client: "1.2.3.4").id
        try await days(31)
        #expect(try await here.purge()["client_digests"] == 1)
        try await days(200)
        _ = try await here.registrar.seats.settleDue()
        let closing = try await here.registrar.cohorts.planClose(code: other, by: .system)
        _ = try await here.registrar.cohorts.close(code: other, hash: closing.hash, by: .system)
        try await days(100)
        #expect(try await here.purge()["unanswered_names"] == 1)
        let names: [String] = try await here.service.read {
            try $0.all(
                "SELECT enrollment.name FROM enrollment JOIN person ON person.id = person_id WHERE email = 'ada@example.org' ORDER BY 1"
            )
        }
        #expect(names == ["(erased)", "Ada"])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("evidence is needed while a certificate rests on it, and goes years after; what was said of it stays")
    func evidence() async throws {
        let (person, _, _) = try await here.canary()
        // The seat that is still to come would be live for ever.
        let seat: EnrollmentID = try await here.service.read {
            try $0.one("SELECT id FROM enrollment WHERE person_id = \(person) AND state = 'confirmed'")
        }
        _ = try await here.registrar.seats.withdraw(seat, by: .applicant(seat))
        try await days(2 * 365)
        #expect(try await here.purge()["evidence_files"] == nil)
        #expect(try await count("SELECT count(*) FROM evidence_file") == 1)
        try await days(15 * 365)
        let before = try await here.brokenInvariants()
        let gone = try await here.purge()
        #expect(gone["evidence_files"] == 1 && gone["audit_texts"] ?? 0 > 0)
        #expect(try await count("SELECT count(*) FROM evidence_file") == 0)
        #expect(try await count("SELECT count(*) FROM evidence") == 1)
        #expect(try await count("SELECT count(*) FROM certificate_file") > 0)
        #expect(
            try await count("SELECT count(*) FROM erased_payload WHERE purged_as = 'audit_texts'")
                == gone["audit_texts"]
        )
        #expect(try await here.purge() == [:])
        let broken = try await here.brokenInvariants()
        #expect(broken == before)
        #expect(try await here.registrar.audit.verify(by: .system).broken == [])
        _ = try await here.registrar.audit.seal()
        #expect(try await here.registrar.audit.verify(by: .system).broken == [])
        try await here.erase(.id(person))
        #expect(try await here.tables(holding: Canary.traces) == [])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("what is on a legal hold stays, with all its addresses; nobody erases it; released it goes")
    func hold() async throws {
        let cohort = try await here.openCohort()
        let claim = try await here.reserve(cohort, "ada@example.org").id
        let key = try PersonKey(typed: "ada@example.org")
        let owner = try await here.staff(.owner)
        try await days(1)
        _ = try await here.registrar.seats.settleDue()
        try await days(100)
        let people = here.registrar.people
        _ = try await people.hold(key, because: "A claim is announced.", by: owner)
        #expect(
            try await refusal { _ = try await people.hold(key, because: "Again.", by: owner) }?.code == "person-on-hold"
        )
        try await here.force("UPDATE job SET finished_at = NULL, dead_at = created_at, last_error = '550 No ada here'")
        #expect(try await here.purge() == [:])
        #expect(try await count("SELECT count(*) FROM job WHERE last_error IS NULL") == 0)
        #expect(try await refusal { try await here.erase(key) }?.code == "person-on-hold")
        await #expect {
            try await here.service.write { try $0.execute("SELECT erase_person(max(id), NULL, NULL) FROM person") }
        } throws: {
            ($0 as? PostgresError)?.constraint == "people_on_hold_are_not_erased"
        }
        _ = try await people.release(key, by: owner)
        #expect(try await refusal { _ = try await people.release(key, by: owner) }?.code == "not-on-hold")
        #expect(try await here.purge()["unconfirmed_claims"] == 1)
        let reasons: Int = try await count("SELECT count(*) FROM payload WHERE body::text LIKE '%announced%'")
        #expect(reasons == 0)
        #expect(try await here.events(of: claim).count == 2)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("of many workers one purges a night; one that broke off is gone on with; the doctor tells of nights without")
    func nights() async throws {
        _ = try await here.openCohort()
        try await here.force(
            """
            INSERT INTO plan (hash, verb, outcomes, made_at)
            SELECT sha256(number::text::bytea), 'cohort.close', '[]', now()
            FROM generate_series(1, 2500) AS number
            """
        )
        try await days(31)
        #expect(try await missedNights() == [])
        try await days(2)
        #expect(try await missedNights().count == 20)
        let retention = retention
        let gone = try await withThrowingTaskGroup(of: [String: Int]?.self) { group in
            for _ in 1...4 { group.addTask { try await retention.purgeTonight() } }
            return try await group.reduce(into: [[String: Int]]()) { if let counts = $1 { $0.append(counts) } }
        }
        #expect(gone == [["plans": 2_500]])
        #expect(try await missedNights() == [])
        #expect(try await retention.purgeTonight() == nil)
        let run = try #require(try await retention.runs(by: .system).first)
        #expect(run.gone == ["plans": 2_500] && run.night != nil && run.finishedAt != nil)
        // As a kill leaves it.
        try await here.force("UPDATE purge_run SET finished_at = NULL")
        #expect(try await retention.purgeTonight() == nil)
        try await here.force("UPDATE purge_run SET last_at = last_at - interval '11 minutes'")
        #expect(try await retention.purgeTonight { _, _ in 7 } == ["plans": 2_500, "spooled_mails": 7])
        try await days(1)
        #expect(try await retention.purgeTonight() == [:])
    }

    @Test("an owner says how long; never keeps it; what is no rule or no period is told so; every change is audited")
    func rules() async throws {
        _ = try await here.openCohort()
        let owner = try await here.staff(.owner)
        #expect(try await retention.rules(by: owner).map(\.words).prefix(3) == ["30 days", "90 days", "90 days"])
        let set = try await retention.set("plans", period: Interval(months: 18), by: owner)
        #expect(set.words == "1 year 6 months")
        #expect(try await retention.set("plans", period: nil, by: owner).words == "kept")
        try await here.force(
            "INSERT INTO plan (hash, verb, outcomes, made_at) VALUES (sha256(''), 'x.y', '[]', '2000-01-01')"
        )
        #expect(try await here.purge() == [:])
        let unknown = try await refusal { _ = try await retention.set("x", period: nil, by: owner) }
        #expect(unknown?.code == "retention-unknown")
        let none = try await refusal { _ = try await retention.set("plans", period: Interval(days: 0), by: owner) }
        #expect(none?.kind == .invalid)
        let registrar = try await here.staff(.registrar)
        for refused in [
            try await refusal { _ = try await retention.set("plans", period: nil, by: registrar) },
            try await refusal { _ = try await retention.planPurge(by: registrar) },
        ] { #expect(refused?.code == "role-missing") }
        #expect(try await count("SELECT count(*) FROM audit_entry WHERE verb = 'retention.set'") == 2)
    }
}
