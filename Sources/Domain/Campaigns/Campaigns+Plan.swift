import Postgres

/// A campaign before it is sent: who gets it, who does not and why, and how it looks to the first of them.
package struct CampaignPlan: Sendable {
    package struct HeldBack: Codable, Equatable, Sendable {
        /// A reason of ``Suppression``, or `not_confirmed`, `left`, `erased`, `merged`, `address_unknown`.
        package let reason: String
        package let people: Int
    }

    let plan: Plan<PlanTotal>
    package let purpose: String
    package let filter: String
    package let recipients: Int
    package let heldBack: [HeldBack]
    /// As the first recipient would read it; its links lead nowhere. Nil where there is nobody.
    package let sample: CampaignLetter?

    package var hash: String { plan.hash }
}

extension Campaigns {
    /// Who would get a text now, and who would not.
    ///
    /// - Throws: `Refusal` of kind invalid for a filter that names what is not here; `postal-address-missing`.
    package func plan(_ template: CampaignTemplate, to filter: ExportFilter, by actor: Actor) async throws
        -> CampaignPlan
    {
        try actor.require(.runCohorts)
        return try await store.write { connection in
            let planned = try connection.plan(template, to: filter)
            try connection.keep(planned.plan)
            return planned
        }
    }

    /// Writes the campaign and a mail for each recipient, in one transaction, if the plan still holds.
    ///
    /// - Throws: `plan-unknown`, `plan-changed`, `campaign-of-nobody`; what ``plan(_:to:by:)`` throws.
    package func send(
        _ template: CampaignTemplate,
        to filter: ExportFilter,
        hash: String,
        by actor: Actor
    ) async throws -> Campaign {
        try actor.require(.runCohorts)
        return try await store.write { connection in
            try connection.execute("SET LOCAL statement_timeout = 0")
            // Two at once are one after the other: the second sees a plan that no longer holds.
            try connection.execute("SELECT pg_advisory_xact_lock(hashtext('campaign'))")
            let planned = try connection.plan(template, to: filter)
            try connection.require(planned.plan, is: hash)
            guard planned.recipients > 0 else {
                throw Refusal.conflict("campaign-of-nobody", "Nobody of the list fits; ask for others.")
            }
            let id: CampaignID = try connection.one(
                """
                INSERT INTO campaign (purpose, subject, template, digest, filter, recipients, staff_id, operator_id)
                VALUES (
                    \(filter.purpose), \(template.subject), \(template.body), \(template.digest), \(filter.words),
                    \(planned.recipients), \(actor.staff?.id), \(actor.staff?.operatorID)
                )
                RETURNING id
                """
            )
            let written = try connection.execute(
                """
                WITH clock AS (SELECT registrar_clock() AS now)
                INSERT INTO job (kind, is_bulk, campaign_id, person_id, created_at, run_at)
                SELECT \(Job.campaign), true, \(id), subscriber.id, clock.now, clock.now
                FROM subscriber
                CROSS JOIN clock
                WHERE \(filter.condition)
                ORDER BY subscriber.id
                """
            )
            // Between two statements somebody may have come or gone; then the plan does not hold either.
            guard written == planned.recipients else {
                throw Refusal.conflict(
                    "plan-changed",
                    "The plan no longer holds: the list changed this very moment. Make it again and look at it."
                )
            }
            try connection.audit(
                "mail.send",
                "campaign",
                id.rawValue,
                by: actor,
                [
                    "filter": filter.words, "recipients": String(written),
                    "sha256": template.digest.hexadecimal,
                ]
            )
            return try connection.campaign(id)
        }
    }
}

extension Connection {
    fileprivate func plan(_ template: CampaignTemplate, to filter: ExportFilter) throws -> CampaignPlan {
        try check(filter)
        let institute = try institute()
        guard !institute.postalAddress.trimmed.isEmpty else {
            throw Refusal.conflict(
                "postal-address-missing",
                """
                Mail to the list carries the institute's postal address (CAN-SPAM, CASL), and none is known here. Run \
                `registrar institute set --postal-address …`.
                """
            )
        }
        let recipients: Int = try one("SELECT count(*) FROM subscriber WHERE \(filter.condition)")
        let heldBack: [CampaignPlan.HeldBack] = try all(Self.heldBack(filter))
        let earlier: Int = try one("SELECT count(*) FROM campaign")
        let digest = template.digest.hexadecimal
        return CampaignPlan(
            plan: try Plan(
                "mail.send",
                [
                    PlanTotal("template", digest), PlanTotal("filter", filter.words),
                    PlanTotal("recipients", recipients), PlanTotal("earlier campaigns", earlier),
                ] + heldBack.map { PlanTotal($0.reason, $0.people) }
            ),
            purpose: filter.purpose,
            filter: filter.words,
            recipients: recipients,
            heldBack: heldBack,
            sample: try sample(template, filter, institute)
        )
    }

    /// People who said something of this purpose, fit the filter, and get nothing; each for the first reason that holds.
    private static func heldBack(_ filter: ExportFilter) -> SQL {
        """
        SELECT subscriber.reason, count(*) AS people
        FROM (
            -- 1. The last word of each; asking counts only where nothing was ever decided.
            SELECT DISTINCT ON (event.person_id)
                event.person_id AS id, event.purpose, event.source, coalesce(event.given_at, event.at) AS confirmed_at,
                -- 2. Why it gets them no mail.
                CASE
                    WHEN person.erased_at IS NOT NULL THEN 'erased'
                    WHEN person.merged_into IS NOT NULL THEN 'merged'
                    WHEN event.kind = 'withdrawn' THEN 'left'
                    WHEN event.kind = 'requested' THEN 'not_confirmed'
                    WHEN person.address_digest IS NULL THEN 'address_unknown'
                    ELSE (
                        SELECT suppressed_address.reason
                        FROM suppressed_address
                        WHERE suppressed_address.address_digest = person.address_digest
                        ORDER BY suppressed_address.since, suppressed_address.reason
                        LIMIT 1
                    )
                END AS reason
            FROM consent_event AS event
            JOIN person ON person.id = event.person_id
            WHERE event.purpose = \(filter.purpose)
            ORDER BY event.person_id, event.kind = 'requested', event.id DESC
        ) AS subscriber
        WHERE subscriber.reason IS NOT NULL AND \(filter.condition)
        GROUP BY subscriber.reason
        ORDER BY people DESC, subscriber.reason
        """
    }
}
