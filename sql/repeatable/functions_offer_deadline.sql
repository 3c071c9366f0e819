-- When an offer ends: after the cohort's window, two hours when the start is within 48 hours, never past the start; one
-- that would end between 20:00 and 08:00 of the reader's day moves to the next 08:00.
CREATE OR REPLACE FUNCTION offer_deadline(now timestamptz, offer_window interval, starts_at timestamptz, zone text)
RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT least(
        CASE
            WHEN local_end::time >= '20:00' THEN (local_end::date + 1 + time '08:00') AT TIME ZONE zone
            WHEN local_end::time < '08:00' THEN (local_end::date + time '08:00') AT TIME ZONE zone
            ELSE now + length
        END,
        starts_at
    )
    FROM (
        SELECT CASE
            WHEN starts_at <= now + interval '48 hours' THEN least(offer_window, interval '2 hours')
            ELSE offer_window
        END AS length
    ) AS chosen
    CROSS JOIN LATERAL (SELECT (now + length) AT TIME ZONE zone AS local_end) AS ending
$$;
