-- Whether a staff member taught a person: instructed a cohort that the person attended. Examining joins it with exams.
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
    )
$$;
