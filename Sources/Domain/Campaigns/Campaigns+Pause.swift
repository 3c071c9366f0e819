import Postgres

extension Campaigns {
    /// Stops a campaign until it is resumed; the few mails that a worker has in hand go back and wait.
    package func pause(_ id: CampaignID, by actor: Actor) async throws -> Campaign {
        try await turn(id, "campaign.pause", from: ["sending"], to: "paused", by: actor)
    }

    package func resume(_ id: CampaignID, by actor: Actor) async throws -> Campaign {
        try await turn(id, "campaign.resume", from: ["paused"], to: "sending", by: actor)
    }

    /// Ends a campaign for good: who has not got it yet never does.
    package func cancel(_ id: CampaignID, by actor: Actor) async throws -> Campaign {
        try await turn(id, "campaign.cancel", from: ["sending", "paused"], to: "cancelled", by: actor)
    }

    private func turn(
        _ id: CampaignID,
        _ verb: String,
        from states: [String],
        to state: String,
        by actor: Actor
    ) async throws -> Campaign {
        try actor.require(.runCohorts)
        return try await store.write { connection in
            try connection.execute("SELECT FROM campaign WHERE id = \(id) FOR UPDATE")
            let before = try connection.campaign(id)
            guard before.state.rawValue != state else { return before }
            guard states.contains(before.state.rawValue) else {
                throw Refusal.conflict("campaign-over", "Campaign \(id) is \(before.state.rawValue); that is its end.")
            }
            // Ending a million mails takes its time.
            if state == "cancelled" { try connection.execute("SET LOCAL statement_timeout = 0") }
            try connection.execute("UPDATE campaign SET state = \(state) WHERE id = \(id)")
            if state == "cancelled" {
                try connection.execute(
                    """
                    UPDATE job
                    SET finished_at = registrar_clock(), locked_until = NULL, outcome = 'cancelled'
                    WHERE campaign_id = \(id) AND finished_at IS NULL AND dead_at IS NULL
                        -- What a worker has in hand ends by itself.
                        AND coalesce(locked_until <= (SELECT registrar_clock()), true)
                    """
                )
            }
            try connection.audit(
                verb,
                "campaign",
                id.rawValue,
                by: actor,
                ["ended": "\(before.ended) of \(before.recipients)"]
            )
            return try connection.campaign(id)
        }
    }
}
