-- Takes a portion of what a rule finds, and leaves rows that say so where history refers to it; returns how many went.
--
-- Beside an erasure the one way to delete a text of history. What cannot be locked at once waits for the next time.
CREATE OR REPLACE FUNCTION purge(what text, most bigint) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    now CONSTANT timestamptz := registrar_clock();
    ids text[] := ARRAY(SELECT due_for_purge(what, now, most));
    due bigint;
BEGIN
    CASE what
    WHEN 'unconfirmed_signups', 'unconfirmed_claims' THEN
        -- Whoever writes to a claim holds it, and whoever makes one waits for the person; after the locks it is looked at again.
        PERFORM FROM enrollment WHERE person_id = ANY(ids::bigint[]) ORDER BY id FOR NO KEY UPDATE;
        PERFORM FROM person WHERE id = ANY(ids::bigint[]) ORDER BY id FOR UPDATE;
        ids := ARRAY(SELECT due_for_purge(what, now, most, ids));
        -- Time took them, not their word: the address may come back by any way.
        UPDATE person SET address_digest = NULL WHERE id = ANY(ids::bigint[]);
        FOREACH due IN ARRAY ids::bigint[] LOOP
            PERFORM erase_person(due, NULL, NULL);
        END LOOP;
        -- The worker takes mails of theirs out of the spool, those too that are under way.
        INSERT INTO job (kind, person_id, run_at)
        SELECT 'mail.erase', person::bigint, now + interval '120 seconds'
        FROM unnest(ids) AS person;
    WHEN 'unanswered_names' THEN
        UPDATE enrollment
        SET name = '(erased)', time_zone = NULL, client_digest = NULL
        WHERE id = ANY(ids::bigint[]);
    WHEN 'client_digests' THEN
        UPDATE enrollment
        SET client_digest = NULL
        WHERE id = ANY(ARRAY(SELECT one::bigint FROM unnest(ids) AS one WHERE one NOT LIKE 'of the list %'));
        UPDATE subscription
        SET client_digest = NULL
        WHERE person_id = ANY(
            ARRAY(SELECT substr(one, 13)::bigint FROM unnest(ids) AS one WHERE one LIKE 'of the list %')
        );
    WHEN 'mail_results' THEN
        UPDATE job
        SET result = NULL, last_error = NULL
        WHERE id = ANY(ids::bigint[]) AND coalesce(finished_at, dead_at) IS NOT NULL;
    WHEN 'plans' THEN
        DELETE FROM plan WHERE encode(hash, 'hex') = ANY(ids) AND applied_at IS NULL;
    WHEN 'import_keys' THEN
        UPDATE legacy_certificate
        SET holder_key = NULL
        FROM certificate
        WHERE certificate.id = legacy_certificate.certificate_id AND certificate.number = ANY(ids::bigint[]);
    WHEN 'evidence_files' THEN
        INSERT INTO purged_file (kind, file_of, at)
        SELECT what, file::bigint, now
        FROM unnest(ids) AS file;
        DELETE FROM evidence_file WHERE evidence_id = ANY(ids::bigint[]);
    WHEN 'renewal_files' THEN
        INSERT INTO purged_file (kind, file_of, at)
        SELECT what, file::bigint, now
        FROM unnest(ids) AS file;
        DELETE FROM renewal_file WHERE credit_id = ANY(ids::bigint[]);
    WHEN 'export_texts', 'audit_texts' THEN
        WITH taken AS (
            DELETE FROM payload WHERE id = ANY(ids::bigint[]) RETURNING id
        )
        INSERT INTO erased_payload (payload_id, purged_as, at)
        SELECT taken.id, what, now
        FROM taken;
    ELSE
        NULL;
    END CASE;
    RETURN cardinality(ids);
END
$$;

REVOKE ALL ON FUNCTION purge FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge TO registrar_service;
