import Postgres

extension Renewals {
    /// Days before the end of a term at which its holder is reminded, each once.
    package static let reminderDays = [90, 60, 30, 7]

    /// Reminds holders whose term ends soon, some at a time; returns how many.
    ///
    /// After a pause the nearest reminder alone is sent. Whoever was renewed has another end; what is suspended, revoked,
    /// surrendered or erased, and what cannot be renewed, has none to be reminded of. Two workers at once remind once.
    @discardableResult
    package func remind(limit: Int = 200) async throws -> Int {
        try await store.write { connection in
            try connection.execute(
                """
                -- 1. The nearest day that has come of each, unless it, or one nearer still, was told already.
                WITH clock AS (SELECT registrar_clock() AS now),
                due AS (
                    SELECT certificate.id, certificate.valid_until, nearest.days, clock.now
                    FROM clock
                    JOIN certificate ON certificate.valid_until > clock.now
                        AND certificate.valid_until <= clock.now + interval '90 days'
                    CROSS JOIN LATERAL (
                        SELECT min(days) AS days
                        FROM unnest(\(Self.reminderDays)::bigint[]) AS days
                        WHERE certificate.valid_until <= clock.now + days * interval '1 day'
                    ) AS nearest
                    WHERE certificate.state = 'active' AND certificate.erased_at IS NULL
                        AND renewal_rules(certificate.program_version_id) IS NOT NULL
                        AND NOT EXISTS (
                            SELECT
                            FROM renewal_reminder AS told
                            WHERE told.certificate_id = certificate.id AND told.term_ends = certificate.valid_until
                                AND told.days_before <= nearest.days
                        )
                    ORDER BY certificate.valid_until, certificate.id
                    LIMIT \(limit)
                    FOR NO KEY UPDATE OF certificate SKIP LOCKED
                ),
                -- 2. Written down; of two who look at the same moment one writes.
                told AS (
                    INSERT INTO renewal_reminder (certificate_id, term_ends, days_before, at)
                    SELECT id, valid_until, days, now
                    FROM due
                    ON CONFLICT ON CONSTRAINT reminded_once_per_term DO NOTHING
                    RETURNING certificate_id, at
                )
                -- 3. And mailed.
                INSERT INTO job (kind, certificate_id, created_at, run_at)
                SELECT \(RenewalLetter.Kind.reminder.jobKind), certificate_id, at, at
                FROM told
                """
            )
        }
    }
}
