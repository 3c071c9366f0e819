-- The transparency log: a Merkle tree (RFC 9162) over what was issued and revoked, over the issuer's keys and the audit
-- trail, so that not even who has the database and the keys can date something back or drop it unseen.

-- SHA-256(01 ‖ left ‖ right).
CREATE FUNCTION log_node_hash(left_hash bytea, right_hash bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT sha256('\x01'::bytea || left_hash || right_hash)
$$;

-- The root over complete subtrees from the left; of an empty tree SHA-256 of nothing.
CREATE FUNCTION log_root(frontier bytea[]) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    root bytea := coalesce(frontier[cardinality(frontier)], sha256(''));
BEGIN
    FOR place IN REVERSE cardinality(frontier) - 1..1 LOOP
        root := log_node_hash(frontier[place], root);
    END LOOP;
    RETURN root;
END
$$;

CREATE TABLE log_entry (
    index bigint PRIMARY KEY CONSTRAINT log_index_counts_from_0 CHECK (index >= 0),
    at timestamptz NOT NULL CONSTRAINT log_tells_whole_seconds CHECK (at = date_trunc('second', at, 'UTC')),
    op text NOT NULL CONSTRAINT log_op_is_known CHECK (op IN ('issue', 'revoke', 'did', 'audit')),
    -- As anyone can download it; no ID and nothing personal is in it.
    entry bytea NOT NULL,
    leaf bytea NOT NULL CONSTRAINT leaf_is_the_entrys_hash CHECK (leaf = sha256('\x00'::bytea || entry))
);

CREATE INDEX log_entry_of_the_institute ON log_entry (op, index)
    WHERE op IN ('did', 'audit');

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- Without a gap, and never back in time.
CREATE FUNCTION log_follows_itself() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    stray bigint := (
        SELECT min(pair.index)
        FROM (
            SELECT
                entered.index, entered.at, lag(entered.index) OVER line AS index_before, lag(entered.at) OVER line AS at_before
            FROM entered
            WINDOW line AS (ORDER BY entered.index)
        ) AS pair
        WHERE pair.index > 0 AND pair.at < coalesce(
            CASE
                WHEN pair.index_before = pair.index - 1 THEN pair.at_before
                ELSE (SELECT before.at FROM log_entry AS before WHERE before.index = pair.index - 1)
            END,
            'infinity'
        )
    );
BEGIN
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION 'log entry % does not follow the one before it', stray
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'log_follows_itself';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER log_follows_itself AFTER INSERT ON log_entry
    REFERENCING NEW TABLE AS entered
    FOR EACH STATEMENT EXECUTE FUNCTION log_follows_itself();

-- Complete subtrees of two leaves and more; they never change, so that a proof reads about log2 n rows.
CREATE TABLE log_node (
    level smallint NOT NULL CONSTRAINT log_node_is_above_leaves CHECK (level BETWEEN 1 AND 62),
    index bigint NOT NULL CONSTRAINT log_node_counts_from_0 CHECK (index >= 0),
    hash bytea NOT NULL CONSTRAINT log_node_hash_has_32_octets CHECK (octet_length(hash) = 32),
    CONSTRAINT log_node_once PRIMARY KEY (level, index)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON log_node
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- The keys that checkpoints are signed with, the newest last; none of them is in did.json. The private halves are files.
CREATE TABLE log_key (
    number integer PRIMARY KEY CONSTRAINT log_key_counts_from_1 CHECK (number >= 1),
    name text NOT NULL CONSTRAINT log_key_name_once UNIQUE
        CONSTRAINT log_key_name_is_a_word CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    -- Ed25519.
    public_key bytea NOT NULL CONSTRAINT log_key_has_32_octets CHECK (octet_length(public_key) = 32),
    created_at timestamptz NOT NULL DEFAULT registrar_clock()
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON log_key
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- How large the log is and what all of it hashes to; whoever appends locks this row, last of all.
CREATE TABLE log_head (
    only_row boolean NOT NULL DEFAULT true CONSTRAINT log_head_is_one_row CHECK (only_row) PRIMARY KEY,
    size bigint NOT NULL DEFAULT 0 CONSTRAINT log_size_counts_from_0 CHECK (size >= 0),
    -- The complete subtrees from the left, one for each bit of the size.
    frontier bytea[] NOT NULL DEFAULT '{}',
    root bytea NOT NULL DEFAULT sha256(''),
    last_at timestamptz,
    -- Whether everything from before the log existed was entered.
    is_whole boolean NOT NULL,
    -- The newest signed checkpoint (C2SP tlog-checkpoint), and of which size it is.
    checkpoint text,
    signed_size bigint,
    signed_at timestamptz,
    signed_by integer REFERENCES log_key,
    CONSTRAINT log_frontier_fits_its_size CHECK (cardinality(frontier) = bit_count(size::bit(64))),
    CONSTRAINT log_root_is_its_frontiers CHECK (root = log_root(frontier)),
    CONSTRAINT log_knows_its_last_time CHECK ((size = 0) = (last_at IS NULL)),
    CONSTRAINT log_is_signed_whole CHECK (
        (checkpoint IS NULL) = (signed_size IS NULL) AND (checkpoint IS NULL) = (signed_at IS NULL)
        AND (checkpoint IS NULL) = (signed_by IS NULL)
    ),
    CONSTRAINT log_signature_is_of_what_is_there CHECK (signed_size <= size)
) WITH (fillfactor = 50);

INSERT INTO log_head (is_whole)
SELECT NOT EXISTS (SELECT FROM certificate_version);

CREATE FUNCTION log_never_shrinks() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.size < OLD.size OR NEW.last_at < OLD.last_at OR NEW.signed_size < OLD.signed_size
        OR (NEW.size = OLD.size AND NEW.root <> OLD.root) THEN
        RAISE EXCEPTION 'the log does not go from % entries back to %', OLD.size, NEW.size
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'log_never_shrinks';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER log_never_shrinks BEFORE UPDATE ON log_head
    FOR EACH ROW EXECUTE FUNCTION log_never_shrinks();
CREATE TRIGGER log_head_stays BEFORE DELETE OR TRUNCATE ON log_head
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- Where in the log a version stands, once for its issue and once for its revocation.
CREATE TABLE certificate_log (
    certificate_id text NOT NULL,
    version smallint NOT NULL,
    op text NOT NULL CONSTRAINT certificate_log_op_is_known CHECK (op IN ('issue', 'revoke')),
    index bigint NOT NULL CONSTRAINT certificate_log_entry_once UNIQUE REFERENCES log_entry,
    CONSTRAINT certificate_log_once PRIMARY KEY (certificate_id, version, op),
    CONSTRAINT certificate_log_is_of_a_version
        FOREIGN KEY (certificate_id, version) REFERENCES certificate_version (certificate_id, number)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate_log
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- What a transaction did and will enter as it commits; outside of transactions it is empty.
CREATE TABLE log_waiting (
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    number bigint GENERATED ALWAYS AS IDENTITY,
    op text NOT NULL CONSTRAINT log_waiting_op_is_known CHECK (op IN ('issue', 'revoke', 'did', 'audit')),
    digest bytea NOT NULL CONSTRAINT log_digest_has_32_octets CHECK (octet_length(digest) = 32),
    certificate_id text,
    version smallint,
    CONSTRAINT log_waiting_once PRIMARY KEY (xid, number),
    CONSTRAINT log_waiting_is_of_a_version CHECK (
        (certificate_id IS NOT NULL) = (op IN ('issue', 'revoke'))
        AND (certificate_id IS NULL) = (version IS NULL)
    )
);

-- As a transaction commits, everything that waits of it is entered at once, whatever else it did before: so the log's lock
-- comes last and is held shortest, and no verb can forget it.
CREATE FUNCTION what_waits_is_logged() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    waiting log_waiting[];
    first bigint;
BEGIN
    -- The first row's turn takes all of them.
    WITH taken AS (
        DELETE FROM log_waiting WHERE xid = pg_current_xact_id() RETURNING log_waiting AS held
    )
    SELECT array_agg(held ORDER BY (held).number) INTO waiting FROM taken;
    IF waiting IS NULL THEN
        RETURN NULL;
    END IF;
    first := append_to_log(
        ARRAY(SELECT op FROM unnest(waiting) ORDER BY number),
        ARRAY(SELECT digest FROM unnest(waiting) ORDER BY number)
    );
    INSERT INTO certificate_log (certificate_id, version, op, index)
    SELECT certificate_id, version, op, index
    FROM (
        SELECT certificate_id, version, op, first + row_number() OVER (ORDER BY number) - 1 AS index
        FROM unnest(waiting)
    ) AS entered
    WHERE certificate_id IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER what_waits_is_logged AFTER INSERT ON log_waiting
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION what_waits_is_logged();

-- Whatever signs a version, it is logged.
CREATE FUNCTION versions_are_logged() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO log_waiting (op, digest, certificate_id, version)
    VALUES ('issue', NEW.jwt_digest, NEW.certificate_id, NEW.number);
    RETURN NULL;
END
$$;

CREATE TRIGGER versions_are_logged AFTER INSERT ON certificate_version
    FOR EACH ROW EXECUTE FUNCTION versions_are_logged();

GRANT SELECT ON log_entry, log_node, log_head, certificate_log TO registrar_service;
GRANT SELECT, INSERT ON log_key, log_waiting TO registrar_service;
GRANT UPDATE (checkpoint, signed_size, signed_at, signed_by, is_whole) ON log_head TO registrar_service;
