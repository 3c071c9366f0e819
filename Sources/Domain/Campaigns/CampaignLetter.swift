package import Foundation
import Postgres

/// Everything a mail of a campaign says, read when the mail is sent.
package struct CampaignLetter: Sendable {
    package let jobID: JobID
    package let to: EmailAddress
    package let knownName: PersonName?
    /// All of the name up to its first blank, as exports have it.
    package let firstName: String?
    package let institute: Institute
    /// The code of what they agreed to, and its name.
    package let purpose: String
    package let purposeName: String
    package let words: CampaignTemplate
    package let links: ListLinks
    package let now: Date

    package init(
        jobID: JobID,
        to: EmailAddress,
        knownName: PersonName?,
        firstName: String?,
        institute: Institute,
        purpose: String,
        purposeName: String,
        words: CampaignTemplate,
        links: ListLinks,
        now: Date
    ) {
        self.jobID = jobID
        self.to = to
        self.knownName = knownName
        self.firstName = firstName
        self.institute = institute
        self.purpose = purpose
        self.purposeName = purposeName
        self.words = words
        self.links = links
        self.now = now
    }
}

/// A campaign that was paused while a worker had this mail in hand.
package struct CampaignIsPaused: Error {
    package init() {}
}

extension Jobs {
    /// What a mail of a campaign has to say now; nil when its reader has left meanwhile, when the address was suppressed, and
    /// when the campaign was cancelled.
    ///
    /// - Throws: `CampaignIsPaused`.
    package func campaignLetter(for job: Job) async throws -> CampaignLetter? {
        guard job.kind == Job.campaign else { return nil }
        let secrets = self.secrets
        return try await store.read { connection -> CampaignLetter? in
            struct Row: Decodable {
                let state: String
                let personId: PersonID
                let subject: String
                let template: String
                let purpose: String
                let purposeName: String
                let email: EmailAddress?
                let name: PersonName?
                let firstName: String?
                let now: Date
            }
            let row: Row = try connection.one(
                """
                SELECT
                    campaign.state, job.person_id, campaign.subject, campaign.template, campaign.purpose,
                    consent_purpose.name AS purpose_name, subscriber.email, subscriber.name,
                    first_name(subscriber.name) AS first_name, registrar_clock() AS now
                FROM job
                JOIN campaign ON campaign.id = job.campaign_id
                JOIN consent_purpose ON consent_purpose.code = campaign.purpose
                LEFT JOIN subscriber ON subscriber.id = job.person_id AND subscriber.purpose = campaign.purpose
                WHERE job.id = \(job.id)
                """
            )
            guard row.state != "paused" else { throw CampaignIsPaused() }
            guard row.state == "sending", let email = row.email else { return nil }
            return CampaignLetter(
                jobID: job.id,
                to: email,
                knownName: row.name,
                firstName: row.firstName,
                institute: try connection.institute(),
                purpose: row.purpose,
                purposeName: row.purposeName,
                words: CampaignTemplate(subject: row.subject, body: row.template),
                links: try connection.listLinks(to: row.personId, purpose: row.purpose, secrets),
                now: row.now
            )
        }
    }
}

extension Connection {
    /// A campaign as its first recipient would read it, with links that lead nowhere: a plan hands nobody's links out.
    func sample(
        _ template: CampaignTemplate,
        _ filter: ExportFilter,
        _ institute: Institute
    ) throws -> CampaignLetter? {
        struct Row: Decodable {
            let email: EmailAddress
            let name: PersonName?
            let firstName: String?
            let purposeName: String
            let now: Date
        }
        let row: Row? = try first(
            """
            SELECT
                subscriber.email, subscriber.name, first_name(subscriber.name) AS first_name,
                consent_purpose.name AS purpose_name, registrar_clock() AS now
            FROM subscriber
            JOIN consent_purpose ON consent_purpose.code = subscriber.purpose
            WHERE \(filter.condition)
            ORDER BY subscriber.id
            LIMIT 1
            """
        )
        return row.map {
            CampaignLetter(
                jobID: JobID(rawValue: 0),
                to: $0.email,
                knownName: $0.name,
                firstName: $0.firstName,
                institute: institute,
                purpose: filter.purpose,
                purposeName: $0.purposeName,
                words: template,
                links: ListLinks(
                    leave: "\(institute.publicUrl)/leave/sample",
                    token: "sample",
                    preferences: "\(institute.publicUrl)/preferences/sample"
                ),
                now: $0.now
            )
        }
    }
}
