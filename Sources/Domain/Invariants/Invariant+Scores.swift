import Postgres

extension Invariant {
    static let scores: [Invariant] = [
        Invariant(
            "attempts_that_ended_are_scored",
            "Every attempt at a written exam that is over has a score.",
            """
            SELECT attempt.id
            FROM attempt
            WHERE attempt.finished_at IS NOT NULL
                AND NOT EXISTS (SELECT FROM score WHERE score.attempt_id = attempt.id)
            """
        ),
        Invariant(
            "scaled_scores_follow_from_points",
            "A scaled score is what the points and the cut come to, rounded down.",
            """
            SELECT score.id
            FROM score
            WHERE score.scaled <> CASE
                WHEN score.raw = score.items THEN 800
                WHEN score.raw < score.cut THEN (200 * score.cut + 300 * score.raw) / score.cut
                ELSE 500 + 300 * (score.raw - score.cut) / (score.items - score.cut)
            END
            """
        ),
        Invariant(
            "rescores_were_asked_for_and_approved",
            "A score after the first of an attempt goes back to a request that another person approved.",
            """
            SELECT score.id
            FROM score
            LEFT JOIN rescore ON rescore.id = score.rescore_id
            WHERE score.number > 1 AND rescore.approved_by IS DISTINCT FROM score.approved_by
            """
        ),
    ]
}
