-- Where the rows of a list wait while it is imported: they come and go within one transaction, so nobody ever sees one.

CREATE UNLOGGED TABLE list_import_row (
    line bigint NOT NULL,
    email text NOT NULL,
    address_digest bytea NOT NULL,
    name text,
    purpose text NOT NULL,
    source text,
    given_at timestamptz,
    -- Word for word, where the file has it.
    wording text,
    is_proven boolean NOT NULL,
    -- What was found when the rows were held against what is known here.
    person_id bigint,
    outcome text
);

-- An import takes its rows away again: no TRUNCATE, for which a backup would wait.
GRANT SELECT, INSERT, UPDATE, DELETE ON list_import_row TO registrar_service;
