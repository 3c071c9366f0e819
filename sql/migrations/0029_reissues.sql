-- Certificates that are signed anew because somebody else may have the key that signed them; each step is whole, and what a
-- kill left open the next one goes on with.

CREATE TABLE reissue (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The key that nothing is believed of any more.
    key_name text NOT NULL REFERENCES signing_key,
    -- Of the plan that was applied.
    hash bytea NOT NULL CONSTRAINT reissue_hash_has_32_octets CHECK (octet_length(hash) = 32),
    -- How many certificates the key's loss touched when it was told.
    certificates integer NOT NULL CONSTRAINT reissue_counts_certificates CHECK (certificates >= 0),
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- When none of them was left.
    ended_at timestamptz CONSTRAINT reissue_ends_after_it_began CHECK (ended_at >= at),
    CONSTRAINT reissue_once_per_plan UNIQUE (hash)
);

CREATE UNIQUE INDEX reissue_open_once_per_key ON reissue (key_name)
    WHERE ended_at IS NULL;

-- A key that nobody gave up signs on: its certificates are left as they are.
CREATE FUNCTION only_compromised_keys_are_reissued() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM signing_key WHERE name = NEW.key_name AND state = 'compromised') THEN
        RAISE EXCEPTION 'key % is not compromised', NEW.key_name
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_compromised_keys_are_reissued';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER only_compromised_keys_are_reissued BEFORE INSERT ON reissue
    FOR EACH ROW EXECUTE FUNCTION only_compromised_keys_are_reissued();

-- What was told of it stays; only its end is written later, once.
CREATE FUNCTION reissue_only_ends() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL
        OR (OLD.id, OLD.key_name, OLD.hash, OLD.certificates, OLD.staff_id, OLD.operator_id, OLD.at)
            IS DISTINCT FROM (NEW.id, NEW.key_name, NEW.hash, NEW.certificates, NEW.staff_id, NEW.operator_id, NEW.at) THEN
        RAISE EXCEPTION 'reissue % only ends', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reissue_only_ends';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER reissue_only_ends BEFORE UPDATE ON reissue
    FOR EACH ROW EXECUTE FUNCTION reissue_only_ends();

GRANT SELECT, INSERT, UPDATE ON reissue TO registrar_service;
