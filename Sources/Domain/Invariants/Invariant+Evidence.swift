import Postgres

extension Invariant {
    static let evidence: [Invariant] = [
        Invariant(
            "practical_scores_are_what_their_ratings_come_to",
            "Every score of a practical is what its ratings come to: points by their middle levels, and what most found unsafe.",
            """
            SELECT score.attempt_id
            FROM practical_score AS score
            JOIN practical_attempt AS attempt ON attempt.id = score.attempt_id
            CROSS JOIN LATERAL (
                SELECT
                    sum(criterion.weight * middle.doubled) AS doubled,
                    coalesce(
                        array_agg(criterion.position ORDER BY criterion.position)
                            FILTER (WHERE middle.doubled < 2 * criterion.safe_from),
                        '{}'
                    ) AS judged,
                    coalesce(
                        array_agg(criterion.position ORDER BY criterion.position)
                            FILTER (WHERE middle.lowest < criterion.safe_from),
                        '{}'
                    ) AS found
                FROM criterion
                CROSS JOIN LATERAL (
                    SELECT
                        levels[(cardinality(levels) + 1) / 2] + levels[cardinality(levels) / 2 + 1] AS doubled,
                        levels[1] AS lowest
                    FROM (
                        SELECT array_agg(rating.levels[criterion.position] ORDER BY rating.levels[criterion.position])
                        FROM rating
                        WHERE rating.task_id = ANY(score.tasks)
                    ) AS given (levels)
                ) AS middle
                WHERE criterion.practical_id = attempt.practical_id
            ) AS computed
            CROSS JOIN LATERAL (
                SELECT count(*) AS raters
                FROM rating
                WHERE rating.task_id = ANY(score.tasks) AND EXISTS (
                    SELECT
                    FROM criterion
                    WHERE criterion.practical_id = attempt.practical_id
                        AND rating.levels[criterion.position] < criterion.safe_from
                )
            ) AS alarmed
            WHERE computed.doubled IS DISTINCT FROM score.doubled_points::bigint
                OR score.unsafe <> CASE
                    WHEN computed.judged = '{}' AND 2 * alarmed.raters > cardinality(score.tasks) THEN computed.found
                    ELSE computed.judged
                END
                OR EXISTS (
                    SELECT
                    FROM rating
                    JOIN rating_task ON rating_task.id = rating.task_id
                    WHERE rating_task.attempt_id = score.attempt_id AND rating.task_id <> ALL(score.tasks)
                )
            """
        ),
        Invariant(
            "ratings_that_decide_are_scored",
            "Whoever was rated by three has a score.",
            """
            SELECT attempt.id
            FROM practical_attempt AS attempt
            CROSS JOIN LATERAL (
                SELECT count(*) AS count
                FROM rating
                JOIN rating_task ON rating_task.id = rating.task_id
                WHERE rating_task.attempt_id = attempt.id
            ) AS given
            WHERE given.count >= 3
                AND NOT EXISTS (SELECT FROM practical_score WHERE practical_score.attempt_id = attempt.id)
            """
        ),
        Invariant(
            "grants_rest_on_what_was_met",
            "Every certificate that was granted on evidence has a basis in which everything was met, by tries that passed.",
            """
            SELECT decision.id
            FROM decision
            JOIN enrollment ON enrollment.id = decision.enrollment_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN program_version ON program_version.id = cohort.program_version_id
            WHERE decision.kind = 'granted'
                AND (decision.basis -> 'onEvidence')::boolean
                AND (
                    decision.basis ->> 'programDigest' <> encode(program_version.digest, 'hex')
                    OR jsonb_array_length(decision.basis -> 'requirements') <> (
                        SELECT count(*) FROM requirement WHERE requirement.program_version_id = program_version.id
                    )
                    OR jsonb_path_exists(
                        decision.basis, '$.requirements[*].state ? (@ != "complete" && @ != "waived")'
                    )
                    OR EXISTS (
                        SELECT
                        FROM jsonb_array_elements(decision.basis -> 'practical') AS told
                        LEFT JOIN practical_score AS score ON score.attempt_id = (told ->> 'attempt')::bigint
                        LEFT JOIN practical_attempt AS attempt ON attempt.id = score.attempt_id
                        WHERE (
                            attempt.enrollment_id IN (SELECT * FROM claims_of_person(decision.enrollment_id))
                        ) IS NOT TRUE
                            OR to_jsonb(score.doubled_points) <> told -> 'doubledPoints'
                            OR to_jsonb(score.tasks) <> told -> 'tasks'
                    )
                    OR EXISTS (
                        SELECT
                        FROM jsonb_array_elements(decision.basis -> 'written') AS told
                        LEFT JOIN score ON score.id = (told ->> 'score')::bigint
                        LEFT JOIN attempt ON attempt.id = score.attempt_id
                        WHERE (
                            attempt.enrollment_id IN (SELECT * FROM claims_of_person(decision.enrollment_id))
                        ) IS NOT TRUE
                            OR to_jsonb(score.raw) <> told -> 'raw'
                            OR encode(score.answers_digest, 'hex') <> told ->> 'answersDigest'
                            OR encode(score.keys_digest, 'hex') <> told ->> 'keysDigest'
                    )
                )
            """
        ),
        Invariant(
            "overrides_were_agreed_before",
            "Whoever decided by an override was the one who asked for it, and another had agreed before.",
            """
            SELECT decision.id
            FROM decision
            LEFT JOIN decision_override ON decision_override.id = decision.override_id
            WHERE decision.kind <> 'proposed'
                AND decision.override_id IS NOT NULL
                AND (
                    decision_override.agreed_by IS NULL
                    OR decision_override.agreed_at > decision.at
                    OR decision_override.decider_id <> decision.staff_id
                    OR decision_override.enrollment_id <> decision.enrollment_id
                )
            """
        ),
    ]
}
