-- Every claim of the person that a claim is of; merged persons are one.
CREATE OR REPLACE FUNCTION claims_of_person(claim bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE
AS $$
    WITH whole AS (
        SELECT coalesce(person.merged_into, person.id) AS id
        FROM enrollment
        JOIN person ON person.id = enrollment.person_id
        WHERE enrollment.id = claim
    )
    SELECT enrollment.id
    FROM whole
    JOIN enrollment ON enrollment.person_id = whole.id
    UNION ALL
    SELECT enrollment.id
    FROM whole
    JOIN person ON person.merged_into = whole.id
    JOIN enrollment ON enrollment.person_id = person.id
$$;

-- Every try of a claim's person at the exams that the claim's program asks for, under whichever claim it was made: exams are
-- the same by their code. The one place that says which try is one for a claim, and whether its pass counts there.
--
-- On paper, and before raters, a try is over at once; a practical that was called off is none. It counts by its latest score. A pass counts within the months that the
-- policy gives from the first try on, where it gives any.
CREATE OR REPLACE FUNCTION tries_of(claim bigint)
RETURNS TABLE (
    requirement_id bigint, attempt_id bigint, is_practical boolean, enrollment_id bigint, began timestamptz,
    ended timestamptz, is_open boolean, passed boolean, scored_at timestamptz, counts boolean
)
LANGUAGE sql STABLE
AS $$
    WITH asked AS (
        SELECT
            requirement.id, requirement.kind, cohort.time_zone,
            coalesce(requirement.detail ->> 'exam', requirement.detail ->> 'practical', requirement.id::text) AS exam,
            (requirement.detail -> 'retakes' ->> 'within_months')::integer AS months
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
        WHERE enrollment.id = $1 AND requirement.kind IN ('written_exam', 'practical_exam')
    ),
    under AS (
        SELECT *
        FROM claims_of_person($1) AS of_person (id)
    ),
    tried AS (
        SELECT
            asked.id AS requirement, asked.months, attempt.id AS attempt, false AS is_practical,
            attempt.enrollment_id AS enrollment, attempt.begun_at AS began,
            CASE attempt.kind
                WHEN 'paper' THEN attempt.ends_at
                ELSE coalesce(attempt.finished_at, attempt.ends_at)
            END AS ended,
            attempt.finished_at IS NULL AS is_open, result.passed, result.at
        FROM asked
        CROSS JOIN under
        JOIN attempt ON attempt.enrollment_id = under.id
        JOIN requirement AS own ON own.id = attempt.requirement_id
        LEFT JOIN LATERAL (
            SELECT score.passed, score.at
            FROM score
            WHERE score.attempt_id = attempt.id
            ORDER BY score.number DESC
            LIMIT 1
        ) AS result ON true
        WHERE asked.kind = 'written_exam' AND coalesce(own.detail ->> 'exam', own.id::text) = asked.exam
        UNION ALL
        SELECT
            asked.id, asked.months, practical_attempt.id, true, practical_attempt.enrollment_id,
            practical_attempt.held_on::timestamp AT TIME ZONE asked.time_zone,
            practical_attempt.held_on::timestamp AT TIME ZONE asked.time_zone,
            practical_score.attempt_id IS NULL, practical_score.passed, practical_score.at
        FROM asked
        CROSS JOIN under
        JOIN practical_attempt ON practical_attempt.enrollment_id = under.id
        JOIN requirement AS own ON own.id = practical_attempt.requirement_id
        LEFT JOIN practical_score ON practical_score.attempt_id = practical_attempt.id
        WHERE asked.kind = 'practical_exam' AND coalesce(own.detail ->> 'practical', own.id::text) = asked.exam
            AND NOT EXISTS (
                SELECT FROM practical_cancellation WHERE practical_cancellation.attempt_id = practical_attempt.id
            )
    )
    SELECT
        tried.requirement, tried.attempt, tried.is_practical, tried.enrollment, tried.began, tried.ended, tried.is_open,
        tried.passed, tried.at,
        coalesce(tried.passed, false) AND coalesce(
            tried.began <= min(tried.began) OVER (PARTITION BY tried.requirement)
                + make_interval(months => tried.months),
            true
        )
    FROM tried
$$;
