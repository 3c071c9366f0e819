-- Sittings of a practical that are called off or moved: the row stays, and a new one goes on from it.

-- A try may take several sittings, of which all but the last were called off.
ALTER TABLE practical_attempt
    ADD COLUMN sitting smallint NOT NULL DEFAULT 1
        CONSTRAINT practical_sitting_counts_from_1 CHECK (sitting >= 1),
    -- The sitting on another day that this one takes the place of.
    ADD COLUMN moved_from bigint
        CONSTRAINT practical_moves_on_once UNIQUE
        REFERENCES practical_attempt,
    DROP CONSTRAINT practical_attempt_number_once,
    ADD CONSTRAINT practical_sitting_once UNIQUE (enrollment_id, requirement_id, number, sitting);

-- A sitting that was called off before anybody rated it; whatever the reason, it uses no try up.
CREATE TABLE practical_cancellation (
    attempt_id bigint PRIMARY KEY REFERENCES practical_attempt,
    reason_class text NOT NULL CONSTRAINT practical_cancellation_class_is_known
        CHECK (reason_class IN ('candidate_absent', 'institute', 'moved')),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint NOT NULL REFERENCES staff,
    operator_id bigint REFERENCES staff,
    payload_id bigint NOT NULL,
    digest bytea NOT NULL CONSTRAINT practical_cancellation_digest_has_32_octets CHECK (octet_length(digest) = 32),
    CONSTRAINT practical_cancellation_operator_is_named_only_for_another CHECK (operator_id <> staff_id)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON practical_cancellation
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- What was rated took place. The operation locks the claim first, as rating does.
CREATE FUNCTION rated_practical_is_not_called_off() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM rating_task
        JOIN rating ON rating.task_id = rating_task.id
        WHERE rating_task.attempt_id = NEW.attempt_id
    ) THEN
        RAISE EXCEPTION 'practical attempt % was rated', NEW.attempt_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rated_practical_is_not_called_off';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER rated_practical_is_not_called_off BEFORE INSERT ON practical_cancellation
    FOR EACH ROW EXECUTE FUNCTION rated_practical_is_not_called_off();

CREATE FUNCTION moved_practical_goes_on() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM practical_attempt WHERE practical_attempt.moved_from = NEW.attempt_id) THEN
        RAISE EXCEPTION 'practical attempt % was moved to no other day', NEW.attempt_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'moved_practical_goes_on';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER moved_practical_goes_on AFTER INSERT ON practical_cancellation
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.reason_class = 'moved') EXECUTE FUNCTION moved_practical_goes_on();

-- Nobody rates a sitting that was called off, and nobody is asked to.
CREATE FUNCTION cancelled_practical_takes_no_rating() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    exam bigint;
BEGIN
    IF TG_TABLE_NAME = 'rating' THEN
        SELECT rating_task.attempt_id INTO exam FROM rating_task WHERE rating_task.id = NEW.task_id;
    ELSE
        exam := NEW.attempt_id;
    END IF;
    IF EXISTS (SELECT FROM practical_cancellation WHERE practical_cancellation.attempt_id = exam) THEN
        RAISE EXCEPTION 'practical attempt % was called off', exam
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cancelled_practical_takes_no_rating';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER cancelled_practical_takes_no_rating BEFORE INSERT OR UPDATE ON rating_task
    FOR EACH ROW EXECUTE FUNCTION cancelled_practical_takes_no_rating();
CREATE TRIGGER cancelled_practical_takes_no_rating BEFORE INSERT ON rating
    FOR EACH ROW EXECUTE FUNCTION cancelled_practical_takes_no_rating();
CREATE TRIGGER cancelled_practical_takes_no_rating BEFORE INSERT ON practical_score
    FOR EACH ROW EXECUTE FUNCTION cancelled_practical_takes_no_rating();

-- The first and the last day, in the cohort's zone, on which a claim may be entered for a practical: from the first session
-- on, and not more than two years ahead.
CREATE FUNCTION practical_days(claim bigint, OUT first_day date, OUT last_day date)
LANGUAGE sql STABLE
AS $$
    SELECT
        min(session.starts_at AT TIME ZONE cohort.time_zone)::date,
        ((registrar_clock() AT TIME ZONE cohort.time_zone)::date + interval '2 years')::date
    FROM enrollment
    JOIN cohort ON cohort.id = enrollment.cohort_id
    LEFT JOIN session ON session.cohort_id = cohort.id
    WHERE enrollment.id = claim
    GROUP BY cohort.id
$$;

-- A sitting lies within reach, and goes on only from one of the same try that was moved.
CREATE FUNCTION practical_sitting_keeps_the_rules() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    days record;
BEGIN
    SELECT * INTO days FROM practical_days(NEW.enrollment_id);
    IF NEW.held_on < days.first_day OR NEW.held_on > days.last_day THEN
        RAISE EXCEPTION 'a practical of enrollment % is held from % to %, not on %',
            NEW.enrollment_id, days.first_day, days.last_day, NEW.held_on
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'practical_lies_within_reach';
    END IF;
    IF NEW.moved_from IS NOT NULL AND NOT EXISTS (
        SELECT
        FROM practical_attempt AS before
        JOIN practical_cancellation ON practical_cancellation.attempt_id = before.id
        WHERE before.id = NEW.moved_from
            AND before.enrollment_id = NEW.enrollment_id
            AND before.requirement_id = NEW.requirement_id
            AND practical_cancellation.reason_class = 'moved'
    ) THEN
        RAISE EXCEPTION 'practical attempt % was not moved', NEW.moved_from
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'practical_goes_on_from_a_moved_one';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER practical_sitting_keeps_the_rules BEFORE INSERT ON practical_attempt
    FOR EACH ROW EXECUTE FUNCTION practical_sitting_keeps_the_rules();

-- A mail to a candidate names the sitting that it is about.
ALTER TABLE job ADD COLUMN practical_attempt_id bigint REFERENCES practical_attempt;

GRANT SELECT, INSERT ON practical_cancellation TO registrar_service;
