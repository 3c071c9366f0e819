import Foundation
import Postgres

extension Jobs {
    /// What a mail job has to say now; nil when what it was to tell is no longer so.
    package func letter(for job: Job) async throws -> SeatLetter? {
        guard let kind = SeatLetter.Kind(jobKind: job.kind), let enrollment = job.enrollmentId else { return nil }
        let secrets = self.secrets
        return try await store.read { connection -> SeatLetter? in
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
                now: status.now,
                formerCohort: try connection.formerCohort(of: enrollment),
                wasConfirmed: try kind == .cancelled && connection.wasConfirmed(enrollment),
                otherDates: try kind.tellsOtherDates
                    ? connection.otherDates(than: cohort.cohort, at: institute.publicUrl) : []
            )
        }
    }
}

extension Connection {
    fileprivate func formerCohort(of enrollment: EnrollmentID) throws -> String? {
        try first(
            """
            SELECT cohort.code
            FROM enrollment
            JOIN enrollment AS former ON former.id = enrollment.predecessor_id
            JOIN cohort ON cohort.id = former.cohort_id
            WHERE enrollment.id = \(enrollment)
            """
        )
    }

    fileprivate func wasConfirmed(_ enrollment: EnrollmentID) throws -> Bool {
        try one(
            """
            SELECT EXISTS (
                SELECT
                FROM enrollment_event
                WHERE enrollment_id = \(enrollment) AND kind IN ('confirmed', 'accepted')
            )
            """
        )
    }

    /// Cohorts of the same program that take people now, the first ten by their start.
    fileprivate func otherDates(than cohort: Cohort, at publicURL: String) throws -> [SeatLetter.OtherDate] {
        let open: [Cohort] = try all(
            """
            SELECT \(Cohort.columns)
            FROM cohort_now
            WHERE program_code = \(cohort.programCode)
                AND state = 'open'
                AND id <> \(cohort.id)
                AND starts_at > now
            ORDER BY starts_at, code
            """
        )
        return open.filter { $0.registration == .open }.prefix(10).compactMap { other in
            other.startsAt.map {
                SeatLetter.OtherDate(
                    code: other.code,
                    startsAt: $0,
                    timeZone: other.timeZone,
                    link: "\(publicURL)/cohorts/\(other.code)"
                )
            }
        }
    }
}

extension SeatLetter.Kind {
    fileprivate var tellsOtherDates: Bool { self == .cancelled || self == .closed }
}
