-- The public register: holders who said, by a mailed link, that they want to be found.

CREATE TABLE register_wording (
    version smallint PRIMARY KEY,
    wording text NOT NULL
);

INSERT INTO register_wording (version, wording)
VALUES (
    1,
    'Show my name, my credential and my city in the public register while my certificate is active. '
    'I can take this back at any time.'
);

-- Who is shown, as long as the certificate is active; the name is the certificate's own.
CREATE TABLE register_entry (
    certificate_id text PRIMARY KEY REFERENCES certificate,
    city text CONSTRAINT register_city_has_1_to_100_characters CHECK (char_length(city) BETWEEN 1 AND 100),
    since timestamptz NOT NULL,
    -- Name, credential and city as they are searched, and the name as it is put in order: both folded by the service.
    words tsvector NOT NULL,
    sort_key text COLLATE "C" NOT NULL
);

CREATE INDEX register_entry_by_word ON register_entry USING gin (words);

CREATE TABLE register_event (
    certificate_id text NOT NULL REFERENCES certificate,
    number integer NOT NULL CONSTRAINT register_event_number_counts_from_1 CHECK (number >= 1),
    kind text NOT NULL CONSTRAINT register_event_kind_is_known CHECK (kind IN ('opted_in', 'opted_out')),
    at timestamptz NOT NULL,
    -- What was agreed to.
    wording_version smallint REFERENCES register_wording,
    actor text NOT NULL CONSTRAINT register_event_actor_is_known CHECK (actor IN ('holder', 'staff', 'erasure')),
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    CONSTRAINT register_event_once PRIMARY KEY (certificate_id, number),
    CONSTRAINT only_holders_opt_in CHECK (kind = 'opted_out' OR (actor = 'holder' AND wording_version IS NOT NULL)),
    CONSTRAINT register_event_by_staff_names_them CHECK (actor <> 'staff' OR staff_id IS NOT NULL)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON register_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

GRANT SELECT ON register_wording TO registrar_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON register_entry TO registrar_service;
GRANT SELECT, INSERT ON register_event TO registrar_service;
