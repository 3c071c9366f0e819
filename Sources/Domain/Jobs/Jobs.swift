import Foundation
import Postgres

/// Side effects that wait, run by lease, retried with back-off, and visible when dead.
package struct Jobs: Sendable {
    let store: Store
    let secrets: Secrets

    /// After this many attempts, about two days, a job is dead until staff retry it.
    static let mostAttempts = 24

    package init(store: Store, secrets: Secrets) {
        self.store = store
        self.secrets = secrets
    }

    /// Leases jobs that are due; what is not finished when the lease ends is due again, for any worker.
    package func claim(_ work: Job.Work = .letters, limit: Int, lease: Duration) async throws -> [Job] {
        let seconds = Int(lease.components.seconds)
        return try await store.write {
            let claimed: [JobID] = try $0.all(
                """
                UPDATE job
                SET locked_until = registrar_clock() + \(seconds) * interval '1 second', attempts = attempts + 1
                WHERE id IN (\(Self.due(work, limit: limit)))
                RETURNING id
                """
            )
            return try $0.all(Self.select + "WHERE job.id = ANY(\(claimed)) ORDER BY job.id")
        }
    }

    /// One that an erasure finished meanwhile stays as the erasure left it.
    package func finish(_ id: JobID, result: String?) async throws {
        _ = try await store.write {
            try $0.execute(
                """
                UPDATE job
                SET
                    finished_at = registrar_clock(),
                    locked_until = NULL,
                    last_error = NULL,
                    result = \(result),
                    outcome = CASE WHEN \(result == Job.nothingToSay) THEN 'held_back' END
                WHERE id = \(id) AND finished_at IS NULL
                """
            )
        }
    }

    /// Puts a failed job back: after 15 seconds, then twice as long each time, at most three hours, each give or take a fifth;
    /// dead after 24 attempts, which is about two days, or at once where another attempt cannot help.
    ///
    /// One that an erasure finished meanwhile stays finished, and says nothing.
    package func fail(_ id: JobID, error: String, forGood: Bool = false) async throws {
        _ = try await store.write {
            try $0.execute(
                """
                UPDATE job
                SET
                    locked_until = NULL,
                    has_turn = false,
                    last_error = \(error),
                    run_at = registrar_clock()
                        + least(interval '15 seconds' * power(2, least(attempts, 12) - 1), interval '3 hours')
                        * (0.8 + 0.4 * random()),
                    dead_at = CASE WHEN \(forGood) OR attempts >= \(Self.mostAttempts) THEN registrar_clock() END
                WHERE id = \(id) AND finished_at IS NULL
                """
            )
        }
    }

    /// Mail, and every other job that failed, newest first; of one address where that is asked for.
    package func list(
        state: Job.State? = nil,
        to address: EmailAddress? = nil,
        limit: Int = 50,
        by actor: Actor
    ) async throws -> [Job] {
        try actor.require(.runCohorts)
        return try await store.read {
            try $0.all(
                """
                SELECT *
                FROM (\(Self.select)) AS job
                WHERE coalesce(job.state = \(state?.rawValue)::text, true)
                    AND coalesce(job.email = \(address?.rawValue)::text, \(address == nil))
                    AND (job.kind NOT IN (\(Job.settling), \(Job.finishing)) OR job.last_error IS NOT NULL)
                ORDER BY job.id DESC
                LIMIT \(limit)
                """
            )
        }
    }

    package func show(_ id: JobID, by actor: Actor) async throws -> Job {
        try actor.require(.runCohorts)
        return try await store.read { try $0.job(id) }
    }

    /// Sends a mail again, dead or done: at once, with all its attempts before it.
    ///
    /// - Throws: `mail-in-hand` while a worker may be sending it, which would be twice.
    package func retry(_ id: JobID, by actor: Actor) async throws -> Job {
        try actor.require(.runCohorts)
        return try await store.write { connection in
            try connection.execute("SELECT FROM job WHERE id = \(id) FOR UPDATE")
            let job = try connection.job(id)
            guard job.state != .running else {
                throw Refusal.conflict(
                    "mail-in-hand",
                    "A worker has mail \(id) in hand. Wait a minute; what became of it, `registrar mail show \(id)` says."
                )
            }
            try connection.retry([id])
            try connection.audit("mail.retry", "job", id.rawValue, by: actor, ["was": job.state.rawValue])
            return try connection.job(id)
        }
    }

    /// The mails that a job takes out of the spool: all that were about an erased person.
    package func mails(toErase job: Job) async throws -> [JobID] {
        try await store.read { connection in
            let people: [PersonID] = try connection.all(
                "SELECT person_id FROM job WHERE id = \(job.id) AND person_id IS NOT NULL"
            )
            return try connection.mails(about: people)
        }
    }

    static let state: SQL = """
        CASE
            WHEN job.dead_at IS NOT NULL THEN 'dead'
            WHEN job.finished_at IS NOT NULL THEN 'done'
            WHEN job.locked_until > registrar_clock() THEN 'running'
            WHEN job.attempts > 0 THEN 'retrying'
            ELSE 'queued'
        END
        """

    static let select: SQL = """
        SELECT
            job.id, job.kind, job.enrollment_id, job.certificate_id, job.rating_task_id,
            job.practical_attempt_id, job.person_id,
            CASE
                -- What is about a certificate goes to the address that stayed, what is about a claim to the one it was made with.
                WHEN job.enrollment_id IS NULL AND became.id IS NOT NULL THEN became.email
                WHEN person.email LIKE 'legacy:%' THEN NULL
                ELSE coalesce(person.email, rater.email)
            END AS email, cohort.code AS cohort,
            \(state) AS state, job.is_bulk,
            -- A turn that nobody took is over: taken late, many would go at once.
            job.has_turn AND job.run_at > registrar_clock() - interval '1 minute' AS has_turn,
            job.created_at, job.run_at, job.attempts, job.finished_at, job.last_error, job.result
        FROM job
        LEFT JOIN enrollment ON enrollment.id = job.enrollment_id
        LEFT JOIN certificate ON certificate.id = job.certificate_id
        LEFT JOIN person ON person.id = coalesce(job.person_id, enrollment.person_id, certificate.person_id)
        LEFT JOIN person AS became ON became.id = person.merged_into AND became.email NOT LIKE 'legacy:%'
        LEFT JOIN rating_task ON rating_task.id = job.rating_task_id
        LEFT JOIN staff AS rater ON rater.id = rating_task.rater_id
        LEFT JOIN cohort ON cohort.id = coalesce(job.cohort_id, enrollment.cohort_id)

        """
}

extension Connection {
    func job(_ id: JobID) throws -> Job {
        guard let job: Job = try first(Jobs.select + "WHERE job.id = \(id)") else {
            throw Refusal.notFound("mail-unknown", "There is no mail \(id); `registrar mail list` shows them.")
        }
        return job
    }

    /// Every mail about people, sent or not.
    func mails(about people: [PersonID]) throws -> [JobID] {
        try all(
            """
            SELECT id
            FROM job
            WHERE kind LIKE 'mail.%' AND kind <> \(Job.erasing)
                AND (
                    person_id = ANY(\(people))
                    OR enrollment_id = ANY(ARRAY(SELECT id FROM enrollment WHERE person_id = ANY(\(people))))
                    OR certificate_id = ANY(ARRAY(SELECT id FROM certificate WHERE person_id = ANY(\(people))))
                )
            ORDER BY id
            """
        )
    }
}
