package import Postgres

extension Connection {
    /// Writes the first score of an attempt that is over, in the transaction that ended it; one that has a score stays as
    /// it is.
    ///
    /// - Throws: `attempt-not-over`, `form-unusable`.
    package func score(_ attempt: AttemptID) throws {
        struct Sitting: Decodable {
            let formId: Int
            let isOver: Bool
            let isScored: Bool
        }
        let sitting: Sitting = try one(
            """
            SELECT
                form_id, finished_at IS NOT NULL AS is_over,
                EXISTS (SELECT FROM score WHERE score.attempt_id = attempt.id) AS is_scored
            FROM attempt
            WHERE id = \(attempt)
            """
        )
        guard sitting.isOver else {
            throw Refusal.conflict("attempt-not-over", "The attempt \(attempt) is not over, so it has no score yet.")
        }
        guard !sitting.isScored else { return }
        // A rescore holds the form against this: nobody is scored by a key that is just being replaced.
        try execute("SELECT id FROM exam_form WHERE id = \(sitting.formId) FOR SHARE")
        let form = try keyedForm(sitting.formId)
        let mark = try ScoreMark(countedAnswers(of: [attempt])[attempt] ?? [:], by: form)
        try execute(
            """
            INSERT INTO score (attempt_id, number, raw, items, cut, scaled, areas, answers_digest, keys_digest)
            VALUES (\(attempt), 1, \(mark.raw), \(mark.items), \(mark.cut), \(mark.scaled), \(JSONB(mark.areas)),
                \(mark.answersDigest), \(mark.keysDigest))
            """
        )
    }
}
