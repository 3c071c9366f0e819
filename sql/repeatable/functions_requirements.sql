-- Where a candidate stands with each requirement of their program, now: the one place that says what completes what.
--
-- States: incomplete, submitted, complete, failed, waived, expired. `done` of `needed` counts skills, minutes, sessions, or
-- the requirement itself. What was said before a requirement was last reopened no longer counts.
CREATE OR REPLACE FUNCTION requirement_states(claim bigint)
RETURNS TABLE (requirement_id bigint, state text, done integer, needed integer, valid_until date, since timestamptz)
LANGUAGE sql STABLE
AS $$
    WITH own AS (
        SELECT
            requirement.id, requirement.kind, requirement.detail, enrollment.state AS claim_state, cohort.id AS cohort_id,
            (registrar_clock() AT TIME ZONE cohort.time_zone)::date AS today
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
        WHERE enrollment.id = claim
    ),
    -- 1. What counts of what was said: after the last time it was reopened, of each skill the last word.
    counting AS (
        SELECT event.*
        FROM progress_event AS event
        WHERE event.enrollment_id = claim
            AND event.kind <> 'reopened'
            AND NOT EXISTS (
                SELECT
                FROM progress_event AS reopened
                WHERE reopened.enrollment_id = claim
                    AND reopened.requirement_id = event.requirement_id
                    AND reopened.kind = 'reopened'
                    AND reopened.id > event.id
                    AND (reopened.skill IS NULL OR reopened.skill = event.skill)
            )
    ),
    latest AS (
        SELECT DISTINCT ON (requirement_id, skill) *
        FROM counting
        ORDER BY requirement_id, skill, id DESC
    ),
    -- 2. By requirement: the last word on the whole, and what its parts come to.
    whole AS (
        SELECT latest.requirement_id, latest.kind, latest.valid_until, latest.at
        FROM latest
        WHERE latest.skill IS NULL
    ),
    skills AS (
        SELECT
            latest.requirement_id, count(*) FILTER (WHERE kind = 'completed')::integer AS done,
            bool_or(kind = 'failed') AS has_failed, bool_or(kind = 'submitted') AS is_submitted, max(at) AS at
        FROM latest
        WHERE latest.skill IS NOT NULL
        GROUP BY latest.requirement_id
    ),
    hours AS (
        SELECT
            counting.requirement_id, coalesce(sum(minutes) FILTER (WHERE kind = 'completed'), 0)::integer AS done,
            max(at) AS at
        FROM counting
        WHERE minutes IS NOT NULL
        GROUP BY counting.requirement_id
    ),
    sessions AS (
        SELECT
            count(*)::integer AS needed, count(*) FILTER (WHERE marked.came)::integer AS done,
            count(marked.came)::integer AS marked, max(marked.at) AS at
        FROM (SELECT DISTINCT cohort_id FROM own) AS cohort
        JOIN session ON session.cohort_id = cohort.cohort_id
        LEFT JOIN LATERAL (
            SELECT came, at
            FROM session_attendance
            WHERE enrollment_id = claim AND session_number = session.number
            ORDER BY id DESC
            LIMIT 1
        ) AS marked ON true
    ),
    -- 3. Exams: an attempt counts by its latest score.
    exams AS (
        SELECT
            attempt.requirement_id, bool_or(result.passed) AS has_passed,
            bool_or(attempt.finished_at IS NULL) AS is_open, max(result.at) AS at
        FROM attempt
        LEFT JOIN LATERAL (
            SELECT passed, at
            FROM score
            WHERE score.attempt_id = attempt.id
            ORDER BY number DESC
            LIMIT 1
        ) AS result ON true
        WHERE attempt.enrollment_id = claim
        GROUP BY attempt.requirement_id
        UNION ALL
        SELECT
            practical_attempt.requirement_id, bool_or(practical_score.passed),
            bool_or(practical_score.attempt_id IS NULL), max(practical_score.at)
        FROM practical_attempt
        LEFT JOIN practical_score ON practical_score.attempt_id = practical_attempt.id
        WHERE practical_attempt.enrollment_id = claim
        GROUP BY practical_attempt.requirement_id
    )
    SELECT
        own.id,
        CASE
            WHEN whole.kind = 'waived' THEN 'waived'
            -- A document holds to the end of its last day.
            WHEN own.kind = 'document' AND whole.kind = 'completed' AND whole.valid_until < own.today THEN 'expired'
            WHEN whole.kind = 'completed' AND own.kind <> 'observation_hours' THEN 'complete'
            WHEN exams.has_passed THEN 'complete'
            WHEN own.detail ? 'skills' AND skills.done >= jsonb_array_length(own.detail -> 'skills') THEN 'complete'
            WHEN own.kind = 'observation_hours' AND hours.done >= (own.detail ->> 'minutes')::integer THEN 'complete'
            WHEN own.kind = 'observation_hours' AND NOT own.detail ? 'minutes' AND whole.kind = 'completed' THEN 'complete'
            WHEN own.kind = 'workshop_attendance' AND (
                CASE
                    WHEN sessions.marked > 0 THEN sessions.done = sessions.needed
                    ELSE own.claim_state = 'attended'
                END
            ) THEN 'complete'
            WHEN own.kind = 'workshop_attendance' AND own.claim_state = 'no_show' THEN 'failed'
            WHEN exams.is_open THEN 'submitted'
            WHEN whole.kind = 'failed' OR skills.has_failed OR exams.has_passed = false THEN 'failed'
            WHEN whole.kind = 'submitted' OR skills.is_submitted THEN 'submitted'
            ELSE 'incomplete'
        END,
        CASE
            WHEN own.detail ? 'skills' THEN coalesce(skills.done, 0)
            WHEN own.kind = 'observation_hours' THEN coalesce(hours.done, 0)
            WHEN own.kind = 'workshop_attendance' AND sessions.marked > 0 THEN sessions.done
            WHEN own.kind = 'workshop_attendance' AND own.claim_state = 'attended' THEN sessions.needed
            WHEN whole.kind = 'completed' OR exams.has_passed THEN 1
            ELSE 0
        END,
        CASE
            WHEN own.detail ? 'skills' THEN jsonb_array_length(own.detail -> 'skills')
            WHEN own.kind = 'observation_hours' THEN coalesce((own.detail ->> 'minutes')::integer, 1)
            WHEN own.kind = 'workshop_attendance' THEN sessions.needed
            ELSE 1
        END,
        whole.valid_until,
        greatest(whole.at, skills.at, hours.at, exams.at, sessions.at)
    FROM own
    CROSS JOIN sessions
    LEFT JOIN whole ON whole.requirement_id = own.id
    LEFT JOIN skills ON skills.requirement_id = own.id
    LEFT JOIN hours ON hours.requirement_id = own.id
    LEFT JOIN exams ON exams.requirement_id = own.id
$$;
