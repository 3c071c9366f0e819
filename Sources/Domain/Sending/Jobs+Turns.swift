import Crypto
import Foundation
import Postgres

extension Jobs {
    /// Gives mails their turns at their recipients' domains, so many a minute for each; those whose turn is later are put back
    /// until then. Mail of a campaign is counted apart, so that it takes no turn from other mail.
    ///
    /// A turn is a time, given once and for all workers in the order of asking; a domain at its limit holds up no other.
    ///
    /// - Returns: the mails whose turn is now: within the next second.
    package func takeTurns(_ jobs: [Job], perMinute: Int) async throws -> [Job] {
        let asking = jobs.filter { !$0.hasTurn && $0.email != nil }
        guard !asking.isEmpty else { return jobs }
        let digests = asking.map { domainDigest($0.email) }
        let interval = 60.0 / Double(perMinute)
        let later: [JobID] = try await store.write { connection in
            try connection.all(
                """
                WITH clock AS (SELECT registrar_clock() AS now),
                asked AS (
                    SELECT
                        id, domain_digest, is_bulk,
                        row_number() OVER (PARTITION BY domain_digest, is_bulk ORDER BY id) AS number,
                        count(*) OVER (PARTITION BY domain_digest, is_bulk) AS total
                    FROM unnest(\(asking.map(\.id)), \(digests), \(asking.map(\.isBulk))) AS mail (id, domain_digest, is_bulk)
                ),
                pace AS (
                    INSERT INTO mail_pace AS pace (domain_digest, is_bulk, next_at)
                    SELECT DISTINCT domain_digest, is_bulk, clock.now + total * \(interval)::double precision * interval '1 second'
                    FROM asked
                    CROSS JOIN clock
                    ORDER BY domain_digest, is_bulk
                    ON CONFLICT (domain_digest, is_bulk) DO UPDATE
                    SET next_at = greatest(pace.next_at, (SELECT now FROM clock))
                        + (excluded.next_at - (SELECT now FROM clock))
                    RETURNING domain_digest, is_bulk, next_at
                ),
                turn AS (
                    SELECT asked.id, pace.next_at - (total - number + 1) * \(interval)::double precision * interval '1 second' AS at
                    FROM asked
                    JOIN pace USING (domain_digest, is_bulk)
                )
                UPDATE job
                SET run_at = turn.at, has_turn = true, locked_until = NULL, attempts = greatest(attempts - 1, 0)
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
