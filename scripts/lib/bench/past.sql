-- Last season: cohorts PAST-1 … PAST-20 with a thousand entries each, so that the planner knows tables with rows in them.
BEGIN;
INSERT INTO person (email)
SELECT 'past-' || number || '@example.org'
FROM generate_series(1, 20000) AS number;

INSERT INTO enrollment (cohort_id, person_id, state, arrival, seat_number, name, reserved_at, address_confirmed_at)
SELECT
    entry.cohort_id, entry.person_id, CASE WHEN entry.arrival > 10 THEN 'waitlisted' ELSE 'confirmed' END, entry.arrival,
    CASE WHEN entry.arrival <= 10 THEN entry.arrival END, 'An Applicant', entry.now,
    CASE WHEN entry.arrival <= 10 THEN entry.now END
FROM (
    SELECT
        cohort.id AS cohort_id, person.id AS person_id, registrar_clock() AS now,
        row_number() OVER (PARTITION BY cohort.id ORDER BY person.id) AS arrival
    FROM person
    JOIN cohort ON cohort.code = 'PAST-' || (substring(person.email FROM '[0-9]+')::integer % 20 + 1)
    WHERE starts_with(person.email, 'past-')
) AS entry;

INSERT INTO enrollment_event (cohort_id, number, enrollment_id, kind, at, actor)
SELECT cohort_id, arrival, id, 'waitlisted', reserved_at, 'visitor'
FROM enrollment;

INSERT INTO job (kind, enrollment_id, finished_at)
SELECT 'mail.waiting', id, reserved_at
FROM enrollment;

INSERT INTO idempotency (cohort_id, key_digest, body_digest, enrollment_id, state, answered_at)
SELECT cohort_id, decode(md5('past' || id), 'hex'), decode(md5('body' || id), 'hex'), id, 'waitlisted', reserved_at
FROM enrollment;

UPDATE cohort
SET last_arrival = 1000, last_event_number = 1000
WHERE starts_with(code, 'PAST-');
COMMIT;
