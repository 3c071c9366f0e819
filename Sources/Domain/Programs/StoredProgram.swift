import Postgres

/// A program in one of its versions as the database holds it.
struct StoredProgram: Sendable {
    let id: Int
    let versionID: ProgramVersionID
    let versionNumber: Int
    let isFrozen: Bool
    let program: ProgramFile
}

extension Connection {
    /// One version of each of these programs, by code: the newest, or the one of this number.
    func storedPrograms(_ codes: [String], version: Int? = nil) throws -> [String: StoredProgram] {
        let rows = try all(
            """
            SELECT
                program.id, program.code, program.is_sample, version.id AS version_id, version.number AS version_number,
                version.name, version.summary, version.grants, version.term_months, version.terms,
                version.certificate_template, version.renewal,
                version.frozen_at IS NOT NULL AS is_frozen,
                (
                    SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'code', module.code,
                        'name', module.name,
                        'requirements', (
                            SELECT coalesce(jsonb_agg(jsonb_build_object(
                                'code', requirement.code, 'kind', requirement.kind, 'name', requirement.name,
                                'detail', requirement.detail
                            ) ORDER BY requirement.position), '[]')
                            FROM requirement
                            WHERE requirement.module_id = module.id
                        )
                    ) ORDER BY module.position), '[]')
                    FROM module
                    WHERE module.program_version_id = version.id
                ) AS modules
            FROM program
            JOIN LATERAL (
                SELECT program_version.*
                FROM program_version
                WHERE program_version.program_id = program.id
                    AND program_version.number = coalesce(\(version), program_version.number)
                ORDER BY program_version.number DESC
                LIMIT 1
            ) AS version ON true
            WHERE program.code = ANY(\(codes))
            """,
            as: StoredRow.self
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.code, StoredProgram($0)) })
    }
}

private struct StoredRow: Decodable {
    let id: Int
    let code: String
    let isSample: Bool
    let versionId: ProgramVersionID
    let versionNumber: Int
    let name: String
    let summary: String
    let grants: ProgramVersion.Grants
    let termMonths: Int?
    let isFrozen: Bool
    let terms: JSONB<ProgramTerms>?
    let certificateTemplate: JSONB<CertificateTemplate>?
    let renewal: JSONB<RenewalRules>?
    let modules: JSONB<[ProgramFile.Module]>
}

extension StoredProgram {
    fileprivate init(_ row: StoredRow) {
        self.init(
            id: row.id,
            versionID: row.versionId,
            versionNumber: row.versionNumber,
            isFrozen: row.isFrozen,
            program: ProgramFile(
                code: row.code,
                name: row.name,
                summary: row.summary,
                grants: row.grants,
                termMonths: row.termMonths,
                isSample: row.isSample,
                terms: row.terms?.value,
                certificate: row.certificateTemplate?.value,
                renewal: row.renewal?.value,
                modules: row.modules.value
            )
        )
    }
}
