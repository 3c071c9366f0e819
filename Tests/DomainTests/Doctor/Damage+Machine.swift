extension Damage {
    /// To what the machine of claims, the wishes and the worker promise.
    static let machine: [Damage] = [
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
    ]
}
