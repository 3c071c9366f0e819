-- A plan as it was shown, so that one that no longer holds can say what changed. It holds numbers and words of the
-- product, no name and no address; a month later the worker forgets it, unless it was carried out on a cohort.
CREATE TABLE plan (
    hash bytea NOT NULL CONSTRAINT plan_once PRIMARY KEY
        CONSTRAINT plan_hash_has_32_octets CHECK (octet_length(hash) = 32),
    verb text NOT NULL CONSTRAINT plan_verb_is_a_word CHECK (verb ~ '^[a-z]+(\.[a-z_]+)+$'),
    outcomes jsonb NOT NULL,
    made_at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- What it was carried out on, so that whoever asks for the same again gets the same answer.
    cohort_id bigint REFERENCES cohort,
    applied_at timestamptz,
    CONSTRAINT applied_plan_names_its_cohort CHECK ((applied_at IS NULL) = (cohort_id IS NULL))
);

CREATE INDEX plan_by_cohort ON plan (cohort_id, applied_at)
    WHERE cohort_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON plan TO registrar_service;
