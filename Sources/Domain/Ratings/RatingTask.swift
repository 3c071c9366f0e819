package import Foundation
import Postgres

package typealias RatingTaskID = Identifier<RatingTask>
package typealias PracticalAttemptID = Identifier<PracticalStanding>

/// One rater's page for one candidate on one day. It names the candidate by number alone, and says nothing of what others
/// rated.
package struct RatingTask: Sendable {
    package enum State: Sendable {
        /// Its day has not come.
        case early
        case open
        /// Its day is over, another rater was asked instead, or the practical was called off.
        case over
        case done
    }

    package let id: RatingTaskID
    package let candidate: CandidateNumber
    package let practical: PracticalFile
    /// Noon of its day in the cohort's zone, to tell the day by.
    package let noon: Date
    /// IANA zone of the cohort; the day is one of its days.
    package let zone: String
    package let state: State
    /// That the practical was called off, or moved to another day.
    package let cancellation: PracticalCancellation?
    /// Whoever is asked.
    let rater: StaffMember
    let claim: EnrollmentID
    let attempt: PracticalAttemptID
    let generation: Int
    let onDay: CalendarDate
    let today: CalendarDate
    let isWithdrawn: Bool
}

extension LinkToken {
    init(rating task: RatingTaskID, generation: Int) {
        self.init(.rate, EnrollmentID(rawValue: task.rawValue), generation: generation)
    }

    /// The task that the link opens; nil for any other link.
    var ratingTask: RatingTaskID? { purpose == .rate ? RatingTaskID(rawValue: enrollment.rawValue) : nil }
}

extension Connection {
    func ratingTask(_ id: RatingTaskID) throws -> RatingTask? {
        guard
            let row: Row = try first(
                """
                SELECT
                    rating_task.id, rating_task.on_day, rating_task.link_generation, rating_task.attempt_id, staff.login,
                    rating_task.withdrawn_at IS NOT NULL AS is_withdrawn, rating.task_id IS NOT NULL AS is_done,
                    practical_attempt.practical_id, practical_attempt.enrollment_id, cohort.time_zone,
                    candidate.number AS candidate, cancellation.reason_class, cancellation.at AS cancelled_at,
                    next.held_on AS moved_to,
                    (rating_task.on_day + time '12:00') AT TIME ZONE cohort.time_zone AS noon,
                    (registrar_clock() AT TIME ZONE cohort.time_zone)::date AS today
                FROM rating_task
                JOIN staff ON staff.id = rating_task.rater_id
                JOIN practical_attempt ON practical_attempt.id = rating_task.attempt_id
                JOIN enrollment ON enrollment.id = practical_attempt.enrollment_id
                JOIN cohort ON cohort.id = enrollment.cohort_id
                JOIN candidate ON candidate.enrollment_id = enrollment.id
                LEFT JOIN rating ON rating.task_id = rating_task.id
                \(PracticalCancellation.join)
                WHERE rating_task.id = \(id)
                """
            ), let practical = try practical(row.practicalId), let rater = try staffMember(row.login)
        else { return nil }
        let state: RatingTask.State =
            if row.isDone {
                .done
            } else if row.isWithdrawn || row.cancelledAt != nil || row.today > row.onDay {
                .over
            } else {
                row.today < row.onDay ? .early : .open
            }
        return RatingTask(
            id: row.id,
            candidate: row.candidate,
            practical: practical.file,
            noon: row.noon,
            zone: row.timeZone,
            state: state,
            cancellation: row.cancelledAt.map {
                .init(cause: row.reasonClass.flatMap(PracticalCancellation.Cause.init), movedTo: row.movedTo, at: $0)
            },
            rater: rater,
            claim: row.enrollmentId,
            attempt: row.attemptId,
            generation: row.linkGeneration,
            onDay: row.onDay,
            today: row.today,
            isWithdrawn: row.isWithdrawn
        )
    }
}

private struct Row: Decodable {
    let id: RatingTaskID
    let onDay: CalendarDate
    let noon: Date
    let linkGeneration: Int
    let attemptId: PracticalAttemptID
    let login: String
    let isWithdrawn: Bool
    let isDone: Bool
    let practicalId: PracticalID
    let enrollmentId: EnrollmentID
    let timeZone: String
    let candidate: CandidateNumber
    let today: CalendarDate
    let reasonClass: String?
    let cancelledAt: Date?
    let movedTo: CalendarDate?
}
