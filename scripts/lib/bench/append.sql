BEGIN;
SET LOCAL synchronous_commit = off;
SELECT append_to_log('{audit}', ARRAY[sha256(random()::text::bytea)]);
END;
