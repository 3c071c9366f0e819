-- Addresses that get no mail, with each reason that stands: the last word on it says suppressed.
--
-- Last words are found by there being no later one: so one address is looked up by the index, and all in one pass.
DROP VIEW IF EXISTS claim_now;
DROP VIEW IF EXISTS subscriber;
DROP VIEW IF EXISTS suppressed_address;
CREATE VIEW suppressed_address AS
SELECT word.address_digest, word.reason, word.at AS since
FROM suppression_event AS word
WHERE word.kind = 'suppressed'
    AND NOT EXISTS (
        SELECT
        FROM suppression_event AS later
        WHERE later.address_digest = word.address_digest AND later.reason = word.reason AND later.id > word.id
    );

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
FROM consent_event AS word
JOIN person ON person.id = word.person_id
WHERE word.kind = 'confirmed'
    AND NOT EXISTS (
        SELECT
        FROM consent_event AS later
        WHERE later.person_id = word.person_id AND later.purpose = word.purpose AND later.id > word.id
            AND later.kind IN ('confirmed', 'withdrawn')
    )
    AND person.merged_into IS NULL
    -- Without a digest nobody could tell whether the address is suppressed.
    AND person.address_digest IS NOT NULL
    AND NOT EXISTS (
        SELECT
        FROM suppressed_address
        WHERE suppressed_address.address_digest = person.address_digest
    );

GRANT SELECT ON subscriber TO registrar_service;

-- Where people stand with the institute's workshops as of now, a row for each claim and each certificate that is active.
-- A claim that goes on elsewhere, transferred or carried, has no standing of its own.
CREATE VIEW claim_now AS
SELECT
    coalesce(person.merged_into, person.id) AS person_id,
    program.code AS program,
    cohort.code AS cohort,
    CASE
        WHEN enrollment.state IN ('transferred', 'carried') THEN NULL
        WHEN enrollment.expires_at <= (SELECT registrar_clock()) THEN 'ended'
        WHEN enrollment.state IN ('waitlisted', 'offered') THEN 'waiting'
        WHEN enrollment.state IN ('held', 'confirmed') THEN 'seated'
        WHEN enrollment.state = 'attended' THEN 'attended'
        ELSE 'ended'
    END AS standing
FROM enrollment
JOIN person ON person.id = enrollment.person_id
JOIN cohort ON cohort.id = enrollment.cohort_id
JOIN program_version ON program_version.id = cohort.program_version_id
JOIN program ON program.id = program_version.program_id
UNION ALL
SELECT coalesce(person.merged_into, person.id), program.code, cohort.code, 'certified'
FROM certificate
JOIN person ON person.id = certificate.person_id
JOIN program_version ON program_version.id = certificate.program_version_id
JOIN program ON program.id = program_version.program_id
LEFT JOIN decision ON decision.id = certificate.decision_id
LEFT JOIN enrollment ON enrollment.id = decision.enrollment_id
LEFT JOIN cohort ON cohort.id = enrollment.cohort_id
WHERE certificate.state = 'active'
    AND (certificate.valid_until IS NULL OR certificate.valid_until > (SELECT registrar_clock()));

GRANT SELECT ON claim_now TO registrar_service;

-- Spreadsheets run a cell that begins so (OWASP, CSV injection), also in full width (U+FF1D, FF0B, FF0D, FF20); and a
-- part of a cell, where what stands before it parts cells for the reader and not for us.
CREATE OR REPLACE FUNCTION begins_like_a_formula(cell text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT cell ~ '^[\t\r]|(^|[;,\t\r\n])[\s\u00A0\u2007\u202F]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-]'
$$;

-- The cell with an apostrophe before whatever a spreadsheet would run; an import takes it away again.
CREATE OR REPLACE FUNCTION defanged(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE
        WHEN begins_like_a_formula(cell) THEN
            CASE
                WHEN cell ~ '^[\t\r]|^[\s\u00A0\u2007\u202F]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-]' THEN ''''
                ELSE ''
            END || regexp_replace(
                cell,
                '([;,\t\r\n])(?=[\s\u00A0\u2007\u202F]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-])',
                '\1''',
                'g'
            )
        ELSE cell
    END
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
