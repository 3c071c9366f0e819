import Foundation
import Postgres

extension Jobs {
    /// What a mail job has to say now; nil when what it was to tell is no longer so.
    package func letter(for job: Job) async throws -> SeatLetter? {
        guard let kind = SeatLetter.Kind(jobKind: job.kind), let enrollment = job.enrollmentId else { return nil }
        let secrets = self.secrets
        return try await store.read { connection -> SeatLetter? in
            guard let status = try connection.status(of: enrollment), kind.fits(status.state),
                try !connection.isErased(personOf: enrollment)
            else { return nil }
            let institute = try connection.institute()
            let cohort = try connection.cohortPage(status.cohort)
            let link = { (purpose: LinkToken.Purpose, enrollment: EnrollmentID, generation: Int) in
                let token = LinkToken(purpose, enrollment, generation: generation)
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
                elsewhere: try status.elsewhere.map { place in
                    let generation: Int = try connection.one(
                        "SELECT link_generation FROM enrollment WHERE id = \(place.id)"
                    )
                    return SeatLetter.Place(
                        cohort: try connection.cohortPage(place.cohort).cohort,
                        position: place.position,
                        actingLink: link(.act, place.id, generation)
                    )
                },
                addressConfirmed: status.addressConfirmed,
                deadline: status.expiresAt,
                zone: status.timeZone ?? cohort.cohort.timeZone,
                stateLink: link(.show, enrollment, status.linkGeneration),
                actingLink: link(.act, enrollment, status.linkGeneration),
                cohortLink: "\(institute.publicUrl)/cohorts/\(status.cohort)",
                sequence: try connection.sequence(of: enrollment),
                now: status.now,
                former: try connection.former(of: enrollment),
                dueMinor: max(0, status.dueMinor),
                wasConfirmed: try kind == .cancelled && connection.wasConfirmed(enrollment),
                otherDates: try kind.tellsOtherDates
                    ? connection.otherDates(than: status.cohort, at: institute.publicUrl) : []
            )
        }
    }
}
