-- Cohorts :prefix-1 … with ten offers each that ended a minute ago, and twenty behind them whose address is confirmed.
BEGIN;
INSERT INTO person (email)
SELECT lower(:'prefix') || '-due-' || number || '@example.org'
FROM generate_series(1, 30) AS number;

INSERT INTO enrollment (
    cohort_id, person_id, state, arrival, seat_number, expires_at, name, reserved_at, address_confirmed_at
)
SELECT
    cohort.id, person.id, CASE WHEN place.arrival <= 10 THEN 'offered' ELSE 'waitlisted' END, place.arrival,
    CASE WHEN place.arrival <= 10 THEN place.arrival END,
    CASE WHEN place.arrival <= 10 THEN registrar_clock() - interval '1 minute' END, 'An Applicant',
    registrar_clock() - interval '1 day', registrar_clock() - interval '1 day'
FROM cohort
CROSS JOIN generate_series(1, 30) AS place (arrival)
JOIN person ON person.email = lower(:'prefix') || '-due-' || place.arrival || '@example.org'
WHERE starts_with(cohort.code, :'prefix' || '-')
ORDER BY cohort.id, place.arrival;

INSERT INTO enrollment_event (cohort_id, number, enrollment_id, kind, at, actor)
SELECT cohort_id, arrival, enrollment.id, 'waitlisted', reserved_at, 'visitor'
FROM enrollment
JOIN cohort ON cohort.id = cohort_id
WHERE starts_with(cohort.code, :'prefix' || '-');

UPDATE cohort
SET last_arrival = 30, last_event_number = 30
WHERE starts_with(code, :'prefix' || '-');
COMMIT;
