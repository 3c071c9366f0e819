import Postgres

extension Certificates {
    /// How the program version under which it was issued has its certificates drawn.
    package func template(of certificate: Certificate) async throws -> CertificateTemplate {
        let kept: JSONB<CertificateTemplate>? = try await store.read {
            try $0.one(
                """
                SELECT program_version.certificate_template
                FROM program_version
                JOIN program ON program.id = program_version.program_id
                WHERE program.code = \(certificate.programCode) AND program_version.number = \(certificate.programVersion)
                """
            )
        }
        return kept?.value ?? .usual
    }
}
