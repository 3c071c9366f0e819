import Testing

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

    static let all =
        first + machine + money + progress + exams + scores + evidence + certificates + log + renewals + register
        + list + campaigns + erasure + people

    private static let first: [Damage] = [
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
        Damage("no_dead_jobs", ["1"], "UPDATE job SET dead_at = now() WHERE id = 1"),
        Damage(
            "idempotency_keys_are_forgotten",
            ["MES-A 2020-01-01 00:00:00+00"],
            "UPDATE idempotency SET answered_at = '2020-01-01 00:00:00+00' WHERE enrollment_id = 1"
        ),
    ]
}
