-- The e-mail list: purposes, each with wordings of its own; sources as data; and addresses that get no mail, as keyed digests.

CREATE TABLE consent_purpose (
    code text PRIMARY KEY CONSTRAINT consent_purpose_code_is_a_word CHECK (code ~ '^[a-z][a-z0-9_]{0,30}$'),
    name text NOT NULL,
    position smallint NOT NULL CONSTRAINT consent_purpose_position_once UNIQUE
);

INSERT INTO consent_purpose (code, name, position)
VALUES
    ('updates', 'Updates', 1),
    ('dates', 'New dates', 2);

CREATE TABLE consent_source (
    code text PRIMARY KEY CONSTRAINT consent_source_code_is_a_word CHECK (code ~ '^[a-z0-9][a-z0-9_]{0,30}$'),
    name text NOT NULL
);

INSERT INTO consent_source (code, name)
VALUES
    ('reservation', 'Reserve form'),
    ('updates_form', 'Updates form'),
    ('readiness_checklist', 'Readiness checklist'),
    ('90_day_roadmap', '90-Day Roadmap'),
    ('met_101', 'MET 101'),
    ('workshop', 'Workshop'),
    ('import', 'Import'),
    ('page', 'Preference page'),
    ('staff', 'Staff');

-- A wording is for one purpose. What people agreed to elsewhere is kept word for word too, and is on no page of ours.
ALTER TABLE consent_wording
    ADD COLUMN purpose text NOT NULL DEFAULT 'updates' REFERENCES consent_purpose,
    ADD COLUMN is_ours boolean NOT NULL DEFAULT true,
    ADD CONSTRAINT consent_wording_is_for_one_purpose UNIQUE (version, purpose),
    ADD CONSTRAINT consent_wording_has_1_to_2000_characters CHECK (char_length(wording) BETWEEN 1 AND 2000);

INSERT INTO consent_wording (version, purpose, wording)
VALUES (2, 'dates', 'Yes, tell me by e-mail of new dates and of seats that become free. I can unsubscribe at any time.');

-- The release before takes the highest version for the box of the reserve form, and knows no purposes.
INSERT INTO consent_wording (version, purpose, wording)
SELECT 3, 'updates', wording
FROM consent_wording
WHERE purpose = 'updates'
ORDER BY version DESC
LIMIT 1;

GRANT SELECT ON consent_purpose, consent_source TO registrar_service;
GRANT INSERT ON consent_wording TO registrar_service;

ALTER TABLE consent_event
    DROP CONSTRAINT consent_source_is_known,
    ADD CONSTRAINT consent_source_is_known FOREIGN KEY (source) REFERENCES consent_source,
    ADD COLUMN purpose text NOT NULL DEFAULT 'updates',
    ADD CONSTRAINT consent_is_for_the_purpose_of_its_wording FOREIGN KEY (wording_version, purpose)
        REFERENCES consent_wording (version, purpose),
    -- When it was given elsewhere, before it came here.
    ADD COLUMN given_at timestamptz CONSTRAINT consent_was_given_before_it_came CHECK (given_at <= at);

DROP INDEX consent_event_by_person;
CREATE INDEX consent_event_by_person ON consent_event (person_id, purpose, id DESC);

-- HMAC-SHA256 of the normalised address; the service writes it before somebody is on the list, or is erased.
ALTER TABLE person
    ADD COLUMN address_digest bytea CONSTRAINT address_digest_has_32_octets CHECK (octet_length(address_digest) = 32);

CREATE INDEX person_by_address_digest ON person (address_digest) WHERE address_digest IS NOT NULL;

-- Addresses that get no mail, whoever they were: the digest stays when the person is erased.
CREATE TABLE suppression_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address_digest bytea NOT NULL CONSTRAINT suppressed_digest_has_32_octets CHECK (octet_length(address_digest) = 32),
    reason text NOT NULL CONSTRAINT suppression_reason_is_known CHECK (
        reason IN ('hard_bounce', 'soft_bounces', 'complaint', 'unsubscribe', 'erasure', 'staff')
    ),
    kind text NOT NULL CONSTRAINT suppression_kind_is_known CHECK (kind IN ('suppressed', 'lifted')),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff
);

CREATE INDEX suppression_event_by_address ON suppression_event (address_digest, reason, id DESC);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON suppression_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

GRANT SELECT, INSERT ON suppression_event TO registrar_service;
