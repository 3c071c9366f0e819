import Postgres

extension Invariant {
    static let log: [Invariant] = [
        Invariant(
            "versions_are_logged",
            "Every signed version has its entry in the transparency log; older ones get it from the worker.",
            """
            SELECT version.certificate_id || ' version ' || version.number
            FROM certificate_version AS version
            LEFT JOIN certificate_log AS logged
                ON logged.certificate_id = version.certificate_id AND logged.version = version.number
                AND logged.op = 'issue'
            WHERE logged.index IS NULL
            """
        ),
        Invariant(
            "revocations_are_logged",
            "A version is revoked in the transparency log exactly when its bit is set.",
            """
            SELECT version.certificate_id || ' version ' || version.number
            FROM certificate_version AS version
            JOIN status_list ON status_list.number = version.status_list
            CROSS JOIN log_head
            LEFT JOIN certificate_log AS logged
                ON logged.certificate_id = version.certificate_id AND logged.version = version.number
                AND logged.op = 'revoke'
            WHERE log_head.is_whole
                AND (logged.index IS NOT NULL) <> (
                    get_bit(status_list.bits, (version.status_index & ~7) | (7 - (version.status_index & 7))) = 1
                )
            """
        ),
        Invariant(
            "log_entries_are_of_their_versions",
            "Every entry of the log says the digest, the act and the time that its row and its version have.",
            """
            SELECT log_entry.index
            FROM log_entry
            LEFT JOIN certificate_log ON certificate_log.index = log_entry.index
            LEFT JOIN certificate_version AS version
                ON version.certificate_id = certificate_log.certificate_id AND version.number = certificate_log.version
            WHERE CASE
                WHEN log_entry.op IN ('issue', 'revoke') THEN
                    certificate_log.op IS DISTINCT FROM log_entry.op
                    OR log_entry.entry IS DISTINCT FROM log_entry_octets(log_entry.op, version.jwt_digest, log_entry.at)
                ELSE
                    certificate_log.index IS NOT NULL
                    OR convert_from(log_entry.entry, 'UTF8')::jsonb ->> 'op' IS DISTINCT FROM log_entry.op
            END
            """
        ),
        Invariant(
            "log_never_goes_back",
            "The log's entries count from 0 without a gap, and their times never decrease or lie ahead.",
            """
            SELECT index
            FROM (
                SELECT
                    index, at, lag(index, 1, -1::bigint) OVER line AS index_before,
                    lag(at, 1, '-infinity'::timestamptz) OVER line AS at_before
                FROM log_entry
                WINDOW line AS (ORDER BY index)
            ) AS pair
            WHERE index <> index_before + 1 OR at < at_before OR at > registrar_clock() + interval '1 minute'
            """
        ),
        Invariant(
            "log_subtrees_fit",
            "Every kept subtree of the log hashes what is below it, and none is missing.",
            """
            WITH hashed AS (
                SELECT 0::smallint AS level, index, leaf AS hash FROM log_entry
                UNION ALL
                SELECT level, index, hash FROM log_node
            ),
            pair AS (
                SELECT l.level + 1 AS level, l.index >> 1 AS index, log_node_hash(l.hash, r.hash) AS hash
                FROM hashed AS l
                JOIN hashed AS r ON r.level = l.level AND r.index = l.index + 1
                WHERE l.index & 1 = 0
            )
            SELECT coalesce(pair.level, log_node.level) || '/' || coalesce(pair.index, log_node.index)
            FROM pair
            FULL JOIN log_node ON log_node.level = pair.level AND log_node.index = pair.index
            WHERE log_node.hash IS DISTINCT FROM pair.hash
            """
        ),
        Invariant(
            "log_head_fits_its_entries",
            "The log's head has the size, the edge and the last time of its entries.",
            """
            SELECT log_head.size
            FROM log_head
            LEFT JOIN (SELECT index, at FROM log_entry ORDER BY index DESC LIMIT 1) AS last ON true
            WHERE log_head.size <> coalesce(last.index + 1, 0) OR log_head.last_at IS DISTINCT FROM last.at
                OR log_head.frontier <> ARRAY(
                    SELECT CASE
                        WHEN bit = 0 THEN (SELECT leaf FROM log_entry WHERE index = log_head.size - 1)
                        ELSE (SELECT hash FROM log_node WHERE level = bit AND index = (log_head.size >> bit) - 1)
                    END
                    FROM generate_series(62, 0, -1) AS bit
                    WHERE (log_head.size >> bit) & 1 = 1
                    ORDER BY bit DESC
                )
            """
        ),
        Invariant(
            "log_holds_seals_of_the_audit_trail",
            "Every head of the audit trail that the log holds is still one of its seals.",
            """
            SELECT log_entry.index
            FROM log_entry
            WHERE log_entry.op = 'audit'
                AND NOT EXISTS (
                    SELECT
                    FROM audit_seal
                    WHERE log_entry.entry = log_entry_octets('audit', audit_seal.digest, log_entry.at)
                )
            """
        ),
    ]
}
