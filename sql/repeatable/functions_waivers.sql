-- The waivers that count of a claim: the last word on a requirement, or on one skill of it.
CREATE OR REPLACE FUNCTION waivers_that_count(claim bigint) RETURNS SETOF progress_event
LANGUAGE sql STABLE
AS $$
    SELECT latest.*
    FROM (
        SELECT DISTINCT ON (counting.requirement_id, counting.skill) counting.*
        FROM progress_that_counts(claim) AS counting
        WHERE counting.kind <> 'submitted'
        ORDER BY counting.requirement_id, counting.skill, counting.id DESC
    ) AS latest
    WHERE latest.kind = 'waived'
$$;

-- Whether a staff member, under whichever account of theirs, waived an exam of a claim that is waived still. Whoever did so
-- grants nothing on it alone.
CREATE OR REPLACE FUNCTION has_waived_exam(staff bigint, claim bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT
        FROM waivers_that_count(claim) AS waiver
        JOIN requirement ON requirement.id = waiver.requirement_id
        WHERE requirement.kind IN ('written_exam', 'practical_exam')
            AND (is_same_human(staff, waiver.staff_id) OR is_same_human(staff, waiver.operator_id))
    )
$$;

-- Whoever teaches a cohort waives none of its candidates' skills and exams: the office does.
CREATE OR REPLACE FUNCTION who_teaches_waives_no_exam() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM enrollment
        JOIN cohort_instructor ON cohort_instructor.cohort_id = enrollment.cohort_id
        JOIN requirement ON requirement.id = NEW.requirement_id
        WHERE enrollment.id = NEW.enrollment_id
            AND requirement.kind IN ('skill_sign_off', 'written_exam', 'practical_exam')
            AND (
                is_same_human(cohort_instructor.staff_id, NEW.staff_id)
                OR is_same_human(cohort_instructor.staff_id, NEW.operator_id)
            )
    ) THEN
        RAISE EXCEPTION 'whoever teaches enrollment % waives none of its skills and exams', NEW.enrollment_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'who_teaches_waives_no_exam';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER who_teaches_waives_no_exam BEFORE INSERT ON progress_event
    FOR EACH ROW WHEN (NEW.kind = 'waived') EXECUTE FUNCTION who_teaches_waives_no_exam();
