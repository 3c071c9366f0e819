import Foundation
import Postgres

extension AuditTrail {
    /// Seals every entry whose transaction can have no older one still to come, so that writers never wait for a chain.
    ///
    /// - Returns: How many entries the new seal covers; 0 when there was nothing to seal.
    package func seal() async throws -> Int {
        try await store.write { connection in
            // 1. Seals are made one at a time; the statement below sees the seal before.
            try connection.execute("SELECT pg_advisory_xact_lock(hashtext('audit_seal'))")
            // 2. One statement, one snapshot: all below its xmin is finished, and seen.
            let sealed = try connection.first(
                """
                WITH last AS (
                    SELECT number, era, below, digest
                    FROM audit_seal
                    ORDER BY number DESC
                    LIMIT 1
                ),
                bound AS (
                    SELECT audit_current_era() AS era, pg_snapshot_xmin(pg_current_snapshot()) AS below
                )
                INSERT INTO audit_seal (number, era, below, entries, digest)
                SELECT coalesce(last.number, 0) + 1, bound.era, bound.below, span.entries, span.digest
                FROM bound
                LEFT JOIN last ON true
                CROSS JOIN LATERAL audit_span(
                    coalesce(last.era, 0::smallint), coalesce(last.below, '0'::xid8), bound.era, bound.below,
                    coalesce(last.digest, ''::bytea)
                ) AS span
                WHERE span.entries > 0
                RETURNING entries
                """,
                as: Int.self
            )
            return sealed ?? 0
        }
    }

    /// Starts a new era when the data stands in another cluster than before, because transaction numbers begin anew there.
    ///
    /// - Returns: Whether a new era began.
    @discardableResult
    package func beginEraIfRestored() async throws -> Bool {
        try await store.write { connection in
            try connection.execute("SELECT pg_advisory_xact_lock(hashtext('audit_seal'))")
            let begun = try connection.execute(
                """
                INSERT INTO audit_era (number, system_identifier)
                SELECT era.number + 1, cluster.system_identifier
                FROM (SELECT number, system_identifier FROM audit_era ORDER BY number DESC LIMIT 1) AS era
                CROSS JOIN pg_control_system() AS cluster
                WHERE era.system_identifier <> cluster.system_identifier
                """
            )
            return begun > 0
        }
    }
}
