-- The next try of a claim at one of its exams: its number among the person's tries at the same exam, and from when to when
-- it may be made. `obstacle` says why it may not be made at that moment: passed, open, last, early, window; NULL is free.
--
-- The policy is `retakes` of the requirement: {"attempts", "waiting_days", "within_months"}, each optional. After the n-th
-- try the n-th wait holds, and the last one after any later; days are whole days of the cohort's zone. The window begins
-- with the first try. An attempt counts by its latest score.
CREATE OR REPLACE FUNCTION next_try(claim bigint, requirement bigint, moment timestamptz DEFAULT NULL)
RETURNS TABLE (number integer, most integer, earliest timestamptz, latest timestamptz, obstacle text)
LANGUAGE sql STABLE
AS $$
    WITH asked AS (
        SELECT
            asked.id, cohort.time_zone, asked.detail -> 'retakes' AS policy, coalesce($3, registrar_clock()) AS moment
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement AS asked ON asked.program_version_id = cohort.program_version_id
        WHERE enrollment.id = $1 AND asked.id = $2
    ),
    -- 1. Every try of the person at the same exam, under whichever claim.
    tried AS (
        SELECT tries.*
        FROM asked
        JOIN tries_of($1) AS tries ON tries.requirement_id = asked.id
    ),
    -- 2. What they come to.
    so_far AS (
        SELECT
            count(*)::integer AS made, min(began) AS first_began, max(ended) AS last_ended,
            coalesce(bool_or(counts), false) AS has_passed, coalesce(bool_or(is_open), false) AS is_open
        FROM tried
    ),
    -- 3. What the policy makes of it.
    allowed AS (
        SELECT
            asked.moment, so_far.*,
            (asked.policy ->> 'attempts')::integer AS most,
            ((so_far.last_ended AT TIME ZONE asked.time_zone)::date + coalesce(
                (
                    asked.policy -> 'waiting_days'
                        -> least(so_far.made, jsonb_array_length(asked.policy -> 'waiting_days')) - 1
                )::integer,
                0
            ))::timestamp AT TIME ZONE asked.time_zone AS earliest,
            so_far.first_began + make_interval(months => (asked.policy ->> 'within_months')::integer) AS latest
        FROM asked
        CROSS JOIN so_far
    )
    SELECT
        allowed.made + 1, allowed.most, allowed.earliest, allowed.latest,
        CASE
            WHEN allowed.has_passed THEN 'passed'
            WHEN allowed.is_open THEN 'open'
            WHEN allowed.made >= allowed.most THEN 'last'
            WHEN allowed.moment < allowed.earliest THEN 'early'
            WHEN allowed.moment > allowed.latest THEN 'window'
        END
    FROM allowed
$$;

-- Refuses a try that the policy does not allow, numbers it, and freezes the form that is sat.
CREATE OR REPLACE FUNCTION try_follows_the_policy() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    moment timestamptz;
    try record;
BEGIN
    -- 1. One try of a person after the other, whatever claims they are under.
    PERFORM
    FROM enrollment
    JOIN person ON person.id = enrollment.person_id
    WHERE coalesce(person.merged_into, person.id) = (
        SELECT coalesce(person.merged_into, person.id)
        FROM enrollment
        JOIN person ON person.id = enrollment.person_id
        WHERE enrollment.id = NEW.enrollment_id
    )
    ORDER BY enrollment.id
    FOR NO KEY UPDATE OF enrollment;
    IF TG_TABLE_NAME = 'practical_attempt' THEN
        moment := NEW.held_on::timestamp AT TIME ZONE (
            SELECT cohort.time_zone
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.id = NEW.enrollment_id
        );
    ELSIF NEW.kind = 'paper' THEN
        moment := NEW.begun_at;
    END IF;
    -- 2. The policy.
    SELECT * INTO try FROM next_try(NEW.enrollment_id, NEW.requirement_id, moment);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'requirement % is none of enrollment %', NEW.requirement_id, NEW.enrollment_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'try_is_of_the_own_program';
    END IF;
    IF try.obstacle IS NOT NULL THEN
        RAISE EXCEPTION 'enrollment % may not try requirement % now: %',
            NEW.enrollment_id, NEW.requirement_id, try.obstacle
            USING ERRCODE = 'restrict_violation', CONSTRAINT = CASE try.obstacle
                WHEN 'passed' THEN 'no_try_after_a_pass'
                WHEN 'open' THEN 'one_try_at_a_time'
                WHEN 'last' THEN 'no_try_after_the_last'
                WHEN 'early' THEN 'no_try_before_its_waiting_time'
                ELSE 'no_try_after_the_window'
            END;
    END IF;
    NEW.number := try.number;
    IF TG_TABLE_NAME = 'practical_attempt' THEN
        NEW.sitting := 1 + (
            SELECT count(*)
            FROM practical_attempt AS before
            WHERE before.enrollment_id = NEW.enrollment_id
                AND before.requirement_id = NEW.requirement_id
                AND before.number = NEW.number
        );
    END IF;
    -- 3. What it rests on.
    IF NOT EXISTS (
        SELECT
        FROM eligibility
        WHERE eligibility.id = NEW.eligibility_id
            AND eligibility.enrollment_id = NEW.enrollment_id
            AND eligibility.requirement_id = NEW.requirement_id
    ) THEN
        RAISE EXCEPTION 'eligibility % is for something else', NEW.eligibility_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'try_uses_an_eligibility_of_its_own';
    END IF;
    IF TG_TABLE_NAME = 'attempt' THEN
        IF EXISTS (
            SELECT
            FROM requirement
            JOIN exam_form ON exam_form.id = NEW.form_id
            JOIN exam ON exam.id = exam_form.exam_id
            WHERE requirement.id = NEW.requirement_id AND requirement.detail ->> 'exam' <> exam.code
        ) THEN
            RAISE EXCEPTION 'form % is of another exam', NEW.form_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'form_is_of_the_exam';
        END IF;
        UPDATE exam_form
        SET frozen_at = registrar_clock()
        WHERE exam_form.id = NEW.form_id AND exam_form.frozen_at IS NULL;
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER try_follows_the_policy BEFORE INSERT ON attempt
    FOR EACH ROW EXECUTE FUNCTION try_follows_the_policy();
CREATE OR REPLACE TRIGGER try_follows_the_policy BEFORE INSERT ON practical_attempt
    FOR EACH ROW EXECUTE FUNCTION try_follows_the_policy();
