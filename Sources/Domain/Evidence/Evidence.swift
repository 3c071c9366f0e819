import Crypto
package import Foundation
import Postgres

/// Something that shows what a candidate did: its row stays, its file goes with an erased person.
package struct Evidence: Codable, Sendable {
    package let id: EvidenceID
    package let enrollmentId: EnrollmentID
    /// By code.
    package let requirement: String
    package let mediaType: String
    /// In octets.
    package let size: Int
    package let at: Date
    /// Whoever of the staff brought it; nil is the candidate.
    package let staff: String?
    /// As its bringer called the file; nil for who is not to know, and once its person was erased.
    package let name: String?
    /// Of the file, as `sha256sum` prints it; nil once its person was erased.
    package let sha256: String?
    /// Whether nobody said anything of its requirement since.
    package let isWaiting: Bool
}

extension Connection {
    /// What candidates or staff brought, in its order.
    func evidence(of claims: [EnrollmentID], withNames: Bool) throws -> [Evidence] {
        try all(
            """
            SELECT
                evidence.id, evidence.enrollment_id, requirement.code AS requirement, evidence.media_type, evidence.size,
                evidence.at, staff.login AS staff, CASE WHEN \(withNames) THEN file.name END AS name,
                encode(file.sha256, 'hex') AS sha256,
                NOT EXISTS (
                    SELECT
                    FROM progress_event AS later
                    WHERE later.enrollment_id = evidence.enrollment_id
                        AND later.requirement_id = evidence.requirement_id
                        AND later.kind <> 'submitted'
                        AND later.id > submitted.id
                ) AND submitted.id IS NOT NULL AS is_waiting
            FROM evidence
            JOIN requirement ON requirement.id = evidence.requirement_id
            LEFT JOIN staff ON staff.id = evidence.staff_id
            LEFT JOIN evidence_file AS file ON file.evidence_id = evidence.id
            LEFT JOIN LATERAL (
                SELECT max(event.id) AS id
                FROM progress_event AS event
                WHERE event.evidence_id = evidence.id AND event.kind = 'submitted'
            ) AS submitted ON true
            WHERE evidence.enrollment_id = ANY(\(claims))
            ORDER BY evidence.id
            """
        )
    }

    /// Keeps a file apart from its row, with a fresh salt; the digest of both is what history holds.
    func add(
        _ file: EvidenceFile,
        to requirement: RequirementID,
        of claim: EnrollmentID,
        by actor: Actor
    ) throws -> EvidenceID {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let count: Int = try one("SELECT count(*) FROM evidence WHERE enrollment_id = \(claim)")
        guard count < Progress.mostFiles else {
            throw Refusal.tooMany(
                "evidence-full",
                "There are \(count) files already, and no room for more. Write to the institute, please."
            )
        }
        let id: EvidenceID = try one(
            """
            INSERT INTO evidence (enrollment_id, requirement_id, media_type, size, digest, staff_id, operator_id)
            VALUES (\(claim), \(requirement), \(file.type.rawValue), \(file.octets.count),
                \(Data(SHA256.hash(data: salt + file.octets))), \(actor.staff?.id), \(actor.staff?.operatorID))
            RETURNING id
            """
        )
        try execute(
            """
            INSERT INTO evidence_file (evidence_id, name, octets, salt, sha256)
            VALUES (\(id), \(file.name), \(file.octets), \(salt), \(Data(SHA256.hash(data: file.octets))))
            """
        )
        return id
    }
}
