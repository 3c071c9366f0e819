-- One wish for several cohorts, staff decisions in a queue, and what settling leaves for another cohort's lock.

-- One person's wish that waits in several cohorts; a claim on a single cohort needs none.
CREATE TABLE entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES person,
    created_at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- Set once, when one of its rows takes a seat: the others then end.
    served_at timestamptz
);

ALTER TABLE enrollment
    ADD COLUMN entry_id bigint REFERENCES entry,
    -- The finished row that this one goes on from: transferred, carried over, restored or reseated.
    ADD COLUMN predecessor_id bigint REFERENCES enrollment,
    -- Staff gave this waiter the next seat, out of turn.
    ADD COLUMN preferred_at timestamptz,
    -- The removal was undone by a row of the same arrival.
    ADD COLUMN restored_at timestamptz,
    ADD CONSTRAINT only_a_removal_is_restored CHECK (restored_at IS NULL OR state = 'removed');

DROP INDEX arrival_once;
CREATE UNIQUE INDEX arrival_once ON enrollment (cohort_id, arrival)
    WHERE restored_at IS NULL;
DROP INDEX enrollment_not_waiting;
CREATE INDEX enrollment_not_waiting ON enrollment (cohort_id, arrival)
    WHERE state <> 'waitlisted' AND restored_at IS NULL;
CREATE UNIQUE INDEX one_successor_per_enrollment ON enrollment (predecessor_id)
    WHERE predecessor_id IS NOT NULL;
CREATE UNIQUE INDEX one_open_offer_per_entry ON enrollment (entry_id)
    WHERE state = 'offered';
CREATE INDEX enrollment_by_entry ON enrollment (entry_id)
    WHERE entry_id IS NOT NULL;
CREATE INDEX enrollment_waiting_by_entry ON enrollment (cohort_id, entry_id)
    WHERE state = 'waitlisted' AND entry_id IS NOT NULL;
CREATE INDEX enrollment_preferred ON enrollment (cohort_id, preferred_at)
    WHERE state = 'waitlisted' AND preferred_at IS NOT NULL;

ALTER TABLE enrollment_event
    DROP CONSTRAINT enrollment_event_kind_is_known,
    ADD CONSTRAINT enrollment_event_kind_is_known CHECK (
        kind IN (
            'held', 'waitlisted', 'address_confirmed', 'offered', 'passed_over', 'preferred', 'confirmed', 'accepted',
            'declined', 'lapsed', 'withdrawn', 'closed', 'carried', 'transferred', 'removed', 'cancelled', 'attended',
            'no_show', 'changed'
        )
    ),
    DROP CONSTRAINT enrollment_event_reason_is_known,
    ADD CONSTRAINT enrollment_event_reason_is_known CHECK (
        reason IN (
            -- What the machine brings about.
            'address_unconfirmed', 'offer_open_elsewhere', 'served_elsewhere', 'staff_decision', 'hold_expired',
            'offer_expired', 'cohort_closed', 'removal_undone', 'late_payment',
            -- Why staff decided, as a class; the words lie in the payload.
            'accessibility', 'hardship', 'institute_error', 'duplicate', 'conduct', 'own_request', 'other'
        )
    ),
    ADD CONSTRAINT staff_decision_has_a_reason_in_words CHECK (
        kind NOT IN ('removed', 'preferred') OR (reason IS NOT NULL AND payload_id IS NOT NULL)
    );

-- Who was given a seat, and whom staff preferred: a receipt reads these alone, however many wait.
CREATE INDEX enrollment_event_giving_a_seat ON enrollment_event (cohort_id, number)
    WHERE kind IN ('held', 'offered', 'confirmed', 'preferred');

-- What settling one cohort leaves for another's lock.
ALTER TABLE job ADD COLUMN cohort_id bigint REFERENCES cohort;

-- Where else the first answer of a key said the person waits: [{"cohort", "position"}].
ALTER TABLE idempotency ADD COLUMN waiting jsonb;

GRANT SELECT, INSERT, UPDATE ON entry TO registrar_service;
