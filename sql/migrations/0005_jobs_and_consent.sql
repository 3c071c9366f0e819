-- Side effects as rows of the same transaction, and the consent behind the e-mail list.

CREATE TABLE job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CONSTRAINT job_kind_is_a_word CHECK (kind ~ '^[a-z]+(\.[a-z_]+)+$'),
    enrollment_id bigint REFERENCES enrollment,
    created_at timestamptz NOT NULL DEFAULT registrar_clock(),
    run_at timestamptz NOT NULL DEFAULT registrar_clock(),
    attempts smallint NOT NULL DEFAULT 0,
    locked_until timestamptz,
    finished_at timestamptz,
    dead_at timestamptz,
    last_error text,
    result text,
    CONSTRAINT job_ends_once CHECK (finished_at IS NULL OR dead_at IS NULL)
);

CREATE INDEX job_to_do ON job (run_at)
    WHERE finished_at IS NULL AND dead_at IS NULL;
CREATE INDEX job_by_enrollment ON job (enrollment_id);

CREATE TABLE consent_wording (
    version smallint PRIMARY KEY,
    wording text NOT NULL
);

INSERT INTO consent_wording (version, wording)
VALUES (1, 'Yes, I want updates by e-mail. I can unsubscribe at any time.');

CREATE TABLE consent_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES person,
    kind text NOT NULL CONSTRAINT consent_event_kind_is_known CHECK (kind IN ('requested', 'confirmed', 'withdrawn')),
    at timestamptz NOT NULL,
    source text NOT NULL CONSTRAINT consent_source_is_known CHECK (source IN ('reservation', 'page', 'import', 'staff')),
    wording_version smallint NOT NULL REFERENCES consent_wording,
    enrollment_id bigint REFERENCES enrollment
);

CREATE INDEX consent_event_by_person ON consent_event (person_id, id DESC);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

GRANT SELECT, INSERT, UPDATE ON job TO registrar_service;
GRANT SELECT ON consent_wording TO registrar_service;
GRANT SELECT, INSERT ON consent_event TO registrar_service;
