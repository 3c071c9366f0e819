-- Cohorts :prefix-1 … :prefix-:count in :state with ten free seats each, of the latest version
-- of :program where that is given, and like the open sample cohort in all else.
WITH made AS (
    INSERT INTO cohort (
        code, program_version_id, state, time_zone, price_minor, currency, registration_opens_at,
        registration_closes_at, hold_window, offer_window
    )
    SELECT
        :'prefix' || '-' || turn,
        coalesce(
            (
                SELECT max(program_version.id)
                FROM program_version
                JOIN program ON program.id = program_version.program_id
                WHERE program.code = :'program'
            ),
            pattern.program_version_id
        ),
        :'state', pattern.time_zone, pattern.price_minor,
        pattern.currency, pattern.registration_opens_at, pattern.registration_closes_at, pattern.hold_window,
        pattern.offer_window
    FROM generate_series(1, :count) AS turn
    CROSS JOIN (
        SELECT *
        FROM cohort
        WHERE state = 'open'
        ORDER BY id
        LIMIT 1
    ) AS pattern
    RETURNING id
)
INSERT INTO session (cohort_id, number, starts_at, ends_at, time_zone, venue, online_url)
SELECT made.id, session.number, session.starts_at, session.ends_at, session.time_zone, session.venue, session.online_url
FROM made
CROSS JOIN session
WHERE session.cohort_id = (SELECT min(id) FROM cohort WHERE state = 'open');
