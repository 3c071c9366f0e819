import Foundation
import Postgres

extension Jobs {
    /// What a mail job to a candidate has to say now; nil once the seat has ended, its person was erased, or what it would say
    /// of a practical is no longer so.
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
            let sitting = try connection.sitting(of: job, kind)
            guard sitting != nil || ![.practicalMoved, .practicalCancelled].contains(kind) else { return nil }
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
                now: seated.now,
                sitting: sitting
            )
        }
    }
}

extension Connection {
    fileprivate func sitting(of job: Job, _ kind: CandidateLetter.Kind) throws -> CandidateLetter.Sitting? {
        guard let id = job.practicalAttemptId else { return nil }
        let isMoved = kind == .practicalMoved
        return try first(
            """
            SELECT
                practical.name AS practical, cohort.time_zone AS zone,
                (coalesce(before.held_on, sitting.held_on) + time '12:00') AT TIME ZONE cohort.time_zone AS was,
                CASE WHEN \(isMoved) THEN (sitting.held_on + time '12:00') AT TIME ZONE cohort.time_zone END AS becomes,
                coalesce(cancellation.reason_class = 'candidate_absent', false) AS was_absent
            FROM practical_attempt AS sitting
            JOIN practical ON practical.id = sitting.practical_id
            JOIN enrollment ON enrollment.id = sitting.enrollment_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            LEFT JOIN practical_attempt AS before ON before.id = sitting.moved_from AND \(isMoved)
            LEFT JOIN practical_cancellation AS cancellation ON cancellation.attempt_id = sitting.id
            WHERE sitting.id = \(id) AND (cancellation.attempt_id IS NULL) = \(isMoved)
            """
        )
    }

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
