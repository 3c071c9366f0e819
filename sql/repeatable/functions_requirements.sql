-- What counts of all that was said of a candidate's requirements: what came after they were last reopened, whole or by skill.
CREATE OR REPLACE FUNCTION progress_that_counts(claim bigint) RETURNS SETOF progress_event
LANGUAGE sql STABLE
AS $$
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
$$;

-- Where a candidate stands with each requirement of their program, now: the one place that says what completes what.
--
-- States: incomplete, submitted, complete, failed, waived, expired. `done` of `needed` counts skills, minutes, sessions, or
-- the requirement itself. What was said before a requirement was last reopened no longer counts, and what a candidate
-- submits takes nothing back that staff said: it asks for another word.
CREATE OR REPLACE FUNCTION requirement_states(claim bigint)
RETURNS TABLE (requirement_id bigint, state text, done integer, needed integer, valid_until date, since timestamptz)
LANGUAGE sql STABLE
AS $$
    WITH own AS (
        SELECT
            requirement.id, requirement.kind, enrollment.state AS claim_state, cohort.id AS cohort_id,
            jsonb_array_length(requirement.detail -> 'skills') AS skills,
            (requirement.detail ->> 'minutes')::integer AS minutes,
            (registrar_clock() AT TIME ZONE cohort.time_zone)::date AS today
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
        WHERE enrollment.id = claim
    ),
    -- 1. Of what counts, the last word on the whole and on each skill.
    counting AS (
        SELECT *
        FROM progress_that_counts(claim)
    ),
    latest AS (
        SELECT DISTINCT ON (requirement_id, skill) *
        FROM counting
        WHERE kind <> 'submitted'
        ORDER BY requirement_id, skill, id DESC
    ),
    -- 2. By requirement: what the words come to.
    whole AS (
        SELECT latest.requirement_id, latest.id, latest.kind, latest.valid_until, latest.at
        FROM latest
        WHERE latest.skill IS NULL
    ),
    submissions AS (
        SELECT counting.requirement_id, max(counting.id) AS id, max(counting.at) AS at
        FROM counting
        WHERE counting.kind = 'submitted'
        GROUP BY counting.requirement_id
    ),
    skills AS (
        SELECT
            latest.requirement_id, count(*) FILTER (WHERE kind IN ('completed', 'waived'))::integer AS done,
            bool_or(kind = 'failed') AS has_failed, max(id) AS id, max(at) AS at
        FROM latest
        WHERE latest.skill IS NOT NULL
        GROUP BY latest.requirement_id
    ),
    hours AS (
        SELECT
            counting.requirement_id, sum(counting.minutes)::integer AS done, max(counting.id) AS id,
            max(counting.at) AS at
        FROM counting
        WHERE counting.minutes IS NOT NULL AND counting.kind = 'completed'
        GROUP BY counting.requirement_id
    ),
    -- Who attended came to every session of which nothing else is said.
    sessions AS (
        SELECT
            count(*)::integer AS needed,
            count(*) FILTER (WHERE coalesce(marked.came, cohort.claim_state = 'attended'))::integer AS done,
            max(marked.at) AS at
        FROM (SELECT DISTINCT cohort_id, claim_state FROM own) AS cohort
        JOIN session ON session.cohort_id = cohort.cohort_id
        LEFT JOIN LATERAL (
            SELECT came, at
            FROM session_attendance
            WHERE enrollment_id = claim AND session_number = session.number
            ORDER BY id DESC
            LIMIT 1
        ) AS marked ON true
    ),
    -- 3. Exams: a pass counts under whichever claim of the person it was made; what is open or failed is told of the own.
    exams AS (
        SELECT
            tries.requirement_id, bool_or(tries.counts) AS has_passed,
            coalesce(bool_or(NOT tries.passed) FILTER (WHERE tries.enrollment_id = claim), false) AS has_failed,
            coalesce(bool_or(tries.is_open) FILTER (WHERE tries.enrollment_id = claim), false) AS is_open,
            max(tries.scored_at) FILTER (WHERE tries.counts OR tries.enrollment_id = claim) AS at
        FROM tries_of(claim) AS tries
        GROUP BY tries.requirement_id
    )
    SELECT
        own.id,
        CASE
            WHEN whole.kind = 'waived' THEN 'waived'
            WHEN own.kind = 'document' AND whole.kind = 'completed' AND whole.valid_until < own.today THEN
                CASE WHEN submissions.id > whole.id THEN 'submitted' ELSE 'expired' END
            WHEN whole.kind = 'completed' AND (own.kind <> 'observation_hours' OR own.minutes IS NULL) THEN 'complete'
            WHEN exams.has_passed THEN 'complete'
            WHEN skills.done >= own.skills THEN 'complete'
            WHEN own.kind = 'observation_hours' AND hours.done >= own.minutes AND whole.kind = 'completed' THEN 'complete'
            WHEN own.kind = 'workshop_attendance' AND sessions.done = sessions.needed
                AND (sessions.needed > 0 OR own.claim_state = 'attended') THEN 'complete'
            WHEN own.kind = 'workshop_attendance' AND own.claim_state = 'no_show' THEN 'failed'
            WHEN exams.is_open THEN 'submitted'
            WHEN submissions.id > coalesce(greatest(whole.id, skills.id, hours.id), 0) THEN 'submitted'
            WHEN whole.kind = 'failed' OR skills.has_failed OR exams.has_failed THEN 'failed'
            ELSE 'incomplete'
        END,
        CASE
            WHEN own.skills IS NOT NULL THEN coalesce(skills.done, 0)
            WHEN own.minutes IS NOT NULL THEN coalesce(hours.done, 0)
            WHEN own.kind = 'workshop_attendance' THEN sessions.done
            WHEN exams.has_passed THEN 1
            WHEN whole.kind = 'completed' AND coalesce(whole.valid_until >= own.today, true) THEN 1
            ELSE 0
        END,
        CASE
            WHEN own.skills IS NOT NULL THEN own.skills
            WHEN own.minutes IS NOT NULL THEN own.minutes
            WHEN own.kind = 'workshop_attendance' THEN sessions.needed
            ELSE 1
        END,
        whole.valid_until,
        greatest(
            whole.at, submissions.at, skills.at, hours.at, exams.at,
            CASE WHEN own.kind = 'workshop_attendance' THEN sessions.at END
        )
    FROM own
    CROSS JOIN sessions
    LEFT JOIN whole ON whole.requirement_id = own.id
    LEFT JOIN submissions ON submissions.requirement_id = own.id
    LEFT JOIN skills ON skills.requirement_id = own.id
    LEFT JOIN hours ON hours.requirement_id = own.id
    LEFT JOIN exams ON exams.requirement_id = own.id
$$;
