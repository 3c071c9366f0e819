import Foundation
import Postgres

/// What a recomputation of every seal and every digest found.
package struct AuditVerdict: Codable, Sendable {
    package let seals: Int
    package let entries: Int
    package let unsealed: Int
    /// Age in seconds of the oldest entry without a seal; 0 when all are sealed.
    package let lag: Double
    /// What no longer fits, in words; empty when all holds.
    package let broken: [String]
}

extension AuditTrail {
    /// Recomputes every seal from the entries, and every kept detail's digest.
    package func verify(by actor: Actor) async throws -> AuditVerdict {
        try actor.require(.readAudit)
        return try await store.snapshot { connection in
            let counts = try connection.one(Self.counts, as: Counts.self)
            return AuditVerdict(
                seals: counts.seals,
                entries: counts.entries,
                unsealed: counts.unsealed,
                lag: counts.lag,
                broken: try connection.all(Self.breaks)
            )
        }
    }

    private struct Counts: Decodable {
        let seals: Int
        let entries: Int
        let unsealed: Int
        let lag: Double
    }

    private static let counts: SQL = """
        SELECT
            (SELECT count(*) FROM audit_seal) AS seals,
            count(*) AS entries,
            count(*) FILTER (WHERE is_unsealed) AS unsealed,
            greatest(
                0,
                coalesce(extract(epoch FROM registrar_clock() - min(at) FILTER (WHERE is_unsealed)), 0)
            )::double precision AS lag
        FROM (
            SELECT
                entry.at,
                (entry.era, entry.xid) >= (coalesce(last.era, 0::smallint), coalesce(last.below, '0'::xid8)) AS is_unsealed
            FROM audit_entry AS entry
            LEFT JOIN (SELECT era, below FROM audit_seal ORDER BY number DESC LIMIT 1) AS last ON true
        ) AS entry
        """

    /// One line of words for each seal or entry that no longer fits.
    static let breaks: SQL = """
        SELECT format(
            'seal %s: recorded over %s entries, now found over %s, with another digest', seal.number, seal.entries,
            span.entries
        )
        FROM (
            SELECT
                number, era, below, entries, digest,
                lag(number, 1, 0::bigint) OVER chain AS number_before,
                lag(era, 1, 0::smallint) OVER chain AS era_before,
                lag(below, 1, '0'::xid8) OVER chain AS below_before,
                lag(digest, 1, ''::bytea) OVER chain AS digest_before
            FROM audit_seal
            WINDOW chain AS (ORDER BY number)
        ) AS seal
        CROSS JOIN LATERAL audit_span(
            seal.era_before, seal.below_before, seal.era, seal.below, seal.digest_before
        ) AS span
        WHERE (span.entries, span.digest) IS DISTINCT FROM (seal.entries, seal.digest)
            OR seal.number <> seal.number_before + 1
        UNION ALL
        SELECT format('entry %s: its details no longer fit their digest', entry.id)
        FROM audit_entry AS entry
        JOIN payload ON payload.id = entry.payload_id
        WHERE entry.digest IS DISTINCT FROM payload_digest(payload.salt, payload.body)
        """
}
