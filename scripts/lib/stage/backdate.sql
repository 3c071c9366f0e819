-- A certificate that was never issued, written by somebody who has the database: :'id', :'jwt', begun at :'began'.
BEGIN;
INSERT INTO certificate (
    id, prefix, origin, person_id, program_version_id, state_since, first_issued_at, valid_from, is_test, name, subject,
    old_number, issued_precision
)
SELECT :'id', prefix, 'legacy', person_id, program_version_id, :'began', :'began', :'began', is_test, name, gen_random_uuid(),
    'X-1', 'day'
FROM certificate
ORDER BY number
LIMIT 1;
INSERT INTO certificate_version (
    certificate_id, number, kind, at, valid_from, jwt_key, proof_key, status_list, status_index, jwt_digest, proof_digest
)
SELECT :'id', 1, 'issued', :'began', :'began', jwt_key, proof_key, status_list, 131071, sha256(convert_to(:'jwt', 'UTF8')),
    sha256('')
FROM certificate_version
ORDER BY at DESC
LIMIT 1;
INSERT INTO certificate_file (certificate_id, version, jwt, proof) VALUES (:'id', 1, :'jwt', '');
INSERT INTO certificate_event (certificate_id, number, kind, at, effective_at) VALUES (:'id', 1, 'issued', :'began', :'began');
UPDATE status_list SET taken = taken + 1 WHERE number = 1;
COMMIT;
