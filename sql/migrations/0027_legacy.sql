-- Thirty years of holders from the institute's old records: old numbers, dates as exactly as they are known, and who may be
-- one human.

ALTER TABLE certificate
    -- The number that stands on the old paper, as it is written there.
    ADD COLUMN old_number text
        CONSTRAINT old_number_has_1_to_64_characters CHECK (char_length(old_number) BETWEEN 1 AND 64),
    -- How exactly an old date is known; NULL is to the instant. What is known less exactly is stored as noon of its first
    -- day, an end as the last second of its last day, in the institute's zone.
    ADD COLUMN issued_precision text
        CONSTRAINT issued_precision_is_known CHECK (issued_precision IN ('day', 'month', 'year')),
    ADD COLUMN until_precision text
        CONSTRAINT until_precision_is_known CHECK (until_precision IN ('day', 'month', 'year')),
    ADD COLUMN since_precision text
        CONSTRAINT since_precision_is_known CHECK (since_precision IN ('day', 'month', 'year')),
    ADD CONSTRAINT old_certificates_have_a_number_and_a_day CHECK (
        (origin = 'legacy') = (old_number IS NOT NULL) AND (origin = 'legacy') = (issued_precision IS NOT NULL)
        AND (origin = 'legacy' OR (until_precision IS NULL AND since_precision IS NULL))
    );

-- What a register here writes it knows to the instant.
CREATE FUNCTION new_times_are_instants() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.valid_until IS DISTINCT FROM OLD.valid_until THEN
        NEW.until_precision := NULL;
    END IF;
    IF NEW.state_since <> OLD.state_since THEN
        NEW.since_precision := NULL;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER new_times_are_instants BEFORE UPDATE OF valid_until, state_since ON certificate
    FOR EACH ROW WHEN (OLD.origin = 'legacy') EXECUTE FUNCTION new_times_are_instants();

-- What is still to be signed of an import: the few whose term goes on, among many whose term is over.
CREATE INDEX certificate_without_a_version ON certificate (valid_until)
    WHERE version = 0;

-- Somebody of whom no address is known, or only one that somebody else here has, stands with `legacy:` and a certificate's
-- ID in its place: nothing that anybody can type, and no mail goes there.
ALTER TABLE person
    ADD CONSTRAINT person_without_address_is_known_by_a_certificate CHECK (
        email NOT LIKE 'legacy:%' OR email ~ '^legacy:[0-9a-hjkmnp-tv-z]{11}$'
    );

CREATE TABLE legacy_import (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Of the plan that was carried out: the same again goes on where it ended.
    hash bytea NOT NULL CONSTRAINT legacy_import_once UNIQUE
        CONSTRAINT legacy_import_hash_has_32_octets CHECK (octet_length(hash) = 32),
    rows integer NOT NULL CONSTRAINT legacy_import_has_rows CHECK (rows >= 1),
    at timestamptz NOT NULL,
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff
);

CREATE TABLE legacy_certificate (
    certificate_id text PRIMARY KEY REFERENCES certificate,
    -- By which an old number is found: capitals, without blanks and hyphens.
    number_key text NOT NULL CONSTRAINT legacy_number_once UNIQUE
        CONSTRAINT legacy_number_is_normalised CHECK (number_key ~ '^[^[:space:][:cntrl:]a-z-]{1,64}$'),
    import_id bigint NOT NULL REFERENCES legacy_import,
    line integer NOT NULL CONSTRAINT legacy_line_counts_from_2 CHECK (line >= 2),
    -- Both go with an erasure. The key is the folded name and city, by which one human is perhaps found twice.
    city text CONSTRAINT legacy_city_has_1_to_100_characters CHECK (char_length(city) BETWEEN 1 AND 100),
    holder_key text,
    CONSTRAINT legacy_line_once UNIQUE (import_id, line)
);

CREATE INDEX legacy_certificate_by_holder ON legacy_certificate (holder_key)
    WHERE holder_key IS NOT NULL;

-- Two rows of people that may be one human. Whether they are is for staff: nothing is merged by itself.
CREATE TABLE merge_proposal (
    person_id bigint NOT NULL REFERENCES person,
    -- Who was here first, in the file or in the register.
    other_id bigint NOT NULL REFERENCES person,
    because text NOT NULL CONSTRAINT merge_proposal_reason_is_known CHECK (because IN ('address', 'name_and_city')),
    import_id bigint NOT NULL REFERENCES legacy_import,
    CONSTRAINT merge_proposal_once PRIMARY KEY (person_id, other_id),
    CONSTRAINT merge_proposal_is_of_two CHECK (person_id <> other_id)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON legacy_import
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();
CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON merge_proposal
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

GRANT SELECT, INSERT ON legacy_import, legacy_certificate, merge_proposal TO registrar_service;
