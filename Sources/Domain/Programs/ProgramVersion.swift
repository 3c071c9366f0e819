import Postgres

/// A program as it stood when a cohort opened under it; from then on it never changes.
package struct ProgramVersion: Codable, Equatable, Sendable {
    /// What completing it gives (ISO/IEC 17024, ASTM E2659): a certification needs independence, a term and renewal.
    package enum Grants: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case certification
        case assessmentBasedCertificate = "assessment_based_certificate"
        case attendance
        case nothing
    }
}
