import Credentials
import Foundation
import Postgres

extension Jobs {
    /// What a mail job about a certificate has to say now; nil when it is no longer so, or its holder was erased.
    package func certificateLetter(for job: Job) async throws -> CertificateLetter? {
        guard let kind = CertificateLetter.Kind(jobKind: job.kind), let to = job.email else { return nil }
        let secrets = self.secrets
        return try await store.read { connection in
            switch kind {
            case .spellName: try connection.nameLetter(job, to, secrets)
            case .denied, .appealFiled, .appealUpheld, .appealDismissed, .appealWithdrawn:
                try connection.denialLetter(kind, job, to, secrets)
            case .deferred: try connection.decisionLetter(kind, of: .deferred, job, to)
            default: try connection.certificateLetter(kind, job, to, secrets)
            }
        }
    }
}

extension Connection {
    fileprivate func nameLetter(_ job: Job, _ to: EmailAddress, _ secrets: Secrets) throws -> CertificateLetter? {
        guard let claim = job.enrollmentId, try !isErased(personOf: claim) else { return nil }
        guard let name = try grantedName(of: claim), name.printedID == nil else { return nil }
        let institute = try institute()
        let token = LinkToken(.name, claim).text(sealedWith: secrets.links)
        return CertificateLetter(
            kind: .spellName,
            jobID: job.id,
            to: to,
            name: name.name,
            institute: institute,
            credential: name.credential,
            printedID: nil,
            link: "\(institute.publicUrl)/names/\(token)",
            until: name.namedUntil,
            reason: nil,
            zone: name.zone,
            now: try databaseTime()
        )
    }

    /// Staff's own words for a decision stay inside; whoever wants them asks, and is answered by a person.
    fileprivate func decisionLetter(
        _ kind: CertificateLetter.Kind,
        of decision: Decision.Kind,
        _ job: Job,
        _ to: EmailAddress
    ) throws -> CertificateLetter? {
        struct Decided: Decodable {
            let name: PersonName
            let credential: String
            let latest: Decision.Kind?
        }
        guard let claim = job.enrollmentId, try !isErased(personOf: claim) else { return nil }
        let decided: Decided = try one(
            """
            SELECT
                coalesce(person.name, enrollment.name) AS name, program_version.name AS credential,
                (
                    SELECT decision.kind
                    FROM decision
                    WHERE decision.enrollment_id = enrollment.id
                    ORDER BY decision.id DESC
                    LIMIT 1
                ) AS latest
            FROM enrollment
            JOIN person ON person.id = enrollment.person_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN program_version ON program_version.id = cohort.program_version_id
            WHERE enrollment.id = \(claim)
            """
        )
        guard decided.latest == decision else { return nil }
        let institute = try institute()
        return CertificateLetter(
            kind: kind,
            jobID: job.id,
            to: to,
            name: decided.name,
            institute: institute,
            credential: decided.credential,
            printedID: nil,
            link: institute.publicUrl,
            until: nil,
            reason: nil,
            zone: institute.timeZone,
            now: try databaseTime()
        )
    }

    fileprivate func certificateLetter(
        _ kind: CertificateLetter.Kind,
        _ job: Job,
        _ to: EmailAddress,
        _ secrets: Secrets
    ) throws -> CertificateLetter? {
        guard let id = job.certificateId, let certificate = try certificate(id),
            let name = certificate.name, kind.fits(certificate)
        else { return nil }
        let institute = try institute()
        return CertificateLetter(
            kind: kind,
            jobID: job.id,
            to: to,
            name: PersonName(rawValue: name),
            institute: institute,
            credential: certificate.credential,
            printedID: certificate.printedID,
            link: try link(of: kind, to: certificate, institute, secrets),
            until: certificate.validUntil,
            reason: certificate.reason,
            zone: institute.timeZone,
            now: certificate.now,
            log: "\(try logHead().head)"
        )
    }

    private func link(
        of kind: CertificateLetter.Kind,
        to certificate: Certificate,
        _ institute: Institute,
        _ secrets: Secrets
    ) throws -> String {
        guard kind == .registerInvited else {
            return try institute.address.verify(certificate.id, prefix: certificate.prefix)
        }
        let number: EnrollmentID = try one("SELECT number FROM certificate WHERE id = \(certificate.id.rawValue)")
        return "\(institute.publicUrl)/register/\(LinkToken(.register, number).text(sealedWith: secrets.links))"
    }

    private func databaseTime() throws -> Date { try one("SELECT registrar_clock()") }
}

extension CertificateLetter.Kind {
    /// Whether the mail still says something true of the certificate: none says that it holds once its term is over.
    fileprivate func fits(_ certificate: Certificate) -> Bool {
        let state = certificate.state
        return switch self {
        case .spellName, .denied, .deferred, .appealFiled, .appealUpheld, .appealDismissed, .appealWithdrawn: false
        case .issued, .corrected, .renewed, .reinstated, .registerInvited: certificate.status == .active
        case .reissued: certificate.status == .active || certificate.status == .suspended
        case .suspended: state == .suspended
        case .revoked: state == .revoked
        case .surrendered: state == .surrendered
        }
    }
}

extension Connection {
    /// Writes mail jobs for what was decided, in the transaction that decided it; a proposal is nobody's news.
    func enqueueNews(of decision: Decision.Kind, on claims: [EnrollmentID]) throws {
        let kind: CertificateLetter.Kind? =
            switch decision {
            case .proposed: nil
            case .granted: .spellName
            case .denied: .denied
            case .deferred: .deferred
            }
        guard let kind else { return }
        try execute(
            """
            INSERT INTO job (kind, enrollment_id)
            SELECT \(kind.jobKind), id
            FROM unnest(\(claims)) AS id
            """
        )
    }

    /// Writes mail jobs about certificates in the transaction of what they tell.
    func enqueue(_ kind: CertificateLetter.Kind, about certificates: [CertificateID]) throws {
        try execute(
            """
            INSERT INTO job (kind, certificate_id)
            SELECT \(kind.jobKind), id
            FROM unnest(\(certificates.map(\.rawValue))) AS id
            """
        )
    }
}
