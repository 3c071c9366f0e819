import Postgres

extension Invariant {
    /// How far the worker may be behind: it looks every second, and what it failed to do waits for its lease to end.
    static let workersPeriod: SQL = "interval '2 minutes'"

    static let worker: [Invariant] = [
        Invariant(
            "deadlines_are_kept",
            "No hold and no offer is past its deadline by more than the worker needs to end it.",
            """
            SELECT enrollment.id
            FROM enrollment
            WHERE enrollment.state IN ('held', 'offered')
                AND enrollment.expires_at < registrar_clock() - \(workersPeriod)
            """
        ),
        Invariant(
            "jobs_run_on_time",
            "No job but a campaign's is older than its time by more than the worker needs: `registrar work` does them.",
            """
            SELECT job.id
            FROM job
            WHERE job.finished_at IS NULL
                AND job.dead_at IS NULL
                AND NOT job.is_bulk
                AND job.run_at < registrar_clock() - \(workersPeriod)
                AND coalesce(job.locked_until <= registrar_clock(), true)
            """
        ),
    ]
}
