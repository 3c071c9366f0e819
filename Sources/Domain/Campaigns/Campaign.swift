package import Foundation
import Postgres

/// One text to many people of the list, each of whom gets it at most once.
package struct Campaign: Codable, Sendable {
    package enum State: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case sending
        /// Nothing goes out until it is resumed.
        case paused
        case cancelled
        /// Every mail of it has come to an end.
        case done
    }

    package let id: CampaignID
    package let purpose: String
    package let subject: String
    /// Of whom, in words.
    package let filter: String
    package let state: State
    package let createdAt: Date
    /// The login of who sent it; nil where the service did.
    package let who: String?
    package let recipients: Int
    package let sent: Int
    /// Who had left, or whose address was suppressed, when their turn came.
    package let heldBack: Int
    package let cancelled: Int
    package let dead: Int

    /// How many have come to an end.
    package var ended: Int { sent + heldBack + cancelled + dead }
}

/// The campaigns: planned, sent, paused, resumed, cancelled.
package struct Campaigns: Sendable {
    let store: Store
    let secrets: Secrets

    /// Newest first.
    package func list(by actor: Actor) async throws -> [Campaign] {
        try actor.require(.runCohorts)
        return try await store.read { try $0.all(Self.select(nil)) }
    }

    package func show(_ id: CampaignID, by actor: Actor) async throws -> Campaign {
        try actor.require(.runCohorts)
        return try await store.read { try $0.campaign(id) }
    }

    static func select(_ id: CampaignID?) -> SQL {
        """
        SELECT
            campaign.id, campaign.purpose, campaign.subject, campaign.filter, campaign.created_at, staff.login AS who,
            campaign.recipients, mail.sent, mail.held_back, mail.cancelled, mail.dead,
            CASE
                WHEN campaign.state = 'sending' AND mail.waiting = 0 THEN 'done'
                ELSE campaign.state
            END AS state
        FROM campaign
        LEFT JOIN staff ON staff.id = campaign.staff_id
        CROSS JOIN LATERAL (
            SELECT
                count(*) FILTER (WHERE job.finished_at IS NULL AND job.dead_at IS NULL) AS waiting,
                count(*) FILTER (WHERE job.finished_at IS NOT NULL AND job.outcome IS NULL) AS sent,
                count(*) FILTER (WHERE job.outcome = 'held_back') AS held_back,
                count(*) FILTER (WHERE job.outcome = 'cancelled') AS cancelled,
                count(*) FILTER (WHERE job.dead_at IS NOT NULL) AS dead
            FROM job
            WHERE job.campaign_id = campaign.id
        ) AS mail
        WHERE coalesce(campaign.id = \(id), true)
        ORDER BY campaign.id DESC
        """
    }
}

extension Connection {
    func campaign(_ id: CampaignID) throws -> Campaign {
        guard let campaign: Campaign = try first(Campaigns.select(id)) else {
            throw Refusal.notFound(
                "campaign-unknown",
                "There is no campaign \(id); `registrar campaign list` shows them."
            )
        }
        return campaign
    }
}
