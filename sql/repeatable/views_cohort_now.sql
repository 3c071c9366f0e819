-- A cohort as of now, as if settled: what expired no longer takes a seat, and a seat that somebody waits for is not free.
DROP VIEW IF EXISTS cohort_now;
CREATE VIEW cohort_now AS
SELECT
    cohort.id,
    cohort.code,
    cohort.state,
    cohort.capacity,
    cohort.time_zone,
    cohort.price_minor,
    cohort.currency,
    cohort.registration_opens_at,
    cohort.registration_closes_at,
    cohort.hold_window,
    cohort.offer_window,
    cohort.payment_first,
    cohort.payment_window,
    cohort.created_at,
    cohort.last_arrival,
    cohort.last_event_at,
    cohort.program_version_id,
    program.code AS program_code,
    program.is_sample,
    program_version.number AS program_version_number,
    program_version.name AS program_name,
    program_version.summary AS program_summary,
    program_version.grants,
    program_version.term_months,
    frozen_terms(program_version.terms, dates.starts_at) AS terms,
    dates.starts_at,
    dates.ends_at,
    clock.now,
    coalesce(taken.seats, 0) AS seats_taken,
    coalesce(taken.confirmed, 0) AS seats_confirmed,
    waiting.count AS waiting,
    CASE WHEN waiting.count > 0 THEN 0 ELSE cohort.capacity - coalesce(taken.seats, 0) END AS seats_free
FROM cohort
JOIN program_version ON program_version.id = cohort.program_version_id
JOIN program ON program.id = program_version.program_id
CROSS JOIN LATERAL (SELECT cohort_clock(cohort.last_event_at) AS now OFFSET 0) AS clock
LEFT JOIN LATERAL (
    SELECT min(session.starts_at) AS starts_at, max(session.ends_at) AS ends_at
    FROM session
    WHERE session.cohort_id = cohort.id
) AS dates ON true
LEFT JOIN LATERAL (
    SELECT
        count(*)::integer AS seats,
        (count(*) FILTER (WHERE enrollment.expires_at IS NULL))::integer AS confirmed
    FROM enrollment
    WHERE enrollment.cohort_id = cohort.id
        AND enrollment.seat_number IS NOT NULL
        AND (enrollment.expires_at IS NULL OR enrollment.expires_at > clock.now)
) AS taken ON true
CROSS JOIN LATERAL (SELECT waiting_before(cohort.id, cohort.last_arrival + 1) AS count) AS waiting;

GRANT SELECT ON cohort_now TO registrar_service;
