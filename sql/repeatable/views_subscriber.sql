-- Addresses that get no mail, with each reason that stands: the last word on it says suppressed.
DROP VIEW IF EXISTS subscriber;
DROP VIEW IF EXISTS suppressed_address;
CREATE VIEW suppressed_address AS
SELECT word.address_digest, word.reason, word.at AS since
FROM (
    SELECT DISTINCT ON (suppression_event.address_digest, suppression_event.reason)
        suppression_event.address_digest, suppression_event.reason, suppression_event.kind, suppression_event.at
    FROM suppression_event
    ORDER BY suppression_event.address_digest, suppression_event.reason, suppression_event.id DESC
) AS word
WHERE word.kind = 'suppressed';

GRANT SELECT ON suppressed_address TO registrar_service;

-- Who may get mail of the e-mail list, a row for each purpose: people whose last word on it is a confirmation, and whose
-- address is not suppressed. The rule stands here alone.
CREATE VIEW subscriber AS
SELECT
    person.id,
    person.email,
    person.name,
    word.purpose,
    coalesce(word.given_at, word.at) AS confirmed_at,
    word.source,
    word.wording_version
FROM (
    SELECT DISTINCT ON (consent_event.person_id, consent_event.purpose)
        consent_event.person_id, consent_event.purpose, consent_event.kind, consent_event.at, consent_event.given_at,
        consent_event.source, consent_event.wording_version
    FROM consent_event
    WHERE consent_event.kind IN ('confirmed', 'withdrawn')
    ORDER BY consent_event.person_id, consent_event.purpose, consent_event.id DESC
) AS word
JOIN person ON person.id = word.person_id
WHERE word.kind = 'confirmed'
    AND person.merged_into IS NULL
    -- Without a digest nobody could tell whether the address is suppressed.
    AND person.address_digest IS NOT NULL
    AND NOT EXISTS (
        SELECT
        FROM suppressed_address
        WHERE suppressed_address.address_digest = person.address_digest
    );

GRANT SELECT ON subscriber TO registrar_service;

-- Spreadsheets run a cell that begins so (OWASP, CSV injection).
CREATE OR REPLACE FUNCTION begins_like_a_formula(cell text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT left(cell, 1) IN ('=', '+', '-', '@', E'\t', E'\r')
$$;

-- Platforms want two names: the first is all up to the first blank, the last is the rest; NULL where there is none.
CREATE OR REPLACE FUNCTION first_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT nullif(split_part(translate(ltrim(name, E' \t\u3000'), E'\t\u3000', '  '), ' ', 1), '')
$$;

CREATE OR REPLACE FUNCTION last_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT nullif(btrim(substr(ltrim(name, E' \t\u3000'), length(first_name(name)) + 1), E' \t\u3000'), '')
$$;
