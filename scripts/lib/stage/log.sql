-- A log of :entries entries of the audit trail's kind, in steps of one to a thousand.
SELECT set_config('stage.entries', :'entries', false) \gset
DO $$
DECLARE
    missing integer := current_setting('stage.entries')::integer - (SELECT size FROM log_head);
    step integer;
BEGIN
    WHILE missing > 0 LOOP
        step := least(missing, CASE WHEN random() < 0.5 THEN 1 ELSE ceil(random() * 1000)::integer END);
        PERFORM append_to_log(
            array_fill('audit'::text, ARRAY[step]),
            ARRAY(SELECT sha256(convert_to(missing || ' ' || turn, 'UTF8')) FROM generate_series(1, step) AS turn)
        );
        missing := missing - step;
    END LOOP;
END
$$;
