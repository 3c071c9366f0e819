-- Mail to many of the e-mail list: what is said, to whom, and one job for each of them.

CREATE TABLE campaign (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    purpose text NOT NULL REFERENCES consent_purpose,
    subject text NOT NULL CONSTRAINT campaign_subject_has_1_to_200_characters CHECK (char_length(subject) BETWEEN 1 AND 200),
    -- Mustache in plain text; what it says of a person is filled in when it is sent.
    template text NOT NULL CONSTRAINT campaign_template_has_at_most_100000_octets CHECK (
        octet_length(template) BETWEEN 1 AND 100000
    ),
    -- SHA-256 of subject and template, as the plan said.
    digest bytea NOT NULL CONSTRAINT campaign_digest_has_32_octets CHECK (octet_length(digest) = 32),
    -- In words, as the plan said.
    filter text NOT NULL,
    recipients integer NOT NULL CONSTRAINT campaign_has_recipients CHECK (recipients > 0),
    state text NOT NULL DEFAULT 'sending' CONSTRAINT campaign_state_is_known CHECK (
        state IN ('sending', 'paused', 'cancelled')
    ),
    created_at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff
);

ALTER TABLE job
    ADD COLUMN campaign_id bigint REFERENCES campaign,
    -- How a mail ended that did not go; its result, in words, may be purged.
    ADD COLUMN outcome text CONSTRAINT job_outcome_is_known CHECK (outcome IN ('held_back', 'cancelled')),
    ADD CONSTRAINT campaign_mail_names_campaign_and_person CHECK (
        (kind = 'mail.campaign') = (campaign_id IS NOT NULL) AND (campaign_id IS NULL OR person_id IS NOT NULL)
    );

CREATE UNIQUE INDEX campaign_mail_once_per_person ON job (campaign_id, person_id) WHERE campaign_id IS NOT NULL;

-- Each campaign's mails by themselves, so that a paused one is not on the way to another's; turns that were given come first.
CREATE INDEX job_to_do_in_bulk ON job (campaign_id, has_turn DESC, run_at, id)
    WHERE finished_at IS NULL AND dead_at IS NULL AND kind <> 'cohort.settle' AND is_bulk;

GRANT SELECT, INSERT ON campaign TO registrar_service;
GRANT UPDATE (state) ON campaign TO registrar_service;
