-- Whether a staff member taught or examined a person: instructed a cohort that the person attended, signed one of their
-- skills off or failed it, or rated their practical.
CREATE OR REPLACE FUNCTION has_taught(staff bigint, person bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT
        FROM enrollment
        JOIN cohort_instructor ON cohort_instructor.cohort_id = enrollment.cohort_id
        WHERE enrollment.person_id = $2
            AND enrollment.state = 'attended'
            AND cohort_instructor.staff_id = $1
    ) OR EXISTS (
        SELECT
        FROM enrollment
        JOIN progress_event ON progress_event.enrollment_id = enrollment.id
        JOIN requirement ON requirement.id = progress_event.requirement_id
        WHERE enrollment.person_id = $2
            AND requirement.kind = 'skill_sign_off'
            AND progress_event.kind IN ('completed', 'failed')
            AND $1 IN (progress_event.staff_id, progress_event.operator_id)
    ) OR EXISTS (
        SELECT
        FROM enrollment
        JOIN practical_attempt ON practical_attempt.enrollment_id = enrollment.id
        JOIN rating_task ON rating_task.attempt_id = practical_attempt.id
        JOIN rating ON rating.task_id = rating_task.id
        WHERE enrollment.person_id = $2 AND $1 IN (rating_task.rater_id, rating.operator_id)
    )
$$;
