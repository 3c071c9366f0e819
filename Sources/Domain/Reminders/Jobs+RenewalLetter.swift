import Credentials
import Foundation
import Postgres

extension Jobs {
    /// What a mail job about a renewal has to say now; nil once it is renewed, over, or its holder erased.
    package func renewalLetter(for job: Job) async throws -> RenewalLetter? {
        guard let kind = RenewalLetter.Kind(jobKind: job.kind), let to = job.email, let id = job.certificateId else {
            return nil
        }
        let secrets = self.secrets
        return try await store.read { connection -> RenewalLetter? in
            let standing = try connection.renewalStanding(of: id)
            let certificate = standing.certificate
            guard standing.isOpenToCredits, let name = certificate.name, let end = certificate.validUntil,
                try connection.holds(kind, job, of: standing)
            else { return nil }
            let institute = try connection.institute()
            let token = LinkToken(renewal: standing.number).text(sealedWith: secrets.links)
            return RenewalLetter(
                kind: kind,
                jobID: job.id,
                to: to,
                name: PersonName(rawValue: name),
                institute: institute,
                credential: certificate.title,
                printedID: certificate.printedID,
                endsAt: end,
                isOver: certificate.isPastTerm,
                renewableUntil: standing.phase == .lapsed ? nil : standing.graceEnds,
                lastChance: standing.lastChance,
                missing: standing.missing,
                link: "\(institute.publicUrl)/renewals/\(token)",
                zone: institute.timeZone,
                now: certificate.now
            )
        }
    }
}

extension Connection {
    /// Whether a mail still says something true of the term that runs.
    fileprivate func holds(_ kind: RenewalLetter.Kind, _ job: Job, of standing: RenewalStanding) throws -> Bool {
        let certificate = standing.certificate
        switch kind {
        case .page: return true
        case .refused:
            return try one(
                """
                SELECT EXISTS (
                    SELECT
                    FROM renewal_credit AS credit
                    WHERE credit.certificate_id = \(certificate.id.rawValue)
                        AND credit.term_ends = \(certificate.validUntil)
                        AND renewal_credit_state(credit.id) = 'refused'
                )
                """
            )
        case .reminder:
            guard certificate.status == .active else { return false }
            // Of the term that it was written for, and no nearer one has followed.
            let latest: Date? = try first(
                """
                SELECT at
                FROM renewal_reminder
                WHERE certificate_id = \(certificate.id.rawValue) AND term_ends = \(certificate.validUntil)
                ORDER BY at DESC
                LIMIT 1
                """
            )
            return latest.map { $0 <= job.createdAt } ?? false
        }
    }

    /// Writes mail jobs about renewals in the transaction of what they tell.
    func enqueue(_ kind: RenewalLetter.Kind, about certificates: [CertificateID]) throws {
        try execute(
            """
            INSERT INTO job (kind, certificate_id)
            SELECT \(kind.jobKind), id
            FROM unnest(\(certificates.map(\.rawValue))) AS id
            """
        )
    }
}
