import Foundation
import Postgres

extension Jobs {
    /// Takes what a receiver said of one mail. The same report twice counts once.
    ///
    /// A hard bounce suppresses the address at once, the fifth soft one in thirty days too; a complaint stops marketing mail and
    /// withdraws every consent.
    package func take(_ report: MailReport) async throws -> ReportEffect {
        let key = secrets.addresses
        return try await store.write { connection in
            guard let recipient = try connection.recipient(of: report.job) else { return .nobody }
            let digest = recipient.email.digest(with: key)
            // 1. Reports of one person come one by one, so that the fifth sees the four before it.
            if let person = recipient.personId {
                try connection.execute("SELECT FROM person WHERE id = \(person) FOR NO KEY UPDATE")
            }
            let isNew = try connection.execute(
                """
                INSERT INTO delivery_report (job_id, kind, status)
                VALUES (\(report.job), \(report.kind), \(report.status?.description))
                ON CONFLICT ON CONSTRAINT delivery_report_once_per_mail DO NOTHING
                """
            )
            guard isNew > 0 else { return .known }

            // 2. What follows from it.
            let reason: Suppression
            switch report.kind {
            case .delayed: return .noted
            case .hard: reason = .hardBounce
            case .complaint: reason = .complaint
            case .soft:
                guard try connection.softBounces(of: recipient, digest) >= Self.softBouncesThatSuppress else {
                    return .noted
                }
                reason = .softBounces
            }
            if let person = recipient.personId {
                try connection.keepDigests(of: [person], with: key)
                if reason == .complaint {
                    let human = try connection.rows(of: connection.survivor(of: person))
                    try connection.withdrawConsent(ofComplaining: human)
                }
            }
            try connection.suppress([digest], for: reason)
            return .suppressed(reason)
        }
    }

    static let softBouncesThatSuppress = 5

    /// Why no mail may go to the recipient of a job; empty when it may.
    package func suppressions(of job: Job) async throws -> [Suppression] {
        guard let email = job.email else { return [] }
        let digest = email.digest(with: secrets.addresses)
        return try await store.read { try $0.suppressions(of: digest) }
    }
}

/// Whom a mail went to.
private struct Recipient: Decodable {
    /// The row with the address that it went to.
    let personId: PersonID?
    let raterId: StaffID?
    let email: EmailAddress
}

extension Connection {
    /// Joins the row with the address that a job's mail went to: people who were merged after it, or parted, got it where
    /// they were reached then. The rule is that of ``Jobs/select``, at the time of the mail.
    private static let receiver: SQL = """
        LEFT JOIN enrollment ON enrollment.id = job.enrollment_id
        LEFT JOIN certificate ON certificate.id = job.certificate_id
        LEFT JOIN rating_task ON rating_task.id = job.rating_task_id
        LEFT JOIN LATERAL (
            SELECT coalesce(became.id, own.id) AS id
            FROM person AS own
            LEFT JOIN LATERAL (
                SELECT person_merge.into_id
                FROM person_merge
                WHERE person_merge.person_id = own.id
                    AND person_merge.at <= coalesce(job.finished_at, registrar_clock())
                ORDER BY person_merge.id DESC
                LIMIT 1
            ) AS merge ON job.enrollment_id IS NULL
            LEFT JOIN person AS became ON became.id = merge.into_id AND became.email NOT LIKE 'legacy:%'
            WHERE own.id = coalesce(job.person_id, enrollment.person_id, certificate.person_id)
        ) AS receiver ON true
        """

    /// Nil for a job that is not here or is no mail, and for somebody who was erased.
    fileprivate func recipient(of job: JobID) throws -> Recipient? {
        let recipient: Recipient? = try first(
            """
            SELECT person.id AS person_id, rating_task.rater_id, coalesce(person.email, rater.email) AS email
            FROM job
            \(Self.receiver)
            LEFT JOIN person ON person.id = receiver.id
            LEFT JOIN staff AS rater ON rater.id = rating_task.rater_id
            WHERE job.id = \(job) AND job.kind LIKE 'mail.%' AND coalesce(person.email, rater.email) IS NOT NULL
            """
        )
        return recipient.flatMap { $0.email.isPlaceholder ? nil : $0 }
    }

    /// How many mails to somebody came back for a passing reason in thirty days, since staff last took the reason away; what was
    /// said of us or of a mail's content does not count against its reader.
    fileprivate func softBounces(of recipient: Recipient, _ digest: [UInt8]) throws -> Int {
        try one(
            """
            SELECT count(*)
            FROM delivery_report
            JOIN job ON job.id = delivery_report.job_id
            \(Self.receiver)
            WHERE delivery_report.kind = 'soft'
                AND NOT \(MailStatus.isAboutSender("delivery_report.status"))
                AND delivery_report.at > registrar_clock() - interval '30 days'
                AND delivery_report.at > (
                    SELECT coalesce(max(at), '-infinity')
                    FROM suppression_event
                    WHERE address_digest = \(digest) AND reason = 'soft_bounces' AND kind = 'lifted'
                )
                AND (receiver.id = \(recipient.personId) OR rating_task.rater_id = \(recipient.raterId))
            """
        )
    }

    /// Whoever calls our mail spam has taken back all that they agreed to.
    fileprivate func withdrawConsent(ofComplaining rows: [PersonID]) throws {
        try execute(
            """
            INSERT INTO consent_event (person_id, kind, at, source, purpose, wording_version)
            SELECT latest.person_id, 'withdrawn', registrar_clock(), 'complaint', latest.purpose, latest.wording_version
            FROM (
                SELECT DISTINCT ON (person_id, purpose) person_id, purpose, kind, wording_version
                FROM consent_event
                WHERE person_id = ANY(\(rows))
                ORDER BY person_id, purpose, id DESC
            ) AS latest
            WHERE latest.kind <> 'withdrawn'
            """
        )
    }
}
