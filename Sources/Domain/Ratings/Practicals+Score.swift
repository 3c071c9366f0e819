import Postgres
import Psychometrics

extension Connection {
    struct GivenRating: Decodable {
        let task: RatingTaskID
        let levels: [Int]
        let rater: StaffID
    }

    /// The ratings of one try in the order in which they came.
    func ratings(of attempt: PracticalAttemptID) throws -> [GivenRating] {
        try all(
            """
            SELECT rating.task_id AS task, rating.levels, rating_task.rater_id AS rater
            FROM rating
            JOIN rating_task ON rating_task.id = rating.task_id
            WHERE rating_task.attempt_id = \(attempt)
            ORDER BY rating.at, rating.task_id
            """
        )
    }

    func outcome(of attempt: PracticalAttemptID, at practical: Practical) throws -> PracticalOutcome {
        PracticalOutcome(try ratings(of: attempt).map { try practical.rating($0.levels) }, of: practical)
    }

    /// Writes what the ratings come to, once they decide; the candidate is told that there is a result.
    func settlePractical(_ attempt: PracticalAttemptID, of claim: EnrollmentID, _ file: PracticalFile) throws {
        let practical = try file.arithmetic()
        let given = try ratings(of: attempt)
        let outcome = PracticalOutcome(try given.map { try practical.rating($0.levels) }, of: practical)
        guard case .decided(let mark) = outcome else { return }
        try execute(
            """
            INSERT INTO practical_score (attempt_id, doubled_points, maximum, cut, unsafe, tasks)
            VALUES (\(attempt), \(mark.doubled), \(practical.maximum), \(practical.cut), \(mark.unsafe.map { $0 + 1 }),
                \(given.map(\.task)))
            """
        )
        try enqueue(.examResult, to: [claim])
    }
}
