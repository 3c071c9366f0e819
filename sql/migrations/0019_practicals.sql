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
    -- When somebody was first rated by it; from then on it never changes.
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
    CONSTRAINT one_task_per_rater UNIQUE (attempt_id, rater_id)
);

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

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON practical_score
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- A mail to a rater names its task.
ALTER TABLE job ADD COLUMN rating_task_id bigint REFERENCES rating_task;

GRANT SELECT, INSERT ON practical_attempt, rating, practical_score TO registrar_service;
GRANT SELECT, INSERT, UPDATE ON practical, rating_task TO registrar_service;
GRANT SELECT, INSERT, DELETE ON criterion TO registrar_service;
