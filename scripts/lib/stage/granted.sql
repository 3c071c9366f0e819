-- :people people (more than 0) who attended the completed cohorts :prefix-1 … (ten in each), and were each granted a
-- certificate a month ago; every second one confirmed how the name is spelt. Whatever is issued now is issued to them.
BEGIN;
-- 1. The cohorts took place a hundred days before their pattern does, and cost nothing.
UPDATE session
SET starts_at = session.starts_at - interval '100 days', ends_at = session.ends_at - interval '100 days'
FROM cohort
WHERE cohort.id = session.cohort_id AND starts_with(cohort.code, :'prefix' || '-');

UPDATE cohort
SET price_minor = 0,
    registration_opens_at = registration_opens_at - interval '100 days',
    registration_closes_at = registration_closes_at - interval '100 days',
    created_at = created_at - interval '100 days'
WHERE starts_with(code, :'prefix' || '-');

-- 2. The people, each with a claim on a seat.
INSERT INTO person (email, name)
SELECT lower(:'prefix') || '-granted-' || number || '@example.org', 'Graduate ' || :'prefix' || ' ' || number
FROM generate_series(1, :people) AS number;

INSERT INTO enrollment (cohort_id, person_id, state, arrival, seat_number, name, reserved_at, address_confirmed_at)
SELECT
    cohort.id, person.id, 'attended', (number - 1) % 10 + 1, (number - 1) % 10 + 1, person.name,
    registrar_clock() - interval '60 days', registrar_clock() - interval '60 days'
FROM generate_series(1, :people) AS number
JOIN cohort ON cohort.code = :'prefix' || '-' || (number - 1) / 10 + 1
JOIN person ON person.email = lower(:'prefix') || '-granted-' || number || '@example.org'
ORDER BY number;

-- 3. Its history: held, confirmed and attended, one after the other in every cohort.
INSERT INTO enrollment_event (cohort_id, number, enrollment_id, kind, at, actor, staff_id, seat_number)
SELECT
    claim.cohort_id, row_number() OVER (PARTITION BY claim.cohort_id ORDER BY step.number, claim.seat_number), claim.id,
    step.kind, claim.reserved_at + step.after, step.actor,
    CASE WHEN step.actor = 'staff' THEN (SELECT min(id) FROM staff) END, claim.seat_number
FROM enrollment AS claim
JOIN cohort ON cohort.id = claim.cohort_id
CROSS JOIN (
    VALUES
        (1, 'held', interval '0', 'visitor'),
        (2, 'confirmed', interval '1 hour', 'applicant'),
        (3, 'attended', interval '25 days', 'staff')
) AS step (number, kind, after, actor)
WHERE starts_with(cohort.code, :'prefix' || '-');

UPDATE cohort
SET last_arrival = last.arrival, last_event_number = last.number, last_event_at = last.at
FROM (
    SELECT event.cohort_id, max(claim.arrival) AS arrival, max(event.number) AS number, max(event.at) AS at
    FROM enrollment_event AS event
    JOIN enrollment AS claim ON claim.id = event.enrollment_id
    GROUP BY event.cohort_id
) AS last
WHERE last.cohort_id = cohort.id AND starts_with(cohort.code, :'prefix' || '-');

-- 4. Where the program decides on evidence, everything else is waived, by somebody else than grants; then the decisions:
-- proposed, and granted for one reason.
INSERT INTO staff (login, name, email)
VALUES ('stage-office', 'Office', 'stage-office@example.org')
ON CONFLICT ON CONSTRAINT staff_login_once DO NOTHING;

WITH reason AS (
    INSERT INTO payload (salt, body)
    VALUES (decode(md5(:'prefix' || ' waived'), 'hex'), '{"reason": "Met elsewhere."}')
    RETURNING id, payload_digest(salt, body) AS digest
)
INSERT INTO progress_event (enrollment_id, requirement_id, kind, at, staff_id, payload_id, digest)
SELECT
    claim.id, requirement.id, 'waived', registrar_clock() - interval '35 days',
    (SELECT id FROM staff WHERE login = 'stage-office'), reason.id, reason.digest
FROM enrollment AS claim
JOIN cohort ON cohort.id = claim.cohort_id
JOIN requirement ON requirement.program_version_id = cohort.program_version_id
CROSS JOIN reason
WHERE starts_with(cohort.code, :'prefix' || '-')
    AND decides_on_evidence(cohort.program_version_id)
    AND requirement.kind <> 'workshop_attendance';

INSERT INTO decision (enrollment_id, kind, at, staff_id, basis)
SELECT claim.id, 'proposed', registrar_clock() - interval '34 days', (SELECT min(id) FROM staff),
    jsonb_build_object('cohort', cohort.code)
FROM enrollment AS claim
JOIN cohort ON cohort.id = claim.cohort_id
WHERE starts_with(cohort.code, :'prefix' || '-')
ORDER BY claim.id;

WITH reason AS (
    INSERT INTO payload (salt, body)
    VALUES (decode(md5(:'prefix'), 'hex'), '{"reason": "All requirements are met."}')
    RETURNING id, payload_digest(salt, body) AS digest
)
INSERT INTO decision (enrollment_id, kind, at, staff_id, basis, payload_id, digest)
SELECT
    claim.id, 'granted', registrar_clock() - interval '30 days', (SELECT min(id) FROM staff),
    jsonb_build_object('cohort', cohort.code), reason.id, reason.digest
FROM enrollment AS claim
JOIN cohort ON cohort.id = claim.cohort_id
CROSS JOIN reason
WHERE starts_with(cohort.code, :'prefix' || '-')
ORDER BY claim.id;

-- 5. The names as every second one confirmed them.
INSERT INTO certificate_name (decision_id, name, confirmed_at)
SELECT decision.id, 'Dr. ' || claim.name, registrar_clock() - interval '29 days'
FROM decision
JOIN enrollment AS claim ON claim.id = decision.enrollment_id
JOIN cohort ON cohort.id = claim.cohort_id
WHERE decision.kind = 'granted' AND claim.seat_number % 2 = 0 AND starts_with(cohort.code, :'prefix' || '-');
COMMIT;
