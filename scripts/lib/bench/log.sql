-- A log of :entries entries, half a million in each transaction.
SELECT set_config('bench.entries', :'entries', false) \gset
DO $$
DECLARE
    missing bigint;
    step integer;
BEGIN
    LOOP
        missing := current_setting('bench.entries')::bigint - (SELECT size FROM log_head);
        EXIT WHEN missing <= 0;
        step := least(missing, 500000);
        PERFORM append_to_log(
            array_fill('audit'::text, ARRAY[step]),
            ARRAY(SELECT sha256(convert_to(missing || ' ' || turn, 'UTF8')) FROM generate_series(1, step) AS turn)
        );
        COMMIT;
    END LOOP;
END
$$;
