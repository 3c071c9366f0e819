-- Certificates until there are :rows beside the one that was issued: those whose files were loaded before, and others
-- without a file that nobody asks for, in random order. All are as the issued one but for ID and subject.
--
-- Triggers and foreign keys sleep in this session (session_replication_role = replica): every row would lock the keys
-- that sign. What they ask for holds: the keys are active, the person and the program are there.
BEGIN;
-- 1. Every two letters, with what they weigh in a check character: 2a + b, times two to the power of their place.
CREATE TEMPORARY TABLE pair ON COMMIT DROP AS
WITH letter AS (
    SELECT letter, place - 1 AS number, strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*', letter) - 1 AS value
    FROM regexp_split_to_table('0123456789ABCDEFGHJKMNPQRSTVWXYZ', '') WITH ORDINALITY AS alphabet (letter, place)
)
SELECT 32 * a.number + b.number AS number, a.letter || b.letter AS letters,
    2 * a.value + b.value AS weight
FROM letter AS a
CROSS JOIN letter AS b;

SET LOCAL work_mem = '256MB';
ANALYZE pair, certificate_file;

-- 2. IDs with their check (ISO 7064 MOD 37-2), from 50 bits that an odd factor scatters so that none comes twice, but
--    for those whose check is none of the letters.
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
WITH drawn AS (
    SELECT turn * 339781108897 & 1125899906842623 AS bits
    FROM generate_series(1::bigint, :rows::bigint * 4 / 3 + 100) AS turn
),
checked AS (
    SELECT
        a.letters || b.letters || c.letters || d.letters || e.letters AS letters,
        substr(
            '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*',
            (38 - (512 * a.weight + 128 * b.weight + 32 * c.weight + 8 * d.weight + 2 * e.weight) % 37) % 37 + 1, 1
        ) AS check_letter
    FROM drawn
    JOIN pair AS a ON a.number = bits >> 40
    JOIN pair AS b ON b.number = bits >> 30 & 1023
    JOIN pair AS c ON c.number = bits >> 20 & 1023
    JOIN pair AS d ON d.number = bits >> 10 & 1023
    JOIN pair AS e ON e.number = bits & 1023
),
others AS (
    SELECT letters || check_letter AS id
    FROM checked
    WHERE check_letter NOT IN ('I', 'L', 'O', 'U', '*')
        AND NOT EXISTS (SELECT FROM certificate_file WHERE certificate_id = letters || check_letter)
    LIMIT :rows - (SELECT count(*) FROM certificate_file) + (SELECT count(*) FROM certificate)
)
SELECT certificate_id AS id
FROM certificate_file
WHERE NOT EXISTS (SELECT FROM certificate WHERE id = certificate_id)
UNION ALL
SELECT id
FROM others;

-- 3. The rows, and a version of each.
INSERT INTO certificate (
    id, prefix, decision_id, person_id, program_version_id, state_since, first_issued_at, valid_from, valid_until, is_test,
    name, subject
)
SELECT
    -- Each as if by a decision of its own, which nobody asks for.
    made.id, issued.prefix, issued.decision_id + row_number() OVER (ORDER BY random()), issued.person_id,
    issued.program_version_id, issued.state_since, issued.first_issued_at, issued.valid_from,
    issued.valid_until, issued.is_test, issued.name, md5(made.id)::uuid
FROM made
CROSS JOIN (SELECT * FROM certificate LIMIT 1) AS issued
ORDER BY 3;

INSERT INTO certificate_version (
    certificate_id, number, kind, at, valid_from, valid_until, jwt_key, proof_key, status_list, status_index,
    jwt_digest, proof_digest
)
SELECT
    certificate.id, 1, issued.kind, issued.at, issued.valid_from, issued.valid_until, issued.jwt_key, issued.proof_key,
    2 + certificate.number / 65536, certificate.number % 65536,
    sha256(convert_to(coalesce(file.jwt, certificate.id), 'UTF8')),
    sha256(convert_to(coalesce(file.proof, certificate.id), 'UTF8'))
FROM certificate
CROSS JOIN (SELECT * FROM certificate_version LIMIT 1) AS issued
LEFT JOIN certificate_file AS file ON file.certificate_id = certificate.id
WHERE certificate.id <> issued.certificate_id;

-- 4. The log's entries of those that are asked for.
CREATE TEMPORARY TABLE logged ON COMMIT DROP AS
SELECT certificate_id, number, jwt_digest, row_number() OVER () AS place
FROM certificate_version
WHERE EXISTS (SELECT FROM certificate_file WHERE certificate_file.certificate_id = certificate_version.certificate_id)
    AND NOT EXISTS (SELECT FROM certificate_log WHERE certificate_log.certificate_id = certificate_version.certificate_id);

WITH entered AS MATERIALIZED (
    SELECT append_to_log(array_agg('issue'::text), array_agg(jwt_digest ORDER BY place)) AS first
    FROM logged
    HAVING count(*) > 0
)
INSERT INTO certificate_log (certificate_id, version, op, index)
SELECT certificate_id, number, 'issue', entered.first + place - 1
FROM logged
CROSS JOIN entered;
COMMIT;
