-- Plans to issue that were applied where the key files are not; the worker beside the keys carries them out, oldest first.

CREATE TABLE issue_order (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash bytea NOT NULL CONSTRAINT issue_order_hash_has_32_octets CHECK (octet_length(hash) = 32),
    -- Of the plan, as it was shown.
    outcomes jsonb NOT NULL,
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    ended_at timestamptz,
    -- Why it was not carried out whole.
    refusal text,
    CONSTRAINT issue_order_is_refused_when_it_ends CHECK (refusal IS NULL OR ended_at IS NOT NULL)
);

CREATE UNIQUE INDEX issue_order_open_once ON issue_order (hash)
    WHERE ended_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON issue_order TO registrar_service;
