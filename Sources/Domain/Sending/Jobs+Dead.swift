import Postgres

extension Jobs {
    /// Sends every dead mail again, each with all its attempts before it, or only says which that would be.
    ///
    /// - Returns: the mails, oldest first.
    package func retryDead(dryRun: Bool, by actor: Actor) async throws -> [Job] {
        try actor.require(.runCohorts)
        return try await store.write { connection in
            let dead: [JobID] = try connection.all(
                "SELECT id FROM job WHERE dead_at IS NOT NULL ORDER BY id FOR UPDATE"
            )
            let jobs: [Job] = try connection.all(Self.select + "WHERE job.id = ANY(\(dead)) ORDER BY job.id")
            guard !dryRun, !dead.isEmpty else { return jobs }
            try connection.retry(dead)
            try connection.audit("mail.retry_dead", "job", nil, by: actor, ["mails": "\(dead.count)"])
            return jobs
        }
    }

    /// How many mails are in each state.
    package func count(by actor: Actor) async throws -> [Job.State: Int] {
        try actor.require(.runCohorts)
        struct Row: Decodable {
            let state: Job.State
            let mails: Int
        }
        let rows: [Row] = try await store.read { connection in
            try connection.all(
                """
                SELECT \(Self.state) AS state, count(*) AS mails
                FROM job
                WHERE kind LIKE 'mail.%'
                GROUP BY 1
                """
            )
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.state, $0.mails) })
    }
}

extension Connection {
    func retry(_ jobs: [JobID]) throws {
        try execute(
            """
            UPDATE job
            SET run_at = registrar_clock(), attempts = 0, locked_until = NULL, finished_at = NULL, dead_at = NULL,
                has_turn = false, outcome = NULL
            WHERE id = ANY(\(jobs))
            """
        )
    }
}
