-- A plan as it was shown, so that one that no longer holds can say what changed. It holds numbers and words of the
-- product, no name and no address; a month later the worker forgets it.
CREATE TABLE plan (
    hash bytea NOT NULL CONSTRAINT plan_once PRIMARY KEY
        CONSTRAINT plan_hash_has_32_octets CHECK (octet_length(hash) = 32),
    verb text NOT NULL CONSTRAINT plan_verb_is_a_word CHECK (verb ~ '^[a-z]+(\.[a-z_]+)+$'),
    outcomes jsonb NOT NULL,
    made_at timestamptz NOT NULL DEFAULT registrar_clock()
);

GRANT SELECT, INSERT, DELETE ON plan TO registrar_service;
