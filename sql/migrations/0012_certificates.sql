-- Certificates: the issuer's keys, what was issued in which version, its life, and the lists that tell of revocations.

CREATE TABLE signing_key (
    name text PRIMARY KEY
        CONSTRAINT signing_key_name_is_a_word CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    kind text NOT NULL CONSTRAINT signing_key_kind_is_known CHECK (kind IN ('rsa', 'ed25519')),
    -- The public key as a JWK; the private one is a file.
    jwk jsonb NOT NULL,
    state text NOT NULL DEFAULT 'standby' CONSTRAINT signing_key_state_is_known
        CHECK (state IN ('standby', 'active', 'retired', 'compromised')),
    created_at timestamptz NOT NULL DEFAULT registrar_clock(),
    activated_at timestamptz,
    retired_at timestamptz,
    -- When the last certificate that a retired key signed ends; NULL is never.
    needed_until timestamptz,
    compromised_at timestamptz,
    CONSTRAINT signing_key_states_have_their_times CHECK (
        (state = 'standby' OR activated_at IS NOT NULL OR compromised_at IS NOT NULL)
        AND (state <> 'retired' OR retired_at IS NOT NULL)
        AND ((state = 'compromised') = (compromised_at IS NOT NULL))
    )
);

CREATE UNIQUE INDEX one_active_key_per_kind ON signing_key (kind)
    WHERE state = 'active';
CREATE UNIQUE INDEX one_standby_key_per_kind ON signing_key (kind)
    WHERE state = 'standby';

CREATE FUNCTION signing_key_moves_along_its_life() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF (OLD.name, OLD.kind, OLD.jwk) IS DISTINCT FROM (NEW.name, NEW.kind, NEW.jwk)
        OR (OLD.state, NEW.state) NOT IN (
            ('standby', 'active'), ('standby', 'compromised'), ('active', 'retired'), ('active', 'compromised'),
            ('retired', 'compromised')
        ) THEN
        RAISE EXCEPTION 'key % does not go from % to %', OLD.name, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'signing_key_moves_along_its_life';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER signing_key_moves_along_its_life BEFORE UPDATE ON signing_key
    FOR EACH ROW EXECUTE FUNCTION signing_key_moves_along_its_life();

-- How a candidate wants the name spelt, by the mailed link; until then, and after 14 days, the registered name counts.
CREATE TABLE certificate_name (
    decision_id bigint PRIMARY KEY REFERENCES decision,
    name text NOT NULL
        CONSTRAINT certificate_name_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200),
    confirmed_at timestamptz NOT NULL
);

-- The row that a look-up reads; what was signed lies apart, so that this one stays small.
CREATE TABLE certificate (
    -- Ten random characters and their check, without prefix and hyphens.
    id text PRIMARY KEY CONSTRAINT certificate_id_has_11_characters CHECK (id ~ '^[0-9A-HJKMNP-TV-Z]{11}$'),
    number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT certificate_number_once UNIQUE,
    -- Before the ID as printed; says which credential, and is no part of it.
    prefix text NOT NULL,
    decision_id bigint REFERENCES decision,
    person_id bigint NOT NULL REFERENCES person,
    program_version_id bigint NOT NULL REFERENCES program_version,
    state text NOT NULL DEFAULT 'active' CONSTRAINT certificate_state_is_known
        CHECK (state IN ('active', 'suspended', 'revoked', 'surrendered')),
    state_since timestamptz NOT NULL,
    reason text,
    first_issued_at timestamptz NOT NULL,
    -- Of the latest version.
    version smallint NOT NULL DEFAULT 1 CONSTRAINT certificate_version_counts_from_1 CHECK (version >= 1),
    valid_from timestamptz NOT NULL,
    valid_until timestamptz,
    is_test boolean NOT NULL,
    -- As issued; the holder's random identifier beside it. Both go with an erasure.
    name text CONSTRAINT certificate_holder_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200),
    subject uuid,
    erased_at timestamptz,
    CONSTRAINT certificate_once_per_decision UNIQUE (decision_id),
    CONSTRAINT certificate_names_nobody_exactly_when_erased CHECK (
        (erased_at IS NOT NULL) = (name IS NULL) AND (erased_at IS NOT NULL) = (subject IS NULL)
    ),
    CONSTRAINT certificate_begins_before_it_ends CHECK (valid_from < valid_until)
);

CREATE INDEX certificate_by_person ON certificate (person_id);

CREATE FUNCTION certificate_moves_along_its_life() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.id <> NEW.id OR (OLD.state, NEW.state) NOT IN (
        ('active', 'suspended'), ('active', 'revoked'), ('active', 'surrendered'),
        ('suspended', 'active'), ('suspended', 'revoked'), ('suspended', 'surrendered')
    ) THEN
        RAISE EXCEPTION 'certificate % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certificate_moves_along_its_life';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER certificate_moves_along_its_life BEFORE UPDATE OF id, state ON certificate
    FOR EACH ROW WHEN (OLD.id <> NEW.id OR OLD.state <> NEW.state)
    EXECUTE FUNCTION certificate_moves_along_its_life();

-- One signed edition under an ID: the first, and each that replaced one before it.
CREATE TABLE certificate_version (
    certificate_id text NOT NULL REFERENCES certificate,
    number smallint NOT NULL,
    kind text NOT NULL CONSTRAINT certificate_version_kind_is_known CHECK (kind IN ('issued', 'corrected')),
    at timestamptz NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_until timestamptz,
    jwt_key text NOT NULL REFERENCES signing_key,
    proof_key text NOT NULL REFERENCES signing_key,
    -- Its bit in the list of revocations.
    status_list integer NOT NULL,
    status_index integer NOT NULL CONSTRAINT status_index_is_in_the_list CHECK (status_index BETWEEN 0 AND 131071),
    jwt_digest bytea NOT NULL CONSTRAINT jwt_digest_has_32_octets CHECK (octet_length(jwt_digest) = 32),
    proof_digest bytea NOT NULL CONSTRAINT proof_digest_has_32_octets CHECK (octet_length(proof_digest) = 32),
    CONSTRAINT certificate_version_once PRIMARY KEY (certificate_id, number),
    CONSTRAINT status_place_once UNIQUE (status_list, status_index)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate_version
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- What is signed now is signed by keys that sign now; they stay so until this commits.
CREATE FUNCTION only_active_keys_sign() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM
    FROM signing_key
    WHERE (name, kind) IN ((NEW.jwt_key, 'rsa'), (NEW.proof_key, 'ed25519')) AND state = 'active'
    FOR SHARE;
    IF (
        SELECT count(*)
        FROM signing_key
        WHERE (name, kind) IN ((NEW.jwt_key, 'rsa'), (NEW.proof_key, 'ed25519')) AND state = 'active'
    ) <> 2 THEN
        RAISE EXCEPTION 'keys % and % are not the ones that sign now', NEW.jwt_key, NEW.proof_key
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_active_keys_sign';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER only_active_keys_sign BEFORE INSERT ON certificate_version
    FOR EACH ROW EXECUTE FUNCTION only_active_keys_sign();

-- What was signed, as it is served: byte for byte, until its holder is erased.
CREATE TABLE certificate_file (
    certificate_id text NOT NULL,
    version smallint NOT NULL,
    jwt text NOT NULL,
    proof text NOT NULL,
    CONSTRAINT certificate_file_once PRIMARY KEY (certificate_id, version),
    CONSTRAINT certificate_file_is_of_a_version
        FOREIGN KEY (certificate_id, version) REFERENCES certificate_version (certificate_id, number)
);

-- What was drawn of a version, as it was first drawn: the same file for everybody.
CREATE TABLE certificate_rendering (
    certificate_id text NOT NULL,
    version smallint NOT NULL,
    kind text NOT NULL CONSTRAINT certificate_rendering_kind_is_known
        CHECK (kind IN ('letter.pdf', 'a4.pdf', 'png', 'svg', 'preview.png')),
    octets bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    CONSTRAINT certificate_rendering_once PRIMARY KEY (certificate_id, version, kind),
    CONSTRAINT certificate_rendering_is_of_a_version
        FOREIGN KEY (certificate_id, version) REFERENCES certificate_version (certificate_id, number)
);

CREATE TABLE certificate_event (
    certificate_id text NOT NULL REFERENCES certificate,
    number smallint NOT NULL,
    kind text NOT NULL CONSTRAINT certificate_event_kind_is_known CHECK (
        kind IN ('issued', 'suspended', 'reinstated', 'revoked', 'surrendered', 'corrected', 'erased')
    ),
    at timestamptz NOT NULL,
    -- From when it holds; never after it was written down.
    effective_at timestamptz NOT NULL,
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    reason text,
    payload_id bigint,
    digest bytea,
    CONSTRAINT certificate_event_once PRIMARY KEY (certificate_id, number),
    CONSTRAINT certificate_event_has_a_reason_in_words CHECK (
        kind IN ('issued', 'erased') OR (reason IS NOT NULL AND payload_id IS NOT NULL)
    ),
    CONSTRAINT certificate_event_payload_has_a_digest CHECK (payload_id IS NULL OR octet_length(digest) = 32)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- A list of 131,072 bits; index 0 is the left-most. It is signed after the commit that changed it, and a signature is
-- stored with the edition it is of, so that an older one never replaces a newer.
CREATE TABLE status_list (
    number integer PRIMARY KEY CONSTRAINT status_list_number_counts_from_1 CHECK (number >= 1),
    bits bytea NOT NULL DEFAULT decode(repeat('00', 16384), 'hex')
        CONSTRAINT status_list_has_131072_bits CHECK (octet_length(bits) = 16384),
    -- How many of its places are given; half of them at most, so that a free one is quickly found.
    taken integer NOT NULL DEFAULT 0 CONSTRAINT status_list_is_at_most_half_full CHECK (taken BETWEEN 0 AND 65536),
    edition bigint NOT NULL DEFAULT 1,
    signed_edition bigint CONSTRAINT status_list_signature_is_of_an_edition CHECK (signed_edition <= edition),
    signed_at timestamptz,
    jwt text,
    CONSTRAINT status_list_is_signed_whole CHECK (
        (signed_edition IS NULL) = (jwt IS NULL) AND (signed_at IS NULL) = (jwt IS NULL)
    )
);

-- How often was looked up on a day, with which answer; never by whom.
CREATE TABLE certificate_lookup (
    day date NOT NULL,
    answer text NOT NULL,
    count bigint NOT NULL CONSTRAINT certificate_lookup_counts CHECK (count > 0),
    CONSTRAINT certificate_lookup_once PRIMARY KEY (day, answer)
);

-- A mail may be about a certificate.
ALTER TABLE job ADD COLUMN certificate_id text REFERENCES certificate;

GRANT SELECT, INSERT, UPDATE ON signing_key, certificate_name, certificate, status_list, certificate_lookup
    TO registrar_service;
GRANT SELECT, INSERT ON certificate_version, certificate_file, certificate_rendering, certificate_event TO registrar_service;

-- The public address stands in every certificate: once one that is no test was issued, it stays.
CREATE FUNCTION public_url_stays_once_issued() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM certificate WHERE NOT certificate.is_test) THEN
        RAISE EXCEPTION 'certificates were issued under %; the public address stays', OLD.public_url
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'public_url_stays_once_issued';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER public_url_stays_once_issued BEFORE UPDATE OF public_url ON institute
    FOR EACH ROW WHEN (OLD.public_url <> NEW.public_url) EXECUTE FUNCTION public_url_stays_once_issued();

CREATE INDEX certificate_that_is_no_test ON certificate (is_test)
    WHERE NOT is_test;
