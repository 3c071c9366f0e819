-- An entry's octets: JCS (RFC 8785), the digest in base64url.
CREATE OR REPLACE FUNCTION log_entry_octets(op text, digest bytea, at timestamptz) RETURNS bytea
LANGUAGE sql STABLE STRICT PARALLEL SAFE
AS $$
    SELECT convert_to(
        '{"h":"' || translate(encode(digest, 'base64'), '+/=', '-_') || '","op":"' || op || '","t":"'
        || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '","v":1}',
        'UTF8'
    )
$$;

-- Enters many at once: a handful of statements, whose cost does not know how long the log is.
--
-- Returns the index of the first.
CREATE OR REPLACE FUNCTION append_to_log(ops text[], digests bytea[]) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    head log_head;
    moment timestamptz;
    grown bigint;
    step smallint := 0;
BEGIN
    -- 1. The head. Whoever enters at once waits here, and nobody who holds it waits for anything else.
    SELECT * INTO STRICT head FROM log_head FOR NO KEY UPDATE;
    moment := greatest(date_trunc('second', registrar_clock(), 'UTC'), head.last_at);
    grown := head.size + cardinality(ops);

    -- 2. The entries.
    INSERT INTO log_entry (index, at, op, entry, leaf)
    SELECT head.size + said.place - 1, moment, said.op, made.octets, sha256('\x00'::bytea || made.octets)
    FROM unnest(ops, digests) WITH ORDINALITY AS said (op, digest, place)
    CROSS JOIN LATERAL (SELECT log_entry_octets(said.op, said.digest, moment) AS octets) AS made
    ORDER BY said.place;

    -- 3. Subtrees that became complete, level by level: one for each entry on average.
    WHILE grown >> (step + 1) > head.size >> (step + 1) LOOP
        step := step + 1;
        IF step = 1 THEN
            INSERT INTO log_node (level, index, hash)
            SELECT 1, place, log_node_hash(
                (SELECT leaf FROM log_entry WHERE index = 2 * place),
                (SELECT leaf FROM log_entry WHERE index = 2 * place + 1)
            )
            FROM generate_series(head.size >> 1, (grown >> 1) - 1) AS place;
        ELSE
            INSERT INTO log_node (level, index, hash)
            SELECT step, place, log_node_hash(
                (SELECT hash FROM log_node WHERE level = step - 1 AND index = 2 * place),
                (SELECT hash FROM log_node WHERE level = step - 1 AND index = 2 * place + 1)
            )
            FROM generate_series(head.size >> step, (grown >> step) - 1) AS place;
        END IF;
    END LOOP;

    -- 4. The head: its larger subtrees are as they were, the smaller ones are read.
    head.frontier := head.frontier[1:bit_count((head.size >> step + 1)::bit(64))] || ARRAY(
        SELECT CASE
            WHEN bit = 0 THEN (SELECT leaf FROM log_entry WHERE index = grown - 1)
            ELSE (SELECT hash FROM log_node WHERE level = bit AND index = (grown >> bit) - 1)
        END
        FROM generate_series(step::integer, 0, -1) AS bit
        WHERE (grown >> bit) & 1 = 1
        ORDER BY bit DESC
    );
    UPDATE log_head
    SET size = grown, frontier = head.frontier, root = log_root(head.frontier), last_at = moment;
    RETURN head.size;
END
$$;

REVOKE EXECUTE ON FUNCTION append_to_log (text[], bytea[]) FROM PUBLIC;
