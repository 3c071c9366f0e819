-- Practical exams: criteria with levels, raters who do not see each other, and what their levels come to.

CREATE TABLE practical (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL CONSTRAINT practical_code_is_a_short_word
        CHECK (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' AND length(code) <= 40),
    version smallint NOT NULL CONSTRAINT practical_version_counts_from_1 CHECK (version >= 1),
    name text NOT NULL CONSTRAINT practical_name_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200),
    -- The lowest number of points that passes.
    cut integer NOT NULL,
    digest bytea NOT NULL CONSTRAINT practical_digest_has_32_octets CHECK (octet_length(digest) = 32),
    created_at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- When somebody was first to be rated by it; from then on it never changes.
    frozen_at timestamptz,
    CONSTRAINT practical_version_once UNIQUE (code, version)
);

CREATE TABLE criterion (
    practical_id bigint NOT NULL REFERENCES practical,
    position smallint NOT NULL CONSTRAINT criterion_position_counts_from_1 CHECK (position >= 1),
    code text NOT NULL,
    name text NOT NULL,
    -- The names of the levels, from 0 up.
    levels text[] NOT NULL CONSTRAINT criterion_has_2_to_10_levels CHECK (cardinality(levels) BETWEEN 2 AND 10),
    weight smallint NOT NULL CONSTRAINT criterion_weight_is_not_negative CHECK (weight >= 0),
    -- The lowest level that is safe, of a critical-safety criterion; one below it fails alone.
    safe_from smallint,
    CONSTRAINT criterion_position_once PRIMARY KEY (practical_id, position),
    CONSTRAINT criterion_code_once UNIQUE (practical_id, code),
    CONSTRAINT safe_from_is_a_level CHECK (safe_from BETWEEN 1 AND cardinality(levels) - 1)
);

CREATE FUNCTION frozen_practical_never_changes() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    exam bigint;
BEGIN
    IF TG_TABLE_NAME = 'practical' THEN
        exam := OLD.id;
    ELSE
        exam := coalesce(NEW.practical_id, OLD.practical_id);
    END IF;
    IF EXISTS (SELECT FROM practical WHERE id = exam AND frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION 'somebody was rated by practical %; it never changes again', exam
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'frozen_practical_never_changes';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER frozen_practical_never_changes BEFORE UPDATE OR DELETE ON practical
    FOR EACH ROW EXECUTE FUNCTION frozen_practical_never_changes();
CREATE TRIGGER frozen_practical_never_changes BEFORE INSERT OR UPDATE OR DELETE ON criterion
    FOR EACH ROW EXECUTE FUNCTION frozen_practical_never_changes();

-- One try at a practical exam.
CREATE TABLE practical_attempt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    requirement_id bigint NOT NULL REFERENCES requirement,
    practical_id bigint NOT NULL REFERENCES practical,
    eligibility_id bigint NOT NULL REFERENCES eligibility,
    number smallint NOT NULL CONSTRAINT practical_attempt_number_counts_from_1 CHECK (number >= 1),
    held_on date NOT NULL,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint NOT NULL REFERENCES staff,
    operator_id bigint REFERENCES staff,
    CONSTRAINT practical_eligibility_used_once UNIQUE (eligibility_id),
    CONSTRAINT practical_attempt_number_once UNIQUE (enrollment_id, requirement_id, number)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON practical_attempt
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- A try is at the practical that the candidate's own program asks for, in a version that is frozen. How often and how soon
-- is the program's policy (`next_try`).
CREATE FUNCTION practical_is_the_one_required() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
        JOIN practical ON practical.id = NEW.practical_id AND practical.code = requirement.detail ->> 'practical'
        WHERE enrollment.id = NEW.enrollment_id
            AND requirement.id = NEW.requirement_id
            AND requirement.kind = 'practical_exam'
            AND practical.frozen_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'practical % is not what requirement % asks of enrollment %', NEW.practical_id,
            NEW.requirement_id, NEW.enrollment_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'practical_is_the_one_required';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER practical_is_the_one_required BEFORE INSERT ON practical_attempt
    FOR EACH ROW EXECUTE FUNCTION practical_is_the_one_required();

-- Who is to rate whom: one page, for one day.
CREATE TABLE rating_task (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    attempt_id bigint NOT NULL REFERENCES practical_attempt,
    rater_id bigint NOT NULL REFERENCES staff,
    -- In the zone of the cohort; the mailed link opens on it alone.
    on_day date NOT NULL,
    link_generation smallint NOT NULL DEFAULT 1,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint NOT NULL REFERENCES staff,
    operator_id bigint REFERENCES staff,
    -- Another rater does it instead; nothing may come of it any more.
    withdrawn_at timestamptz,
    CONSTRAINT one_task_per_rater UNIQUE (attempt_id, rater_id)
);

-- An examiner rates, and only while nothing is decided; a task that was done stays as it is.
CREATE FUNCTION rating_task_keeps_the_rules() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (
        EXISTS (SELECT FROM rating WHERE rating.task_id = OLD.id)
        OR to_jsonb(OLD) - '{on_day,link_generation,withdrawn_at}'::text[]
            <> to_jsonb(NEW) - '{on_day,link_generation,withdrawn_at}'::text[]
    ) THEN
        RAISE EXCEPTION 'rating task % was done, or is another''s', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rated_task_never_changes';
    END IF;
    IF NEW.withdrawn_at IS NULL AND NOT EXISTS (
        SELECT
        FROM staff
        JOIN staff_role ON staff_role.staff_id = staff.id AND staff_role.role = 'examiner'
        WHERE staff.id = NEW.rater_id AND staff.disabled_at IS NULL
    ) THEN
        RAISE EXCEPTION 'staff % is no examiner', NEW.rater_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_examiners_rate';
    END IF;
    IF EXISTS (SELECT FROM practical_score WHERE practical_score.attempt_id = NEW.attempt_id) THEN
        RAISE EXCEPTION 'practical attempt % is decided', NEW.attempt_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decided_practical_takes_no_rating';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER rating_task_keeps_the_rules BEFORE INSERT OR UPDATE ON rating_task
    FOR EACH ROW EXECUTE FUNCTION rating_task_keeps_the_rules();

-- One rater's levels, complete and final.
CREATE TABLE rating (
    task_id bigint PRIMARY KEY REFERENCES rating_task,
    levels smallint[] NOT NULL,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- Whoever typed them for the rater; nobody when the rater did.
    operator_id bigint REFERENCES staff,
    payload_id bigint,
    digest bytea,
    CONSTRAINT rating_payload_has_a_digest CHECK (payload_id IS NULL OR octet_length(digest) = 32)
);

CREATE FUNCTION rating_rates_every_criterion() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM rating_task
        JOIN practical_attempt ON practical_attempt.id = rating_task.attempt_id
        JOIN criterion ON criterion.practical_id = practical_attempt.practical_id
        WHERE rating_task.id = NEW.task_id
            AND coalesce(NEW.levels[criterion.position], -1) NOT BETWEEN 0 AND cardinality(criterion.levels) - 1
    ) OR cardinality(NEW.levels) <> (
        SELECT count(*)
        FROM rating_task
        JOIN practical_attempt ON practical_attempt.id = rating_task.attempt_id
        JOIN criterion ON criterion.practical_id = practical_attempt.practical_id
        WHERE rating_task.id = NEW.task_id
    ) THEN
        RAISE EXCEPTION 'a rating gives each criterion one of its levels'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_rates_every_criterion';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER rating_rates_every_criterion BEFORE INSERT ON rating
    FOR EACH ROW EXECUTE FUNCTION rating_rates_every_criterion();

-- A rating comes of an open task, on its day or later, before anything is decided; no one person gives two of them, be it in
-- another's name.
CREATE FUNCTION rating_keeps_the_rules() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    task record;
BEGIN
    SELECT
        rating_task.attempt_id, rating_task.rater_id, rating_task.on_day, rating_task.withdrawn_at,
        (NEW.at AT TIME ZONE cohort.time_zone)::date AS today
    INTO task
    FROM rating_task
    JOIN practical_attempt ON practical_attempt.id = rating_task.attempt_id
    JOIN enrollment ON enrollment.id = practical_attempt.enrollment_id
    JOIN cohort ON cohort.id = enrollment.cohort_id
    WHERE rating_task.id = NEW.task_id;
    IF task.withdrawn_at IS NOT NULL OR task.today < task.on_day THEN
        RAISE EXCEPTION 'rating task % is not open', NEW.task_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rating_comes_of_an_open_task';
    END IF;
    IF EXISTS (SELECT FROM practical_score WHERE practical_score.attempt_id = task.attempt_id) THEN
        RAISE EXCEPTION 'practical attempt % is decided', task.attempt_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decided_practical_takes_no_rating';
    END IF;
    IF NEW.operator_id = task.rater_id OR EXISTS (
        SELECT
        FROM rating_task AS other
        JOIN rating ON rating.task_id = other.id
        WHERE other.attempt_id = task.attempt_id
            AND other.id <> NEW.task_id
            AND ARRAY[other.rater_id, rating.operator_id]
                && array_remove(ARRAY[task.rater_id, NEW.operator_id], NULL)
    ) THEN
        RAISE EXCEPTION 'nobody rates practical attempt % twice', task.attempt_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'raters_are_different_persons';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER rating_keeps_the_rules BEFORE INSERT ON rating
    FOR EACH ROW EXECUTE FUNCTION rating_keeps_the_rules();
CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON rating
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- What the raters' levels came to.
CREATE TABLE practical_score (
    attempt_id bigint PRIMARY KEY REFERENCES practical_attempt,
    -- Twice the points, as the mean of two raters may be a half.
    doubled_points integer NOT NULL CONSTRAINT points_are_not_negative CHECK (doubled_points >= 0),
    maximum integer NOT NULL,
    cut integer NOT NULL,
    -- Positions of the critical-safety criteria that were unsafe.
    unsafe smallint[] NOT NULL,
    passed boolean NOT NULL GENERATED ALWAYS AS (doubled_points >= 2 * cut AND cardinality(unsafe) = 0) STORED,
    -- The ratings it rests on, in the order in which they came.
    tasks bigint[] NOT NULL,
    at timestamptz NOT NULL DEFAULT registrar_clock()
);

-- Two or three ratings of that very attempt, and the cut of its practical.
CREATE FUNCTION practical_score_rests_on_its_ratings() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF cardinality(NEW.tasks) NOT BETWEEN 2 AND 3
        OR cardinality(NEW.tasks) <> (
            SELECT count(*)
            FROM rating
            JOIN rating_task ON rating_task.id = rating.task_id
            WHERE rating.task_id = ANY(NEW.tasks) AND rating_task.attempt_id = NEW.attempt_id
        )
        OR NOT EXISTS (
            SELECT
            FROM practical_attempt
            JOIN practical ON practical.id = practical_attempt.practical_id
            JOIN criterion ON criterion.practical_id = practical.id
            WHERE practical_attempt.id = NEW.attempt_id
            GROUP BY practical.id
            HAVING practical.cut = NEW.cut
                AND sum(criterion.weight * (cardinality(criterion.levels) - 1)) = NEW.maximum
        ) THEN
        RAISE EXCEPTION 'the score of practical attempt % is not of its ratings', NEW.attempt_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'practical_score_rests_on_its_ratings';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER practical_score_rests_on_its_ratings BEFORE INSERT ON practical_score
    FOR EACH ROW EXECUTE FUNCTION practical_score_rests_on_its_ratings();
CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON practical_score
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- A mail to a rater names its task.
ALTER TABLE job ADD COLUMN rating_task_id bigint REFERENCES rating_task;

GRANT SELECT, INSERT ON practical_attempt, rating, practical_score TO registrar_service;
GRANT SELECT, INSERT, UPDATE ON practical, rating_task TO registrar_service;
GRANT SELECT, INSERT, DELETE ON criterion TO registrar_service;
