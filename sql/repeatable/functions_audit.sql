-- What a seal hashes of one entry: every column, in a fixed order and spelling.
CREATE OR REPLACE FUNCTION audit_entry_digest(entry audit_entry) RETURNS bytea
LANGUAGE sql IMMUTABLE
AS $$
    SELECT sha256(convert_to(
        concat_ws(
            '|', entry.id, entry.era, entry.xid, (extract(epoch FROM entry.at) * 1000000)::bigint,
            coalesce(entry.staff_id::text, '-'), coalesce(entry.operator_id::text, '-'), entry.verb, entry.subject,
            coalesce(entry.subject_id::text, '-'), coalesce(encode(entry.digest, 'hex'), '-')
        ),
        'UTF8'
    ))
$$;

-- Hashes the entries from one bound up to another onto the digest of the seal before; NULL digest when there are none.
CREATE OR REPLACE FUNCTION audit_span(
    from_era smallint, from_xid xid8, to_era smallint, to_xid xid8, previous bytea,
    OUT entries integer, OUT digest bytea
)
LANGUAGE sql STABLE
AS $$
    SELECT
        count(*)::integer,
        sha256(previous || string_agg(audit_entry_digest(entry), ''::bytea ORDER BY entry.era, entry.xid, entry.id))
    FROM audit_entry AS entry
    WHERE (entry.era, entry.xid) >= (from_era, from_xid)
        AND (entry.era, entry.xid) < (to_era, to_xid)
$$;
