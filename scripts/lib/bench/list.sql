-- :people on the list, and a tenth as many more whose address is suppressed; each asked, then confirmed.
SET session_replication_role = replica;

WITH newcomer AS (
    INSERT INTO person (email, name, address_digest)
    SELECT 'person' || number || '@example' || number % 1000 || '.org',
        'Person' || number % 5000 || ' Family' || number % 9000, sha256(number::text::bytea)
    FROM generate_series(1, :people + :people / 10) AS number
    RETURNING id
)
INSERT INTO consent_event (person_id, kind, at, source, purpose, wording_version)
SELECT newcomer.id, kind, now() - newcomer.id % 300 * interval '1 day', 'updates_form', 'updates', 1
FROM newcomer
CROSS JOIN unnest(ARRAY['requested', 'confirmed']) AS kind;

INSERT INTO suppression_event (address_digest, reason, kind)
SELECT sha256((number * 11)::text::bytea), 'unsubscribe', 'suppressed'
FROM generate_series(1, :people / 10) AS number;
