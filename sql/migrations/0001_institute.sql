-- The institute, its clock, its staff, and the audit trail that every staff act leaves.

CREATE FUNCTION is_time_zone(zone text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog
AS $$
BEGIN
    -- PostgreSQL would also take POSIX strings such as 'FOO5'; people choose places.
    IF zone <> 'UTC' AND zone !~ '^[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)+$' THEN
        RETURN false;
    END IF;
    PERFORM timestamptz 'epoch' AT TIME ZONE zone;
    RETURN true;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN false;
END
$$;

CREATE FUNCTION history_only_grows() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'history_only_grows';
END
$$;

-- Tests shift the clock here; doctor wants it empty.
CREATE TABLE clock_shift (
    only_row boolean NOT NULL DEFAULT true CONSTRAINT clock_shift_is_one_row CHECK (only_row) PRIMARY KEY,
    shift interval NOT NULL
);

-- The product's clock: what freeze_clock read in this transaction, else the machine's, shifted by tests.
CREATE FUNCTION registrar_clock() RETURNS timestamptz
LANGUAGE sql VOLATILE
AS $$
    SELECT coalesce(
        nullif(current_setting('registrar.now', true), '')::timestamptz,
        clock_timestamp() + coalesce((SELECT shift FROM clock_shift), interval '0')
    )
$$;

-- Reads the clock once for this transaction; an operation calls it right after it has its locks.
CREATE FUNCTION freeze_clock() RETURNS void
LANGUAGE sql VOLATILE
AS $$
    SELECT set_config('registrar.now', registrar_clock()::text, true)
$$;

-- A cohort's history never runs backwards, even when the machine's clock does.
CREATE FUNCTION cohort_clock(last_event_at timestamptz) RETURNS timestamptz
LANGUAGE sql VOLATILE
AS $$
    SELECT greatest(registrar_clock(), last_event_at)
$$;

CREATE TABLE institute (
    only_row boolean NOT NULL DEFAULT true CONSTRAINT institute_is_one_row CHECK (only_row) PRIMARY KEY,
    name text NOT NULL
        CONSTRAINT institute_name_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200),
    contact_email text NOT NULL,
    postal_address text NOT NULL,
    time_zone text NOT NULL CONSTRAINT institute_time_zone_exists CHECK (is_time_zone(time_zone)),
    logo_url text,
    public_url text NOT NULL
        CONSTRAINT public_url_is_an_origin CHECK (public_url ~ '^https?://[^/?#[:space:]]+$')
);

CREATE TABLE staff (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text NOT NULL CONSTRAINT staff_login_once UNIQUE
        CONSTRAINT staff_login_is_a_word CHECK (login ~ '^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,62}$'),
    name text NOT NULL
        CONSTRAINT staff_name_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200),
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT registrar_clock(),
    disabled_at timestamptz
);

CREATE TABLE staff_role (
    staff_id bigint NOT NULL REFERENCES staff,
    role text NOT NULL CONSTRAINT staff_role_is_known
        CHECK (role IN ('owner', 'registrar', 'instructor', 'examiner', 'decider', 'auditor')),
    CONSTRAINT staff_role_once PRIMARY KEY (staff_id, role)
);

-- Text of history lies apart, with the salt of its digest, so that an erasure can take it and the digest stays.
CREATE TABLE payload (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    salt bytea NOT NULL CONSTRAINT payload_salt_has_16_octets CHECK (octet_length(salt) = 16),
    body jsonb NOT NULL
);

CREATE FUNCTION payload_digest(salt bytea, body jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT sha256(salt || convert_to(body::text, 'UTF8'))
$$;

-- A restore into another cluster starts a new era: there xid8 begins anew.
CREATE TABLE audit_era (
    number smallint PRIMARY KEY,
    system_identifier bigint NOT NULL,
    started_at timestamptz NOT NULL DEFAULT registrar_clock()
);

CREATE FUNCTION audit_current_era() RETURNS smallint
LANGUAGE sql STABLE
AS $$
    SELECT max(number) FROM audit_era
$$;

INSERT INTO audit_era (number, system_identifier)
SELECT 1, system_identifier
FROM pg_control_system();

CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    era smallint NOT NULL DEFAULT audit_current_era() REFERENCES audit_era,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    verb text NOT NULL CONSTRAINT audit_verb_is_a_word CHECK (verb ~ '^[a-z]+(\.[a-z_]+)+$'),
    subject text NOT NULL CONSTRAINT audit_subject_is_a_word CHECK (subject ~ '^[a-z_]+$'),
    subject_id bigint,
    payload_id bigint,
    digest bytea,
    CONSTRAINT audit_operator_is_named_only_for_another CHECK (operator_id <> staff_id),
    CONSTRAINT audit_payload_has_a_digest CHECK (payload_id IS NULL OR octet_length(digest) = 32)
);

CREATE INDEX audit_entry_by_seal_order ON audit_entry (era, xid, id);

-- A seal hashes the entries between the seal before it and its own bound, in order of (era, xid, id).
CREATE TABLE audit_seal (
    number bigint PRIMARY KEY,
    era smallint NOT NULL REFERENCES audit_era,
    below xid8 NOT NULL,
    entries integer NOT NULL CONSTRAINT audit_seal_counts_entries CHECK (entries > 0),
    digest bytea NOT NULL CONSTRAINT audit_seal_digest_has_32_octets CHECK (octet_length(digest) = 32),
    at timestamptz NOT NULL DEFAULT registrar_clock()
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_era
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();
CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();
CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

GRANT SELECT ON clock_shift TO registrar_service;
GRANT SELECT, INSERT, UPDATE ON institute, staff TO registrar_service;
GRANT SELECT, INSERT, DELETE ON staff_role TO registrar_service;
GRANT SELECT, INSERT ON payload, audit_era, audit_entry, audit_seal TO registrar_service;
GRANT SELECT ON schema_migration TO registrar_service;
