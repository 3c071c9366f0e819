-- Whether two staff accounts are one human: one human is known by one address.
CREATE OR REPLACE FUNCTION is_same_human(one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT
        FROM staff AS first
        JOIN staff AS second ON lower(second.email) = lower(first.email)
        WHERE first.id = one AND second.id = other
    )
$$;

-- Whether a person is the human behind a staff account, by its address: as they stand in the register, as whom they were merged
-- with, or as a row of old records that is proposed for merging because of that address.
CREATE OR REPLACE FUNCTION is_own(staff bigint, person bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT
        FROM staff AS account
        JOIN person AS themselves ON themselves.email = lower(account.email)
        JOIN person AS other ON other.id = $2
        WHERE account.id = $1 AND (
            coalesce(other.merged_into, other.id) = coalesce(themselves.merged_into, themselves.id)
            OR EXISTS (
                SELECT
                FROM merge_proposal AS proposal
                WHERE proposal.because = 'address' AND (
                    (proposal.person_id, proposal.other_id) = (other.id, themselves.id)
                    OR (proposal.person_id, proposal.other_id) = (themselves.id, other.id)
                )
            )
        )
    )
$$;

-- Whether a staff member taught or examined a person, under whichever account of theirs and whichever claim: they instructed a
-- cohort that the person attended, said of a skill or an exam how it went, or rated a practical. Nobody is independent of
-- themselves. One human is known by one address; merged persons are one.
CREATE OR REPLACE FUNCTION has_taught(staff bigint, person bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    WITH human AS (
        SELECT account.id
        FROM staff AS own
        JOIN staff AS account ON lower(account.email) = lower(own.email)
        WHERE own.id = $1
    ),
    claim AS (
        SELECT enrollment.id, enrollment.cohort_id, enrollment.state
        FROM person AS own
        JOIN person AS other ON coalesce(other.merged_into, other.id) = coalesce(own.merged_into, own.id)
        JOIN enrollment ON enrollment.person_id = other.id
        WHERE own.id = $2
    )
    SELECT EXISTS (
        SELECT
        FROM claim
        JOIN cohort_instructor ON cohort_instructor.cohort_id = claim.cohort_id
        JOIN human ON human.id = cohort_instructor.staff_id
        WHERE claim.state = 'attended'
    ) OR EXISTS (
        SELECT
        FROM claim
        JOIN progress_event ON progress_event.enrollment_id = claim.id
        JOIN requirement ON requirement.id = progress_event.requirement_id
        JOIN human ON human.id IN (progress_event.staff_id, progress_event.operator_id)
        WHERE requirement.kind IN ('skill_sign_off', 'written_exam', 'practical_exam')
            AND progress_event.kind IN ('completed', 'failed')
    ) OR EXISTS (
        SELECT
        FROM claim
        JOIN practical_attempt ON practical_attempt.enrollment_id = claim.id
        JOIN rating_task ON rating_task.attempt_id = practical_attempt.id
        JOIN rating ON rating.task_id = rating_task.id
        JOIN human ON human.id IN (rating_task.rater_id, rating.operator_id)
    ) OR is_own($1, $2)
$$;

-- Raters of one practical are different humans, whichever of their accounts are asked, rate or type.
CREATE OR REPLACE FUNCTION raters_are_different_humans() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_TABLE_NAME = 'rating_task' THEN
        IF NEW.withdrawn_at IS NULL AND EXISTS (
            SELECT
            FROM rating_task AS other
            WHERE other.attempt_id = NEW.attempt_id
                AND other.rater_id <> NEW.rater_id
                AND other.withdrawn_at IS NULL
                AND is_same_human(other.rater_id, NEW.rater_id)
        ) THEN
            RAISE EXCEPTION 'staff % is asked to rate practical attempt % under another account',
                NEW.rater_id, NEW.attempt_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'raters_are_different_persons';
        END IF;
    ELSIF EXISTS (
        SELECT
        FROM rating_task AS own
        JOIN rating_task AS task ON task.attempt_id = own.attempt_id AND task.id <> own.id
        JOIN rating ON rating.task_id = task.id
        CROSS JOIN unnest(ARRAY[own.rater_id, NEW.operator_id]) AS mine (id)
        CROSS JOIN unnest(ARRAY[task.rater_id, rating.operator_id]) AS theirs (id)
        WHERE own.id = NEW.task_id AND is_same_human(mine.id, theirs.id)
    ) THEN
        RAISE EXCEPTION 'rating task % was done by the same human under another account', NEW.task_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'raters_are_different_persons';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER raters_are_different_humans BEFORE INSERT OR UPDATE ON rating_task
    FOR EACH ROW EXECUTE FUNCTION raters_are_different_humans();
CREATE OR REPLACE TRIGGER raters_are_different_humans BEFORE INSERT ON rating
    FOR EACH ROW EXECUTE FUNCTION raters_are_different_humans();
