-- The yardstick: the SQL work of one reservation as one transaction, statement by statement.
-- Variables: prefix and cohorts name the cohorts PREFIX-1 … PREFIX-COHORTS.
\set turn random(1, :cohorts)
\set someone random(1, 1000000000000000)
BEGIN;
-- 1. The cohort's lock; what decides is read after it.
SELECT id AS cohort
FROM cohort
WHERE code = :prefix::text || '-' || :turn::text
FOR UPDATE \gset
-- 2. The key's first answer.
SELECT body_digest, enrollment_id, state, seat_number, position, expires_at
FROM idempotency
WHERE cohort_id = :cohort AND key_digest = decode(md5(:someone::text), 'hex');
-- 3. The live row of this address.
SELECT enrollment.id
FROM person
JOIN enrollment ON enrollment.person_id = person.id
WHERE person.email = 'applicant-' || :someone::text || '@example.org'
    AND enrollment.cohort_id = :cohort
    AND enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show');
-- 4. The person.
INSERT INTO person (email)
VALUES ('applicant-' || :someone::text || '@example.org')
RETURNING id AS person \gset
-- 5. A seat when one is free and nobody waits, else a place in the queue; the terms as they hold now.
INSERT INTO enrollment (cohort_id, person_id, state, arrival, seat_number, expires_at, name, reserved_at, terms)
SELECT
    place.id, :person, CASE WHEN place.seat IS NULL THEN 'waitlisted' ELSE 'held' END, place.arrival, place.seat,
    CASE WHEN place.seat IS NOT NULL THEN place.now + place.hold_window END, 'An Applicant', place.now, place.terms
FROM (
    SELECT
        cohort.id, cohort.last_arrival + 1 AS arrival, cohort.hold_window, cohort_clock(cohort.last_event_at) AS now,
        cohort_terms(cohort.id) AS terms,
        CASE WHEN waiting_before(cohort.id, cohort.last_arrival + 1) = 0 THEN (
            SELECT min(seat.number)
            FROM seat
            WHERE seat.cohort_id = cohort.id
                AND NOT EXISTS (
                    SELECT
                    FROM enrollment
                    WHERE enrollment.cohort_id = seat.cohort_id AND enrollment.seat_number = seat.number
                )
        ) END AS seat
    FROM cohort
    WHERE cohort.id = :cohort
) AS place
RETURNING
    id AS enrollment, state, coalesce(seat_number, 0) AS seat, coalesce(expires_at, 'infinity') AS expires,
    CASE WHEN state = 'waitlisted' THEN waiting_before(cohort_id, arrival) + 1 ELSE 0 END AS position \gset
-- 6. What is expected for a seat that is held.
INSERT INTO payment (enrollment_id, kind, amount_minor, currency)
SELECT :enrollment, 'expected', price_minor, currency
FROM cohort
WHERE id = :cohort AND price_minor > 0 AND :seat > 0;
-- 7. The cohort's counters.
UPDATE cohort
SET last_arrival = last_arrival + 1,
    last_event_number = last_event_number + 1,
    last_event_at = cohort_clock(last_event_at)
WHERE id = :cohort
RETURNING last_event_number AS number, last_event_at AS at \gset
-- 8. History.
INSERT INTO enrollment_event (cohort_id, number, enrollment_id, kind, at, actor, seat_number, deadline)
VALUES (
    :cohort, :number, :enrollment, :state, :at, 'visitor', nullif(:seat, 0), nullif(:expires::timestamptz, 'infinity')
);
-- 9. The mail.
INSERT INTO job (kind, enrollment_id)
VALUES (CASE :state WHEN 'held' THEN 'mail.confirm_seat' ELSE 'mail.waiting' END, :enrollment);
-- 10. The key and its answer.
INSERT INTO idempotency (
    cohort_id, key_digest, body_digest, enrollment_id, state, seat_number, position, expires_at, answered_at
)
VALUES (
    :cohort, decode(md5(:someone::text), 'hex'), decode(md5('body' || :someone::text), 'hex'), :enrollment, :state,
    nullif(:seat, 0), nullif(:position, 0), nullif(:expires::timestamptz, 'infinity'), registrar_clock()
);
COMMIT;
