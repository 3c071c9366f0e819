import Postgres

extension Invariant {
    /// Of mail to many.
    static let campaigns: [Invariant] = [
        Invariant(
            "campaigns_have_their_mails",
            "Every campaign has as many mails as it said that it has recipients.",
            """
            SELECT campaign.id
            FROM campaign
            WHERE campaign.recipients <> (SELECT count(*) FROM job WHERE job.campaign_id = campaign.id)
            """
        ),
        Invariant(
            "campaigns_reach_nobody_twice",
            "No campaign has two mails to one person.",
            """
            SELECT 'campaign ' || job.campaign_id || ', person ' || job.person_id
            FROM job
            WHERE job.campaign_id IS NOT NULL
            GROUP BY job.campaign_id, job.person_id
            HAVING count(*) > 1
            """
        ),
        Invariant(
            "cancelled_campaigns_end",
            "No mail of a cancelled campaign waits for longer than an hour.",
            """
            SELECT job.id
            FROM job
            JOIN campaign ON campaign.id = job.campaign_id
            WHERE campaign.state = 'cancelled' AND job.finished_at IS NULL AND job.dead_at IS NULL
                AND coalesce(job.locked_until, job.created_at) < (SELECT registrar_clock()) - interval '1 hour'
            """
        ),
    ]
}
