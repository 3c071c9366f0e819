-- The whole log made anew by somebody who has the database: first the certificate :'id', as if it had been issued at
-- :'began', then everything as it was, each at its own time.
BEGIN;
CREATE TEMPORARY TABLE kept ON COMMIT DROP AS
SELECT
    log_entry.index, log_entry.op, log_entry.at, certificate_log.certificate_id, certificate_log.version,
    decode(translate(convert_from(log_entry.entry, 'UTF8')::jsonb ->> 'h', '-_', '+/') || '=', 'base64') AS digest
FROM log_entry
LEFT JOIN certificate_log ON certificate_log.index = log_entry.index
WHERE certificate_log.certificate_id IS DISTINCT FROM :'id';
INSERT INTO kept
SELECT -1, 'issue', :'began', certificate_id, number, jwt_digest
FROM certificate_version
WHERE certificate_id = :'id';
ALTER TABLE log_head DISABLE TRIGGER USER;
ALTER TABLE log_entry DISABLE TRIGGER USER;
ALTER TABLE log_node DISABLE TRIGGER USER;
ALTER TABLE certificate_log DISABLE TRIGGER USER;
DELETE FROM certificate_log;
DELETE FROM log_entry;
DELETE FROM log_node;
DELETE FROM log_head;
INSERT INTO log_head (is_whole) VALUES (true);
ALTER TABLE log_head ENABLE TRIGGER USER;
DO $$
DECLARE
    said record;
    place bigint;
BEGIN
    FOR said IN SELECT * FROM kept ORDER BY index LOOP
        PERFORM set_config('registrar.now', said.at::text, true);
        place := append_to_log(ARRAY[said.op], ARRAY[said.digest]);
        INSERT INTO certificate_log (certificate_id, version, op, index)
        SELECT said.certificate_id, said.version, said.op, place
        WHERE said.certificate_id IS NOT NULL;
    END LOOP;
END
$$;
ALTER TABLE log_entry ENABLE TRIGGER USER;
ALTER TABLE log_node ENABLE TRIGGER USER;
ALTER TABLE certificate_log ENABLE TRIGGER USER;
COMMIT;
