-- Signing up for the e-mail list: what was asked for and waits for the mailed link, one row for each person however often
-- somebody asks.

-- Whether a form of ours may name it as where somebody came from.
ALTER TABLE consent_source ADD COLUMN is_form boolean NOT NULL DEFAULT false;

UPDATE consent_source
SET is_form = true
WHERE code IN ('updates_form', 'readiness_checklist', '90_day_roadmap', 'met_101', 'workshop');

INSERT INTO consent_source (code, name)
VALUES ('leave_link', 'Link to leave, in a mail');

CREATE TABLE subscription (
    person_id bigint PRIMARY KEY REFERENCES person,
    -- Counts requests, so that the link of an older one says that it is old.
    generation smallint NOT NULL DEFAULT 0 CONSTRAINT subscription_generation_counts CHECK (generation >= 0),
    -- As typed by whoever asked; it becomes the person's with the confirmation alone.
    name text CONSTRAINT subscription_name_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200),
    source text NOT NULL REFERENCES consent_source,
    client_digest bytea CONSTRAINT subscription_client_digest_has_32_octets CHECK (octet_length(client_digest) = 32),
    asked_at timestamptz NOT NULL,
    -- While the request waits for the mailed link.
    expires_at timestamptz,
    confirmed_at timestamptz,
    -- The last mails that somebody's asking sent to the address.
    mailed_at timestamptz[] NOT NULL DEFAULT '{}'
        CONSTRAINT subscription_keeps_three_mails CHECK (cardinality(mailed_at) <= 3),
    CONSTRAINT a_request_waits_or_is_confirmed CHECK (expires_at IS NULL OR confirmed_at IS NULL),
    CONSTRAINT only_a_waiting_request_has_a_name CHECK (name IS NULL OR expires_at IS NOT NULL)
);

CREATE INDEX subscription_by_client ON subscription (client_digest, asked_at) WHERE client_digest IS NOT NULL;
CREATE INDEX subscription_waiting ON subscription (expires_at) WHERE expires_at IS NOT NULL;

-- What a waiting request asks for, under the wordings that were shown.
CREATE TABLE subscription_wording (
    person_id bigint NOT NULL REFERENCES subscription,
    purpose text NOT NULL,
    wording_version smallint NOT NULL,
    PRIMARY KEY (person_id, purpose),
    CONSTRAINT subscription_is_for_the_purpose_of_its_wording FOREIGN KEY (wording_version, purpose)
        REFERENCES consent_wording (version, purpose)
);

GRANT SELECT, INSERT, UPDATE ON subscription TO registrar_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON subscription_wording TO registrar_service;

-- A link to leave names the purpose by its position.
COMMENT ON COLUMN consent_purpose.position IS 'Stands in mailed links to leave: it never changes.';

ALTER TABLE person ADD CONSTRAINT erased_people_keep_no_digest CHECK (erased_at IS NULL OR address_digest IS NULL);

CREATE INDEX person_without_digest ON person (id) WHERE address_digest IS NULL AND erased_at IS NULL;

CREATE INDEX job_by_person ON job (person_id) WHERE person_id IS NOT NULL;
