-- Withdrawal, refund and transfer terms: data of a program version, frozen into each enrollment when it is made.

-- {"refund": [{"days": 30, "percent": 100}, {"days": 14, "percent": 50}], "transfer": {"times": 1, "days": 7}}, where
-- days are whole days before the first session, falling, with percents that fall too; after the last nothing is refunded.
CREATE FUNCTION terms_are_sound(terms jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT
SET search_path = pg_catalog
AS $$
    SELECT jsonb_typeof(terms -> 'refund') = 'array'
        AND jsonb_typeof(terms -> 'transfer') = 'object'
        AND (terms -> 'transfer' ->> 'times')::integer BETWEEN 0 AND 100
        AND (terms -> 'transfer' ->> 'days')::integer BETWEEN 0 AND 1000
        AND NOT EXISTS (
            SELECT
            FROM (
                SELECT
                    (step ->> 'days')::integer AS days,
                    (step ->> 'percent')::integer AS percent,
                    lag((step ->> 'days')::integer) OVER (ORDER BY place) AS days_before,
                    lag((step ->> 'percent')::integer) OVER (ORDER BY place) AS percent_before
                FROM jsonb_array_elements(terms -> 'refund') WITH ORDINALITY AS refund (step, place)
            ) AS step
            WHERE (
                days BETWEEN 0 AND 1000 AND percent BETWEEN 1 AND 100
                AND coalesce(days < days_before, true) AND coalesce(percent < percent_before, true)
            ) IS NOT TRUE
        )
$$;

ALTER TABLE program_version
    ADD COLUMN terms jsonb CONSTRAINT program_terms_are_sound CHECK (terms_are_sound(terms));

ALTER TABLE enrollment
    -- As frozen_terms() wrote them: instants instead of days. NULL: nothing is promised.
    ADD COLUMN terms jsonb,
    -- How often this claim was moved from cohort to cohort already.
    ADD COLUMN transfers smallint NOT NULL DEFAULT 0
        CONSTRAINT transfers_are_counted_from_0 CHECK (transfers >= 0);
