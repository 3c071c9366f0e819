import Domain
import Postgres
import TestSupport
import Testing

@Suite("The doctor", .database)
struct DoctorTests {
    let here = TestDatabase.current

    /// Two people in two seats, two in the queue of whom the first has not confirmed the address, one who was offered
    /// the seat that a third gave back, a second cohort with nobody in it, and a sealed audit trail.
    private func story() async throws {
        let seats = here.registrar.seats
        let code = try await here.openCohort(code: "MES-A", capacity: 2)
        _ = try await here.openCohort(code: "MES-B")
        var ids: [EnrollmentID] = []
        for email in ["first", "second", "unconfirmed", "waiter", "last"] {
            let id = try await here.reserve(code, "\(email)@example.org", key: email).id
            if email != "unconfirmed" { _ = try await seats.confirm(id, by: .applicant(id)) }
            ids.append(id)
        }
        _ = try await seats.withdraw(ids[1], by: .applicant(ids[1]))
        _ = try await here.registrar.audit.seal()
    }

    @Test("a story told by the operations breaks no invariant, and each is named in words")
    func healthy() async throws {
        try await story()
        let findings = try await here.registrar.doctor.examine(by: .system)
        #expect(findings.filter { !$0.isHeld }.map(\.invariant) == [])
        #expect(findings.count == 36)
        #expect(Set(findings.map(\.invariant)).count == findings.count)
        #expect(findings.allSatisfy { $0.words.hasSuffix(".") && $0.ids.isEmpty })
    }

    @Test("each kind of damage is found under the name of the invariant it breaks", arguments: Damage.all)
    func damaged(_ damage: Damage) async throws {
        try await story()
        _ = try await here.owner.write { try $0.script(damage.script) }
        let findings = try await here.registrar.doctor.examine(by: .system)
        let finding = try #require(findings.first { $0.invariant == damage.invariant })
        #expect(finding.count > 0)
        #expect(finding.ids == damage.ids)
    }

    @Test("every invariant has its damage here")
    func complete() async throws {
        let invariants = try await here.registrar.doctor.examine(by: .system).map(\.invariant)
        #expect(Set(invariants) == Set(Damage.all.map(\.invariant)))
    }

    @Test("of many offenders the first twenty are named and all are counted")
    func many() async throws {
        let code = try await here.openCohort()
        for number in 1...25 { _ = try await here.reserve(code, "p\(number)@example.org") }
        try await here.force("UPDATE job SET dead_at = now()")
        let findings = try await here.registrar.doctor.examine(by: .system)
        let finding = try #require(findings.first { $0.invariant == "no_dead_jobs" })
        #expect(finding.count == 25)
        #expect(finding.ids.count == 20)
    }
}

/// Something an owner of the database can do behind the product's back, and what the doctor says to it.
struct Damage: Sendable, CustomTestStringConvertible {
    let invariant: String
    let ids: [String]
    let script: String

    init(_ invariant: String, _ ids: [String], _ script: String) {
        self.invariant = invariant
        self.ids = ids
        self.script = script
    }

    var testDescription: String { invariant }

    static let all: [Damage] = [
        Damage(
            "seats_are_1_to_capacity",
            ["MES-B"],
            "DELETE FROM seat WHERE number = 3 AND cohort_id = (SELECT id FROM cohort WHERE code = 'MES-B')"
        ),
        Damage(
            "no_eleventh_seat",
            ["MES-A"],
            """
            ALTER TABLE cohort DISABLE TRIGGER USER;
            UPDATE cohort SET capacity = 1 WHERE code = 'MES-A'
            """
        ),
        Damage(
            "seat_taken_once",
            ["MES-A seat 1"],
            "DROP INDEX seat_taken_once; UPDATE enrollment SET seat_number = 1 WHERE seat_number = 2"
        ),
        Damage(
            "one_live_row_per_person_and_cohort",
            ["MES-A person 1"],
            "DROP INDEX one_live_row_per_person_and_cohort; UPDATE enrollment SET person_id = 1 WHERE state = 'waitlisted'"
        ),
        Damage(
            "confirmed_seats_have_a_confirmed_address",
            ["1"],
            """
            ALTER TABLE enrollment DROP CONSTRAINT confirmed_seats_have_a_confirmed_address;
            UPDATE enrollment SET address_confirmed_at = NULL WHERE id = 1
            """
        ),
        Damage(
            "free_seats_are_offered",
            ["MES-A"],
            "UPDATE enrollment SET state = 'withdrawn', seat_number = NULL WHERE id = 1"
        ),
        Damage("arrivals_are_dense", ["MES-B"], "UPDATE cohort SET last_arrival = 1 WHERE code = 'MES-B'"),
        Damage(
            "state_equals_history",
            ["5"],
            "UPDATE enrollment SET state = 'withdrawn' WHERE id = 5"
        ),
        Damage("events_are_dense", ["MES-B"], "UPDATE cohort SET last_event_number = 1 WHERE code = 'MES-B'"),
        Damage(
            "history_never_runs_backwards",
            ["MES-A event 2"],
            """
            ALTER TABLE enrollment_event DISABLE TRIGGER USER;
            UPDATE enrollment_event SET at = at - interval '1 hour' WHERE number = 2
            """
        ),
        Damage(
            "no_history_in_the_future",
            ["MES-A"],
            "UPDATE cohort SET last_event_at = now() + interval '1 day' WHERE code = 'MES-A'"
        ),
        Damage(
            "event_payloads_fit_their_digests",
            ["MES-A event 1"],
            """
            ALTER TABLE enrollment_event DISABLE TRIGGER USER;
            INSERT INTO payload (salt, body) VALUES ('0123456789abcdef', '{}');
            UPDATE enrollment_event SET payload_id = (SELECT max(id) FROM payload), digest = sha256('') WHERE number = 1
            """
        ),
        Damage(
            "no_one_seated_past_the_queue",
            ["MES-A event 6"],
            """
            ALTER TABLE enrollment_event DISABLE TRIGGER USER;
            UPDATE enrollment_event SET kind = 'held' WHERE kind = 'waitlisted' AND enrollment_id = 4
            """
        ),
        Damage(
            "offers_follow_the_queue",
            ["MES-A event 12"],
            """
            ALTER TABLE enrollment_event DISABLE TRIGGER USER;
            DELETE FROM enrollment_event WHERE kind = 'passed_over'
            """
        ),
        Damage(
            "cohorts_open_under_frozen_versions",
            ["MES-A", "MES-B"],
            "ALTER TABLE program_version DISABLE TRIGGER USER; UPDATE program_version SET frozen_at = NULL"
        ),
        Damage(
            "frozen_versions_never_change",
            ["MES version 1"],
            "ALTER TABLE requirement DISABLE TRIGGER USER; UPDATE requirement SET name = 'Less'"
        ),
        Damage(
            "audit_seals_verify",
            ["entry 1: its details no longer fit their digest"],
            #"UPDATE payload SET body = '{}' WHERE id = 1"#
        ),
        Damage("clock_is_not_shifted", ["01:00:00"], "INSERT INTO clock_shift (shift) VALUES ('1 hour')"),
        Damage(
            "no_one_seated_past_the_queue",
            ["MES-A event 6"],
            """
            ALTER TABLE enrollment_event DISABLE TRIGGER USER;
            UPDATE enrollment_event SET kind = 'held', reason = 'removal_undone'
            WHERE kind = 'waitlisted' AND enrollment_id = 4
            """
        ),
        Damage(
            "offers_follow_the_queue",
            ["MES-A event 12"],
            """
            ALTER TABLE enrollment_event DISABLE TRIGGER USER;
            ALTER TABLE enrollment_event DROP CONSTRAINT staff_decision_has_a_reason_in_words;
            UPDATE enrollment_event SET kind = 'preferred', reason = 'other' WHERE number = 9
            """
        ),
        Damage(
            "seat_is_set_exactly_while_taken",
            ["1"],
            """
            ALTER TABLE enrollment DROP CONSTRAINT seat_is_set_exactly_while_taken;
            UPDATE enrollment SET seat_number = NULL WHERE id = 1
            """
        ),
        Damage(
            "offers_end_before_the_start",
            ["4"],
            "UPDATE enrollment SET expires_at = now() + interval '1 year' WHERE id = 4"
        ),
        Damage("queues_end_with_their_cohort", ["3", "5"], "UPDATE cohort SET state = 'closed' WHERE code = 'MES-A'"),
        Damage(
            "ended_claims_stay_ended",
            ["MES-A event 13"],
            """
            INSERT INTO enrollment_event (cohort_id, number, enrollment_id, kind, at, actor)
            SELECT cohort_id, 13, id, 'held', now(), 'system' FROM enrollment WHERE id = 2
            """
        ),
        Damage(
            "staff_decisions_have_a_reason",
            ["MES-A event 13"],
            """
            ALTER TABLE enrollment_event DROP CONSTRAINT staff_decision_has_a_reason_in_words;
            INSERT INTO enrollment_event (cohort_id, number, enrollment_id, kind, at, actor, reason)
            SELECT cohort_id, 13, id, 'preferred', now(), 'system', 'other' FROM enrollment WHERE id = 5
            """
        ),
        Damage(
            "restored_removals_have_one_successor",
            ["2"],
            """
            ALTER TABLE enrollment DISABLE TRIGGER USER;
            UPDATE enrollment SET state = 'removed', restored_at = now() WHERE id = 2
            """
        ),
        Damage("claims_go_on_as_the_same_person", ["5"], "UPDATE enrollment SET predecessor_id = 2 WHERE id = 5"),
        Damage(
            "moved_claims_go_on",
            ["2"],
            "ALTER TABLE enrollment DISABLE TRIGGER USER; UPDATE enrollment SET state = 'transferred' WHERE id = 2"
        ),
        Damage(
            "entries_are_one_wish",
            ["1"],
            "INSERT INTO entry (person_id) VALUES (1); UPDATE enrollment SET entry_id = 1 WHERE id = 5"
        ),
        Damage(
            "one_open_offer_per_entry",
            ["1"],
            """
            DROP INDEX one_open_offer_per_entry, seat_taken_once;
            INSERT INTO entry (person_id) VALUES (4);
            UPDATE enrollment
            SET entry_id = 1, state = 'offered', seat_number = 2, expires_at = now() + interval '1 day'
            WHERE id IN (4, 5)
            """
        ),
        Damage(
            "seated_entries_are_served",
            ["1"],
            "INSERT INTO entry (person_id) VALUES (1); UPDATE enrollment SET entry_id = 1 WHERE id = 1"
        ),
        Damage(
            "served_entries_wait_nowhere",
            ["5"],
            """
            INSERT INTO entry (person_id, served_at) VALUES (5, now() - interval '1 hour');
            UPDATE enrollment SET entry_id = 1 WHERE id = 5
            """
        ),
        Damage("preferences_have_their_event", ["5"], "UPDATE enrollment SET preferred_at = now() WHERE id = 5"),
        Damage(
            "audit_is_sealed_in_time",
            ["1000"],
            """
            INSERT INTO audit_entry (id, at, verb, subject) OVERRIDING SYSTEM VALUE
            VALUES (1000, now() - interval '1 hour', 'test.act', 'test')
            """
        ),
        Damage(
            "deadlines_are_kept",
            ["4"],
            "UPDATE enrollment SET expires_at = now() - interval '1 hour' WHERE id = 4"
        ),
        Damage("jobs_run_on_time", ["1"], "UPDATE job SET run_at = now() - interval '1 hour' WHERE id = 1"),
        Damage("no_dead_jobs", ["1"], "UPDATE job SET dead_at = now() WHERE id = 1"),
        Damage(
            "idempotency_keys_are_forgotten",
            ["MES-A 2020-01-01 00:00:00+00"],
            "UPDATE idempotency SET answered_at = '2020-01-01 00:00:00+00' WHERE enrollment_id = 1"
        ),
    ]
}
