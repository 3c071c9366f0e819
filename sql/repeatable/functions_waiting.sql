-- How many wait in a cohort before an arrival. Arrivals are dense, so those who wait are all arrivals before it less
-- those who no longer do: one short index scan, however long the queue is.
CREATE OR REPLACE FUNCTION waiting_before(cohort bigint, arrival integer) RETURNS integer
LANGUAGE sql STABLE
AS $$
    SELECT $2 - 1 - count(*)::integer
    FROM enrollment
    WHERE enrollment.cohort_id = $1
        AND enrollment.arrival < $2
        AND enrollment.state <> 'waitlisted'
$$;
