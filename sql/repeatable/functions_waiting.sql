-- How many wait in a cohort before an arrival. Arrivals are dense, so those who wait are all arrivals before it less
-- those who no longer do: one short index scan, however long the queue is. A restored removal keeps its arrival, which
-- the restored row alone stands for.
CREATE OR REPLACE FUNCTION waiting_before(cohort bigint, arrival integer) RETURNS integer
LANGUAGE sql STABLE
AS $$
    SELECT $2 - 1 - count(*)::integer
    FROM enrollment
    WHERE enrollment.cohort_id = $1
        AND enrollment.arrival < $2
        AND enrollment.state <> 'waitlisted'
        AND enrollment.restored_at IS NULL
$$;

-- The place in the queue, from 1: those whom staff preferred come first, in the order of that decision, then arrivals.
CREATE OR REPLACE FUNCTION queue_position(cohort bigint, arrival integer, preferred_at timestamptz) RETURNS integer
LANGUAGE sql STABLE
AS $$
    SELECT 1 + CASE
        WHEN $3 IS NULL THEN waiting_before($1, $2) + count(*) FILTER (WHERE enrollment.arrival > $2)
        ELSE count(*) FILTER (WHERE (enrollment.preferred_at, enrollment.arrival) < ($3, $2))
    END::integer
    FROM enrollment
    WHERE enrollment.cohort_id = $1
        AND enrollment.state = 'waitlisted'
        AND enrollment.preferred_at IS NOT NULL
$$;
