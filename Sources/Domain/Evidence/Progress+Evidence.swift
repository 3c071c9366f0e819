package import Foundation
import Postgres

/// A file as it was brought, for whoever reviews it.
package struct FetchedEvidence: Sendable {
    package let evidence: Evidence
    package let candidate: Candidate
    package let octets: Data
}

extension Progress {
    /// What the candidates of a cohort, or one of them, brought.
    package func evidence(
        cohort code: String,
        candidate: String? = nil,
        by actor: Actor
    ) async throws -> [(candidate: Candidate, evidence: Evidence)] {
        try actor.require(.recordProgress)
        return try await store.write { connection in
            let cohort = try connection.progressCohort(code, by: actor)
            let wanted = try candidate.map { [try cohort.candidate($0)] } ?? cohort.candidates
            let byClaim = Dictionary(wanted.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            return try connection.evidence(of: wanted.map(\.id), withNames: cohort.seesNames).compactMap { item in
                byClaim[item.enrollmentId].map { ($0, item) }
            }
        }
    }

    /// Takes a file out, which the audit trail shows.
    ///
    /// - Throws: `evidence-unknown`; `person-erased` where it went with its person.
    package func fetch(_ id: EvidenceID, by actor: Actor) async throws -> FetchedEvidence {
        try actor.require(.recordProgress)
        return try await store.write { connection in
            struct Place: Decodable {
                let claim: EnrollmentID
                let cohort: String
            }
            let place: Place? = try connection.first(
                """
                SELECT enrollment.id AS claim, cohort.code AS cohort
                FROM evidence
                JOIN enrollment ON enrollment.id = evidence.enrollment_id
                JOIN cohort ON cohort.id = enrollment.cohort_id
                WHERE evidence.id = \(id)
                """
            )
            guard let place else {
                throw Refusal.notFound(
                    "evidence-unknown",
                    "There is no evidence \(id); `registrar progress evidence COHORT` lists what there is."
                )
            }
            let cohort = try connection.progressCohort(place.cohort, by: actor)
            try connection.requireSomebody(behind: place.claim)
            let octets: Data? = try connection.first(
                "SELECT octets FROM evidence_file WHERE evidence_id = \(id)"
            )
            let evidence = try connection.evidence(of: [place.claim], withNames: cohort.seesNames)
                .first { $0.id == id }
            guard let octets, let evidence, let candidate = cohort.candidates.first(where: { $0.id == place.claim })
            else {
                throw Refusal.gone("evidence-gone", "The file of evidence \(id) is not here any more.")
            }
            try connection.audit(
                "evidence.fetch",
                "enrollment",
                place.claim.rawValue,
                by: actor,
                ["evidence": "\(id)"]
            )
            return FetchedEvidence(evidence: evidence, candidate: candidate, octets: octets)
        }
    }
}
