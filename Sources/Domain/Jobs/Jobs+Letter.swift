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
                        cohort: place.cohort,
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
                dueMinor: max(0, status.dueMinor)
            )
        }
    }
}

extension Connection {
    /// A calendar entry's SEQUENCE: the number of the latest event about the claim.
    fileprivate func sequence(of id: EnrollmentID) throws -> Int {
        try one("SELECT coalesce(max(number), 0) FROM enrollment_event WHERE enrollment_id = \(id)")
    }

    /// All claims that this one went on from, the latest first.
    fileprivate func former(of id: EnrollmentID) throws -> [SeatLetter.Former] {
        struct Before: Decodable {
            let id: EnrollmentID
            let cohort: String
        }
        let before: [Before] = try all(
            """
            WITH RECURSIVE before AS (
                SELECT predecessor_id AS id, 1 AS step
                FROM enrollment
                WHERE id = \(id)
                UNION ALL
                SELECT enrollment.predecessor_id, before.step + 1
                FROM before
                JOIN enrollment ON enrollment.id = before.id
            )
            SELECT enrollment.id, cohort.code AS cohort
            FROM before
            JOIN enrollment ON enrollment.id = before.id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            ORDER BY before.step
            """
        )
        return try before.map {
            SeatLetter.Former(
                enrollmentID: $0.id,
                cohort: try cohortPage($0.cohort),
                sequence: try sequence(of: $0.id)
            )
        }
    }
}
