-- The yardstick: the SQL work of settling one cohort as one transaction, statement by statement.
-- Variables: prefix, share (how many cohorts each client settles), turn (0 at first).
\set turn :turn + 1
\set number :client_id * :share + :turn
BEGIN;
-- 1. The cohort's lock, and the clock, read once.
SELECT id AS cohort
FROM cohort
WHERE code = :prefix::text || '-' || :number::text
FOR UPDATE \gset
SELECT freeze_clock();
-- 2. What expired lapses, with its history and its mail.
WITH due AS (
    SELECT enrollment.id, enrollment.seat_number
    FROM enrollment
    JOIN cohort ON cohort.id = enrollment.cohort_id
    WHERE enrollment.cohort_id = :cohort
        AND enrollment.seat_number IS NOT NULL
        AND enrollment.expires_at <= cohort_clock(cohort.last_event_at)
),
lapsed AS (
    UPDATE enrollment
    SET state = 'lapsed', seat_number = NULL, expires_at = NULL, client_digest = NULL
    FROM due
    WHERE enrollment.id = due.id
    RETURNING enrollment.id, due.seat_number
),
told AS (
    INSERT INTO job (kind, enrollment_id)
    SELECT 'mail.offer_lapsed', id
    FROM lapsed
),
counted AS (
    UPDATE cohort
    SET last_event_number = last_event_number + (SELECT count(*) FROM lapsed), last_event_at = cohort_clock(last_event_at)
    WHERE id = :cohort
    RETURNING last_event_number, last_event_at
)
INSERT INTO enrollment_event (cohort_id, number, enrollment_id, kind, at, actor, seat_number, reason)
SELECT
    :cohort, last_event_number - row_number() OVER (ORDER BY seat_number DESC) + 1, id, 'lapsed', last_event_at, 'system',
    seat_number, 'offer_expired'
FROM lapsed
CROSS JOIN counted;
-- 3. Each free seat goes to the first who waits, with its history and its mail.
WITH free AS (
    SELECT
        cohort_now.now, cohort_now.starts_at, cohort_now.offer_window, cohort_now.time_zone, seat.number,
        row_number() OVER (ORDER BY seat.number) AS turn
    FROM cohort_now
    JOIN seat ON seat.cohort_id = cohort_now.id
    WHERE cohort_now.id = :cohort
        AND cohort_now.state = 'open'
        AND cohort_now.waiting > 0
        AND cohort_now.starts_at > cohort_now.now
        AND NOT EXISTS (
            SELECT
            FROM enrollment
            WHERE enrollment.cohort_id = seat.cohort_id AND enrollment.seat_number = seat.number
        )
),
head AS (
    SELECT waiter.*, row_number() OVER (ORDER BY waiter.arrival) AS turn
    FROM (
        SELECT id, arrival, time_zone
        FROM enrollment
        WHERE cohort_id = :cohort
            AND state = 'waitlisted'
            AND address_confirmed_at IS NOT NULL
        ORDER BY arrival
        LIMIT 10
    ) AS waiter
),
given AS (
    UPDATE enrollment
    SET state = 'offered',
        seat_number = free.number,
        expires_at = offer_deadline(free.now, free.offer_window, free.starts_at, coalesce(head.time_zone, free.time_zone))
    FROM head
    JOIN free USING (turn)
    WHERE enrollment.id = head.id
    RETURNING enrollment.id, enrollment.seat_number, enrollment.expires_at
),
told AS (
    INSERT INTO job (kind, enrollment_id)
    SELECT kind, id
    FROM given
    CROSS JOIN unnest(ARRAY['mail.offered', 'mail.offer_reminder']) AS kind
),
counted AS (
    UPDATE cohort
    SET last_event_number = last_event_number + (SELECT count(*) FROM given), last_event_at = cohort_clock(last_event_at)
    WHERE id = :cohort
    RETURNING last_event_number, last_event_at
)
INSERT INTO enrollment_event (cohort_id, number, enrollment_id, kind, at, actor, seat_number, deadline)
SELECT
    :cohort, last_event_number - row_number() OVER (ORDER BY seat_number DESC) + 1, id, 'offered', last_event_at, 'system',
    seat_number, expires_at
FROM given
CROSS JOIN counted;
COMMIT;
