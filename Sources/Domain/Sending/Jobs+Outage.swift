package import Foundation
import Postgres

/// A time in which the mail server cannot be used: mail waits, and none of it is given up for that.
package struct MailOutage: Codable, Sendable {
    package let since: Date
    package let tries: Int
    package let nextTryAt: Date
    /// What the server, or the way to it, said last.
    package let words: String
    /// Whether it is time to try again.
    package let isDue: Bool
}

extension Jobs {
    /// The outage that lasts, if one does.
    package func outage() async throws -> MailOutage? {
        try await store.read { connection in
            try connection.first(
                """
                SELECT since, tries, next_try_at, words, next_try_at <= registrar_clock() AS is_due
                FROM mail_outage
                """
            )
        }
    }

    /// Says that the mail server could not be used, and all workers wait: five seconds at first, then twice as long each time, at
    /// most five minutes.
    ///
    /// - Parameters:
    ///   - tried: the mails at which that was seen. No try is counted, but each goes behind whatever else waits then, so that
    ///     no single mail which the server will not hear of keeps all others from being tried.
    ///   - untried: the mails that were only leased: they go back as they were.
    package func beginOutage(_ words: String, tried: [JobID], putBack untried: [JobID]) async throws {
        try await store.write { connection in
            try connection.putBack(untried + tried)
            try connection.execute(
                """
                WITH clock AS (SELECT registrar_clock() AS now)
                INSERT INTO mail_outage AS outage (since, tries, next_try_at, words)
                SELECT clock.now, 1, clock.now + interval '5 seconds', \(words)
                FROM clock
                ON CONFLICT (only_row) DO UPDATE
                SET tries = least(outage.tries + 1, 30000),
                    words = excluded.words,
                    next_try_at = (SELECT now FROM clock)
                        + least(interval '5 seconds' * power(2, least(outage.tries, 10)), interval '5 minutes')
                        * (0.8 + 0.4 * random())
                -- Several mails fail at once; that is one try.
                WHERE outage.next_try_at <= (SELECT now FROM clock)
                """
            )
            // A little after the next try, which whatever else is due has for itself then.
            try connection.execute(
                """
                UPDATE job
                SET run_at = mail_outage.next_try_at + interval '3 seconds'
                FROM mail_outage
                WHERE job.id = ANY(\(tried)) AND job.finished_at IS NULL
                """
            )
        }
    }

    /// Says that the mail server took a mail.
    package func endOutage() async throws {
        _ = try await store.write { try $0.execute("DELETE FROM mail_outage") }
    }

    /// Gives back what was leased and not tried.
    package func putBack(_ jobs: [JobID]) async throws {
        guard !jobs.isEmpty else { return }
        try await store.write { try $0.putBack(jobs) }
    }
}

extension Connection {
    fileprivate func putBack(_ jobs: [JobID]) throws {
        try execute(
            """
            UPDATE job
            SET locked_until = NULL, attempts = greatest(attempts - 1, 0), has_turn = false
            WHERE id = ANY(\(jobs)) AND finished_at IS NULL
            """
        )
    }
}
