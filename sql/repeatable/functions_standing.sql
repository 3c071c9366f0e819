-- Whether a program version's certificates are decided on evidence: once any of its requirements says in its detail what it
-- asks for. Where none does, attendance alone is decided on, as it was before requirements had details.
CREATE OR REPLACE FUNCTION decides_on_evidence(version bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT
        FROM requirement
        WHERE requirement.program_version_id = version AND requirement.detail IS NOT NULL
    )
$$;

-- How far a candidate is from a certificate, now:
-- attended (all that is decided on), complete, passed_conditions_outstanding, incomplete.
--
-- *Passed, conditions outstanding*: every exam is passed and the workshop attended, while something else is missing. It is
-- computed, so it ends by itself when that comes in.
CREATE OR REPLACE FUNCTION certification_standing(claim bigint) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN NOT decides_on_evidence(cohort.program_version_id) THEN
            CASE WHEN enrollment.state = 'attended' THEN 'attended' ELSE 'incomplete' END
        WHEN standing.are_met THEN 'complete'
        WHEN standing.exams > 0 AND standing.core_is_met THEN 'passed_conditions_outstanding'
        ELSE 'incomplete'
    END
    FROM enrollment
    JOIN cohort ON cohort.id = enrollment.cohort_id
    CROSS JOIN LATERAL (
        SELECT
            bool_and(state IN ('complete', 'waived')) AS are_met,
            count(*) FILTER (WHERE kind IN ('written_exam', 'practical_exam')) AS exams,
            bool_and(state IN ('complete', 'waived'))
                FILTER (WHERE kind IN ('written_exam', 'practical_exam', 'workshop_attendance')) AS core_is_met
        FROM requirement_states(enrollment.id)
        JOIN requirement ON requirement.id = requirement_id
    ) AS standing
    WHERE enrollment.id = claim
$$;
