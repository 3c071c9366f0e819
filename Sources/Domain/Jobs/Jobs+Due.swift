import Postgres

extension Jobs {
    /// Locks and names what is due and in nobody's hand, oldest first; of campaigns only what those have that are being sent.
    static func due(_ work: Job.Work, limit: Int) -> SQL {
        let isDue: SQL = """
            finished_at IS NULL
                AND dead_at IS NULL
                AND run_at <= (SELECT registrar_clock())
                AND \(work.condition)
                AND coalesce(locked_until <= (SELECT registrar_clock()), true)
            """
        guard work == .bulk else {
            return """
                SELECT id
                FROM job
                WHERE \(isDue)
                ORDER BY run_at, id
                LIMIT \(limit)
                FOR UPDATE SKIP LOCKED
                """
        }
        // By campaign, since a million mails of a paused one would all be passed over each time. Whose turn has come goes
        // before what has yet to ask for one.
        return """
            SELECT due.id
            FROM campaign
            CROSS JOIN LATERAL (
                SELECT id, has_turn, run_at
                FROM job
                WHERE campaign_id = campaign.id AND \(isDue)
                ORDER BY has_turn DESC, run_at, id
                LIMIT \(limit)
                FOR UPDATE SKIP LOCKED
            ) AS due
            WHERE campaign.state = 'sending'
            ORDER BY due.has_turn DESC, due.run_at, due.id
            LIMIT \(limit)
            """
    }
}
