import Foundation
import Postgres

extension Jobs {
    /// What a mail job to a candidate has to say now; nil once the seat has ended, or its person was erased.
    package func candidateLetter(for job: Job) async throws -> CandidateLetter? {
        guard let kind = CandidateLetter.Kind(jobKind: job.kind), let to = job.email, let claim = job.enrollmentId
        else {
            return nil
        }
        let secrets = self.secrets
        return try await store.read { connection -> CandidateLetter? in
            struct Seated: Decodable {
                let name: PersonName
                let program: String
                let cohort: String
                let now: Date
            }
            let seated: Seated? = try connection.first(
                """
                SELECT
                    coalesce(person.name, enrollment.name) AS name, program_version.name AS program,
                    cohort.code AS cohort, registrar_clock() AS now
                FROM enrollment
                JOIN person ON person.id = enrollment.person_id
                JOIN cohort ON cohort.id = enrollment.cohort_id
                JOIN program_version ON program_version.id = cohort.program_version_id
                WHERE enrollment.id = \(claim)
                    AND enrollment.state IN ('confirmed', 'attended')
                    AND person.erased_at IS NULL
                """
            )
            guard let seated else { return nil }
            let institute = try connection.institute()
            let token = LinkToken(.progress, claim).text(sealedWith: secrets.links)
            return CandidateLetter(
                kind: kind,
                jobID: job.id,
                to: to,
                name: seated.name,
                institute: institute,
                program: seated.program,
                cohort: seated.cohort,
                link: "\(institute.publicUrl)/progress/\(token)",
                now: seated.now
            )
        }
    }
}

extension Connection {
    /// Writes mail jobs to candidates in the transaction of what they tell.
    func enqueue(_ kind: CandidateLetter.Kind, to claims: [EnrollmentID]) throws {
        try execute(
            """
            INSERT INTO job (kind, enrollment_id)
            SELECT \(kind.jobKind), id
            FROM unnest(\(claims)) AS id
            """
        )
    }
}
