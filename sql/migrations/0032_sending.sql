-- Mail that leaves by a mail server: who sends it, who goes first and how fast, and what came back.

-- Where mail says it is from; people write to the contact as before.
ALTER TABLE institute ADD COLUMN sender_email text;

ALTER TABLE job
    -- Mail of a campaign: it goes when nothing else is due.
    ADD COLUMN is_bulk boolean NOT NULL DEFAULT false,
    -- Its time is its turn at the recipient's domain.
    ADD COLUMN has_turn boolean NOT NULL DEFAULT false;

-- A campaign never queues before mail about seats. (The release before reads its jobs without an index until it is replaced.)
DROP INDEX job_to_do;
CREATE INDEX job_to_do ON job (run_at, id)
    WHERE finished_at IS NULL AND dead_at IS NULL AND kind <> 'cohort.settle' AND NOT is_bulk;
-- What shares the queue of mail and needs no mail server.
CREATE INDEX job_to_do_at_home ON job (run_at, id)
    WHERE finished_at IS NULL AND dead_at IS NULL AND kind IN ('exam.finish', 'mail.erase');
CREATE INDEX job_dead ON job (id)
    WHERE dead_at IS NOT NULL;

-- When a domain may get its next mail; a keyed digest, since a domain may be somebody's name.
CREATE TABLE mail_pace (
    domain_digest bytea NOT NULL CONSTRAINT paced_digest_has_32_octets CHECK (octet_length(domain_digest) = 32),
    is_bulk boolean NOT NULL,
    next_at timestamptz NOT NULL,
    CONSTRAINT mail_pace_once_per_domain PRIMARY KEY (domain_digest, is_bulk)
);

-- While the mail server cannot be used no mail is tried but one, now and then.
CREATE TABLE mail_outage (
    only_row boolean NOT NULL DEFAULT true CONSTRAINT mail_outage_is_one_row CHECK (only_row) PRIMARY KEY,
    since timestamptz NOT NULL,
    tries smallint NOT NULL CONSTRAINT mail_outage_counts_tries CHECK (tries > 0),
    next_try_at timestamptz NOT NULL,
    words text NOT NULL
);

-- What receivers said of mails after they had taken them, or as they refused them.
CREATE TABLE delivery_report (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id bigint NOT NULL REFERENCES job,
    kind text NOT NULL CONSTRAINT delivery_report_kind_is_known CHECK (kind IN ('hard', 'soft', 'delayed', 'complaint')),
    -- RFC 3463: class, subject and detail.
    status text CONSTRAINT delivery_status_is_three_numbers CHECK (status ~ '^[245]\.[0-9]{1,3}\.[0-9]{1,3}$'),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    CONSTRAINT delivery_report_once_per_mail UNIQUE (job_id, kind)
);

CREATE INDEX delivery_report_by_time ON delivery_report (at)
    WHERE kind = 'soft';

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON delivery_report
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

INSERT INTO consent_source (code, name)
VALUES ('complaint', 'Complaint to a mail provider');

GRANT SELECT, INSERT, UPDATE, DELETE ON mail_pace, mail_outage TO registrar_service;
GRANT SELECT, INSERT ON delivery_report TO registrar_service;
