import Credentials
import Foundation
import Postgres

extension Jobs {
    /// What a mail job about a certificate has to say now; nil when it is no longer so, or its holder was erased.
    package func certificateLetter(for job: Job) async throws -> CertificateLetter? {
        guard let kind = CertificateLetter.Kind(jobKind: job.kind), let to = job.email else { return nil }
        let secrets = self.secrets
        return try await store.read { connection -> CertificateLetter? in
            let institute = try connection.institute()
            let now: Date = try connection.one("SELECT registrar_clock()")
            if kind == .spellName {
                guard let claim = job.enrollmentId, try !connection.isErased(personOf: claim) else { return nil }
                let name = try connection.certificateName(of: claim)
                guard name.printedID == nil else { return nil }
                let token = LinkToken(.name, claim).text(sealedWith: secrets.links)
                return CertificateLetter(
                    kind: kind,
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
                    now: now
                )
            }
            guard let id = job.certificateId, let certificate = try connection.certificate(id),
                let name = certificate.name, kind.fits(certificate.state)
            else { return nil }
            return CertificateLetter(
                kind: kind,
                jobID: job.id,
                to: to,
                name: PersonName(rawValue: name),
                institute: institute,
                credential: certificate.credential,
                printedID: certificate.printedID,
                link: try institute.address.verify(id, prefix: certificate.prefix),
                until: certificate.validUntil,
                reason: certificate.reason,
                zone: institute.timeZone,
                now: now
            )
        }
    }
}

extension CertificateLetter.Kind {
    /// Whether the mail still says something true while the certificate is in this state.
    fileprivate func fits(_ state: Certificate.State) -> Bool {
        switch self {
        case .spellName: false
        case .issued, .corrected, .reinstated: state == .active
        case .suspended: state == .suspended
        case .revoked: state == .revoked
        case .surrendered: state == .surrendered
        }
    }
}

extension Connection {
    /// Asks holders of granted decisions how their names are spelt.
    func askForNames(of claims: [EnrollmentID]) throws {
        try execute(
            """
            INSERT INTO job (kind, enrollment_id)
            SELECT \(CertificateLetter.Kind.spellName.jobKind), id
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
