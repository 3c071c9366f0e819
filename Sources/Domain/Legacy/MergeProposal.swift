import Credentials
import Foundation
import Postgres

/// Two rows of people that may be one human, found by an import; nothing is merged by itself.
package struct MergeProposal: Decodable, Sendable {
    package enum Because: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case address
        case nameAndCity = "name_and_city"
    }

    package let personId: PersonID
    /// Who was here first.
    package let otherId: PersonID
    package let because: Because
    /// The certificate that brought the person, as printed, and the name on it.
    let certificate: CertificateID
    let prefix: String
    package let oldNumber: String
    package let name: String

    package var printedID: String { certificate.printed(prefix: prefix) }
}

extension People {
    /// Who may be one human with whom and is not merged or erased yet, latest first.
    package func mergeProposals(limit: Int = 100, by actor: Actor) async throws -> [MergeProposal] {
        try actor.require(.runCohorts)
        return try await store.read {
            try $0.all(
                """
                SELECT
                    proposal.person_id, proposal.other_id, proposal.because, certificate.id AS certificate,
                    certificate.prefix, certificate.old_number, certificate.name
                FROM merge_proposal AS proposal
                JOIN person ON person.id = proposal.person_id
                JOIN person AS other ON other.id = proposal.other_id
                JOIN LATERAL (
                    SELECT *
                    FROM certificate
                    WHERE certificate.person_id = person.id AND certificate.origin = 'legacy'
                    ORDER BY certificate.number
                    LIMIT 1
                ) AS certificate ON certificate.name IS NOT NULL
                WHERE person.erased_at IS NULL AND other.erased_at IS NULL
                    AND person.merged_into IS DISTINCT FROM other.id AND other.merged_into IS DISTINCT FROM person.id
                    AND (person.merged_into IS NULL OR person.merged_into IS DISTINCT FROM other.merged_into)
                ORDER BY proposal.person_id DESC, proposal.other_id
                LIMIT \(limit)
                """
            )
        }
    }
}
