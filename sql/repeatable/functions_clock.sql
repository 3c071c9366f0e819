-- The clock of migration 0001 as procedures: their plans are kept for the session, where a query function is planned
-- anew by every statement that calls it (25 µs each time, and a reservation has a dozen statements).

CREATE OR REPLACE FUNCTION registrar_clock() RETURNS timestamptz
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    frozen text := current_setting('registrar.now', true);
BEGIN
    IF frozen <> '' THEN
        RETURN frozen::timestamptz;
    END IF;
    RETURN clock_timestamp() + coalesce((SELECT shift FROM clock_shift), interval '0');
END
$$;

CREATE OR REPLACE FUNCTION freeze_clock() RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    PERFORM set_config('registrar.now', registrar_clock()::text, true);
END
$$;
