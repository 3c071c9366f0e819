import Foundation
package import Postgres
import Psychometrics

/// Where one try at a practical stands, by candidate number. Of what a rater gave it tells only that it is there: levels
/// stay between the rater and the score.
package struct PracticalStanding: Sendable {
    package struct Rater: Codable, Sendable {
        package let login: String
        package let onDay: CalendarDate
        package let hasRated: Bool
        /// Another rater was asked instead.
        package let isWithdrawn: Bool
        let task: RatingTaskID
    }

    package enum State: Sendable {
        /// So many raters are still to be assigned.
        case awaitsRaters(Int)
        /// All are assigned; so many have not rated yet.
        case awaitsRatings(Int)
        /// The first two are too far apart; a third is to be assigned.
        case awaitsThirdRater
        case decided(Score)
        /// It did not take place, or not on that day.
        case cancelled(PracticalCancellation)
    }

    package struct Score: Sendable {
        /// Twice the points, as the mean of two raters may be a half.
        package let doubledPoints: Int
        package let maximum: Int
        package let cut: Int
        /// Names of the critical-safety criteria that were unsafe.
        package let unsafe: [String]
        package let passed: Bool
    }

    package let id: PracticalAttemptID
    package let candidate: CandidateNumber
    package let practical: String
    package let version: Int
    /// Of the candidate's tries at it.
    package let number: Int
    package let heldOn: CalendarDate
    package let raters: [Rater]
    package let state: State
}

extension Connection {
    /// Tries at practicals: those of a cohort, of a candidate, or those that wait for somebody; the latest day first.
    func practicalStandings(where condition: SQL) throws -> [PracticalStanding] {
        try all(
            """
            SELECT
                practical_attempt.id, candidate.number AS candidate, practical_attempt.practical_id,
                practical_attempt.number, practical_attempt.held_on,
                (registrar_clock() AT TIME ZONE cohort.time_zone)::date AS today,
                practical_score.doubled_points, practical_score.maximum, practical_score.cut, practical_score.unsafe,
                practical_score.passed, cancellation.reason_class, cancellation.at AS cancelled_at,
                next.held_on AS moved_to
            FROM practical_attempt
            JOIN enrollment ON enrollment.id = practical_attempt.enrollment_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN candidate ON candidate.enrollment_id = enrollment.id
            LEFT JOIN practical_score ON practical_score.attempt_id = practical_attempt.id
            \(PracticalCancellation.join)
            WHERE \(condition)
            ORDER BY practical_attempt.held_on DESC, practical_attempt.id
            """,
            as: Row.self
        )
        .compactMap { row in
            try practical(row.practicalId).map { try standing(of: row, at: $0) }
        }
    }

    private func standing(of row: Row, at practical: StoredPractical) throws -> PracticalStanding {
        let raters = try raters(of: row.id)
        return PracticalStanding(
            id: row.id,
            candidate: row.candidate,
            practical: practical.file.code,
            version: practical.version,
            number: row.number,
            heldOn: row.heldOn,
            raters: raters,
            state: try row.score(at: practical.file).map(PracticalStanding.State.decided)
                ?? row.cancellation.map(PracticalStanding.State.cancelled)
                ?? state(of: row.id, raters, today: row.today, practical.file)
        )
    }

    func raters(of attempt: PracticalAttemptID) throws -> [PracticalStanding.Rater] {
        try all(
            """
            SELECT
                rating_task.id AS task, staff.login, rating_task.on_day, rating.task_id IS NOT NULL AS has_rated,
                rating_task.withdrawn_at IS NOT NULL AS is_withdrawn
            FROM rating_task
            JOIN staff ON staff.id = rating_task.rater_id
            LEFT JOIN rating ON rating.task_id = rating_task.id
            WHERE rating_task.attempt_id = \(attempt)
            ORDER BY rating_task.id
            """
        )
    }

    /// What is missing before anything is decided: a task whose day went by without a rating counts no more.
    private func state(
        of attempt: PracticalAttemptID,
        _ raters: [PracticalStanding.Rater],
        today: CalendarDate,
        _ practical: PracticalFile
    ) throws -> PracticalStanding.State {
        let rated = raters.count(where: \.hasRated)
        let pending = raters.count { !$0.hasRated && !$0.isWithdrawn && $0.onDay >= today }
        switch try outcome(of: attempt, at: practical.arithmetic()) {
        case .awaitsThirdRater where pending == 0: return .awaitsThirdRater
        case .awaitsThirdRater, .decided: return .awaitsRatings(pending)
        case .awaitsRaters(let missing):
            return rated + pending < 2 ? .awaitsRaters(2 - rated - pending) : .awaitsRatings(missing)
        }
    }
}

private struct Row: Decodable {
    let id: PracticalAttemptID
    let candidate: CandidateNumber
    let practicalId: PracticalID
    let number: Int
    let heldOn: CalendarDate
    let today: CalendarDate
    let doubledPoints: Int?
    let maximum: Int?
    let cut: Int?
    let unsafe: [Int]?
    let passed: Bool?
    let reasonClass: String?
    let cancelledAt: Date?
    let movedTo: CalendarDate?

    var cancellation: PracticalCancellation? {
        cancelledAt.map {
            .init(cause: reasonClass.flatMap(PracticalCancellation.Cause.init), movedTo: movedTo, at: $0)
        }
    }

    func score(at practical: PracticalFile) -> PracticalStanding.Score? {
        guard let doubledPoints, let maximum, let cut, let passed else { return nil }
        return PracticalStanding.Score(
            doubledPoints: doubledPoints,
            maximum: maximum,
            cut: cut,
            unsafe: (unsafe ?? []).compactMap { place in
                practical.criteria.indices.contains(place - 1) ? practical.criteria[place - 1].name : nil
            },
            passed: passed
        )
    }
}
