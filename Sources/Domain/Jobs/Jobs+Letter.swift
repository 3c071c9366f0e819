import Foundation
import Postgres

extension Jobs {
    /// What a mail job has to say now; nil when what it was to tell is no longer so.
    package func letter(for job: Job) async throws -> SeatLetter? {
        guard let kind = SeatLetter.Kind(jobKind: job.kind), let enrollment = job.enrollmentId else { return nil }
        let secrets = self.secrets
        return try await store.read { connection in
            guard let status = try connection.status(of: enrollment), kind.fits(status.state) else { return nil }
            let institute = try connection.institute()
            let cohort = try connection.cohortPage(status.cohort)
            let link = { (purpose: LinkToken.Purpose) in
                let token = LinkToken(purpose, enrollment, generation: status.linkGeneration)
                return "\(institute.publicUrl)/reservations/\(token.text(sealedWith: secrets.links))"
            }
            return SeatLetter(
                kind: kind,
                jobID: job.id,
                to: status.email,
                name: status.name,
                institute: institute,
                cohort: cohort,
                enrollmentID: enrollment,
                state: status.state,
                seatNumber: status.seatNumber,
                position: status.position,
                addressConfirmed: status.addressConfirmed,
                deadline: status.expiresAt,
                zone: status.timeZone ?? cohort.cohort.timeZone,
                stateLink: link(.show),
                actingLink: link(.act),
                cohortLink: "\(institute.publicUrl)/cohorts/\(status.cohort)",
                sequence: try connection.one(
                    """
                    SELECT coalesce(max(number), 0)
                    FROM enrollment_event
                    WHERE enrollment_id = \(enrollment)
                    """
                ),
                now: status.now
            )
        }
    }
}
