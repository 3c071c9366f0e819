import Credentials
package import Foundation
import Postgres

/// How a name will stand on a certificate that was granted, and until when its holder may say otherwise.
package struct CertificateName: Codable, Sendable {
    package let enrollmentId: EnrollmentID
    package let decision: DecisionID
    package let credential: String
    package let name: PersonName
    package let confirmedAt: Date?
    /// From then on it is issued under the name as it stands.
    package let namedUntil: Date
    /// IANA zone the holder reads times in.
    package let zone: String
    let certificate: CertificateID?
    let prefix: String

    /// As printed; nil before it is issued.
    package var printedID: String? { certificate?.printed(prefix: prefix) }
}

extension Certificates {
    /// Opens a mailed link to the spelling of a name; looking changes nothing.
    ///
    /// - Throws: `link-unknown` for a mistyped token, as for one never issued; `person-erased`.
    package func name(link text: String) async throws -> CertificateName {
        let claim = try enrollment(of: text)
        return try await store.read { connection in
            try connection.requireSomebody(behind: claim)
            return try connection.certificateName(of: claim)
        }
    }

    /// Says how the name is spelt; again and again until the certificate is issued.
    ///
    /// - Throws: `InvalidInput` for a name that is none, `certificate-issued` once it is too late,
    ///   `person-erased`.
    package func confirmName(link text: String, typed: String) async throws -> CertificateName {
        let claim = try enrollment(of: text)
        let name = try PersonName(typed: typed)
        return try await store.write { connection in
            try connection.execute("SELECT id FROM enrollment WHERE id = \(claim) FOR NO KEY UPDATE")
            try connection.requireSomebody(behind: claim)
            let before = try connection.certificateName(of: claim)
            if let id = before.printedID {
                throw Refusal.conflict(
                    "certificate-issued",
                    "The certificate \(id) was issued already. Write to the institute to have a name corrected."
                )
            }
            try connection.execute(
                """
                INSERT INTO certificate_name (decision_id, name, confirmed_at)
                VALUES (\(before.decision), \(name.rawValue), registrar_clock())
                ON CONFLICT (decision_id) DO UPDATE
                SET name = excluded.name, confirmed_at = excluded.confirmed_at
                """
            )
            return try connection.certificateName(of: claim)
        }
    }

    private func enrollment(of link: String) throws -> EnrollmentID {
        guard let token = LinkToken(link, sealedWith: secrets.links), token.purpose == .name else {
            throw Self.unknownLink
        }
        return token.enrollment
    }

    fileprivate static let unknownLink = Refusal.notFound(
        "link-unknown",
        "This link is not known here. Open it from the mail again, or copy the whole of it."
    )
}

extension Connection {
    /// - Throws: `link-unknown` where nothing is granted, or no longer.
    func certificateName(of claim: EnrollmentID) throws -> CertificateName {
        guard let name = try grantedName(of: claim) else { throw Certificates.unknownLink }
        return name
    }

    func grantedName(of claim: EnrollmentID) throws -> CertificateName? {
        try first(
            """
            SELECT
                enrollment.id AS enrollment_id, decision.id AS decision, program_version.name AS credential,
                coalesce(certificate.name, certificate_name.name, person.name, enrollment.name) AS name,
                certificate_name.confirmed_at,
                decision.at + \(Certificates.daysForTheName) * interval '1 day' AS named_until,
                coalesce(enrollment.time_zone, cohort.time_zone) AS zone,
                certificate.id AS certificate, program.code AS prefix
            FROM enrollment
            JOIN decision ON decision.enrollment_id = enrollment.id AND decision.kind = 'granted'
            JOIN person ON person.id = enrollment.person_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN program_version ON program_version.id = cohort.program_version_id
            JOIN program ON program.id = program_version.program_id
            LEFT JOIN certificate_name ON certificate_name.decision_id = decision.id
            LEFT JOIN certificate ON certificate.decision_id = decision.id
            WHERE enrollment.id = \(claim)
                AND NOT EXISTS (
                    SELECT
                    FROM decision AS later
                    WHERE later.enrollment_id = enrollment.id AND later.id > decision.id
                )
            """
        )
    }
}
