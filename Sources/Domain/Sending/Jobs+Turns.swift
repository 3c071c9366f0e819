import Crypto
import Foundation
import Postgres

extension Jobs {
    /// Gives mails their turns at their recipients' domains, so many a minute for each; those whose turn is later are put back
    /// until then. Mail of a campaign is counted apart, so that it takes no turn from other mail.
    ///
    /// A turn is a time, given once and for all workers in the order of asking; a domain at its limit holds up no other. None is
    /// given more than a minute ahead, and one that is a minute old is over: a mail that is not sent after all, as its campaign
    /// was paused say, keeps nobody waiting. Who gets none asks again later, after as long as it has waited already.
    ///
    /// - Returns: the mails whose turn is now: within the next second.
    package func takeTurns(_ jobs: [Job], perMinute: Int) async throws -> [Job] {
        let asking = jobs.filter { !$0.hasTurn && $0.email != nil }
        guard !asking.isEmpty else { return jobs }
        let digests = asking.map { domainDigest($0.email) }
        let interval = 60.0 / Double(perMinute)
        let later: [JobID] = try await store.write { connection in
            // 1. One at a time asks for a domain, and no turn is in the past.
            try connection.execute(
                """
                WITH clock AS (SELECT registrar_clock() AS now)
                INSERT INTO mail_pace AS pace (domain_digest, is_bulk, next_at)
                SELECT DISTINCT mail.domain_digest, mail.is_bulk, clock.now
                FROM unnest(\(digests), \(asking.map(\.isBulk))) AS mail (domain_digest, is_bulk)
                CROSS JOIN clock
                ORDER BY mail.domain_digest, mail.is_bulk
                ON CONFLICT (domain_digest, is_bulk) DO UPDATE
                SET next_at = greatest(pace.next_at, excluded.next_at)
                """
            )
            // 2. Turns, as far as they are near; whose turn is not now goes back until then.
            return try connection.all(
                """
                WITH clock AS (SELECT registrar_clock() AS now),
                place AS (
                    SELECT
                        mail.id, mail.domain_digest, mail.is_bulk,
                        pace.next_at + \(interval)::double precision * interval '1 second' * (
                            row_number() OVER (PARTITION BY mail.domain_digest, mail.is_bulk ORDER BY mail.id) - 1
                        ) AS at
                    FROM unnest(\(asking.map(\.id)), \(digests), \(asking.map(\.isBulk)))
                        AS mail (id, domain_digest, is_bulk)
                    JOIN mail_pace AS pace ON pace.domain_digest = mail.domain_digest AND pace.is_bulk = mail.is_bulk
                ),
                turn AS (
                    SELECT place.*, place.at <= clock.now + interval '1 minute' AS is_given
                    FROM place
                    CROSS JOIN clock
                ),
                pace AS (
                    UPDATE mail_pace
                    SET next_at = last.at + \(interval)::double precision * interval '1 second'
                    FROM (
                        SELECT domain_digest, is_bulk, max(at) AS at
                        FROM turn
                        WHERE is_given
                        GROUP BY domain_digest, is_bulk
                    ) AS last
                    WHERE mail_pace.domain_digest = last.domain_digest AND mail_pace.is_bulk = last.is_bulk
                )
                UPDATE job
                SET
                    has_turn = turn.is_given,
                    run_at = turn.at + CASE
                        WHEN turn.is_given THEN interval '0'
                        -- Apart from each other, or all would come back at once, again and again.
                        ELSE random() * least(greatest(clock.now - job.created_at, interval '0'), interval '10 minutes')
                    END,
                    locked_until = NULL,
                    attempts = greatest(attempts - 1, 0)
                FROM turn, clock
                WHERE job.id = turn.id AND turn.at > clock.now + interval '1 second' AND job.finished_at IS NULL
                RETURNING job.id
                """
            )
        }
        let waiting = Set(later)
        return jobs.filter { !waiting.contains($0.id) }
    }

    /// Forgets domains whose turns are over; returns how many.
    @discardableResult
    package func forgetOldTurns() async throws -> Int {
        try await store.write {
            try $0.execute("DELETE FROM mail_pace WHERE next_at < (SELECT registrar_clock()) - interval '1 hour'")
        }
    }

    private func domainDigest(_ email: EmailAddress?) -> [UInt8] {
        let domain = email?.rawValue.split(separator: "@").last ?? ""
        return Array(HMAC<SHA256>.authenticationCode(for: Data("domain \(domain)".utf8), using: secrets.addresses))
    }
}
