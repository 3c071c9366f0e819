-- Written exams: items and their keys, forms, attempts with their answers, and scores.

-- Roles belong to the cluster, and are made by the step before the first migration.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'registrar_examiner') THEN
        RAISE EXCEPTION 'the role registrar_examiner is missing: run `registrar migrate --bootstrap` once'
            USING ERRCODE = 'undefined_object';
    END IF;
END
$$;

CREATE TABLE exam (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL CONSTRAINT exam_code_once UNIQUE
        CONSTRAINT exam_code_is_a_short_word CHECK (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' AND length(code) <= 40),
    name text NOT NULL CONSTRAINT exam_name_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200)
);

-- An item in one of its versions. Its words and its key lie apart, each behind a door of its own.
CREATE TABLE item (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    exam_id bigint NOT NULL REFERENCES exam,
    code text NOT NULL CONSTRAINT item_code_is_a_short_word
        CHECK (code ~ '^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$' AND length(code) <= 40),
    version smallint NOT NULL CONSTRAINT item_version_counts_from_1 CHECK (version >= 1),
    area text NOT NULL CONSTRAINT item_area_has_1_to_100_characters CHECK (char_length(area) BETWEEN 1 AND 100),
    options smallint NOT NULL CONSTRAINT item_has_2_to_26_options CHECK (options BETWEEN 2 AND 26),
    -- SHA-256 over its words, so that a changed word is a new version.
    digest bytea NOT NULL CONSTRAINT item_digest_has_32_octets CHECK (octet_length(digest) = 32),
    created_at timestamptz NOT NULL DEFAULT registrar_clock(),
    CONSTRAINT item_version_once UNIQUE (exam_id, code, version)
);

CREATE TABLE item_text (
    item_id bigint PRIMARY KEY REFERENCES item,
    stem text NOT NULL,
    -- The options in the order of the file.
    options text[] NOT NULL
);

-- Which option is right, from 1; a later version is another word on the same item, with a reason and who approved it.
CREATE TABLE item_key (
    item_id bigint NOT NULL REFERENCES item,
    version smallint NOT NULL CONSTRAINT item_key_version_counts_from_1 CHECK (version >= 1),
    option smallint NOT NULL CONSTRAINT item_key_counts_from_1 CHECK (option >= 1),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint NOT NULL REFERENCES staff,
    operator_id bigint REFERENCES staff,
    approved_by bigint REFERENCES staff,
    payload_id bigint,
    digest bytea,
    CONSTRAINT item_key_version_once PRIMARY KEY (item_id, version),
    CONSTRAINT a_changed_key_has_a_reason_and_an_approver CHECK (
        version = 1 OR (payload_id IS NOT NULL AND approved_by IS NOT NULL AND approved_by <> staff_id)
    ),
    CONSTRAINT item_key_payload_has_a_digest CHECK (payload_id IS NULL OR octet_length(digest) = 32)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON item
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();
CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON item_text
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();
CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON item_key
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- Items in an order, how long they may take, and the score that passes.
CREATE TABLE exam_form (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    exam_id bigint NOT NULL REFERENCES exam,
    code text NOT NULL CONSTRAINT exam_form_code_is_a_short_word
        CHECK (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' AND length(code) <= 20),
    version smallint NOT NULL CONSTRAINT exam_form_version_counts_from_1 CHECK (version >= 1),
    minutes smallint NOT NULL CONSTRAINT exam_form_takes_1_to_1440_minutes CHECK (minutes BETWEEN 1 AND 1440),
    -- In hundredths of a point; whoever has ⌈cut⌉ points passes.
    cut_hundredths integer NOT NULL,
    cut_method text NOT NULL CONSTRAINT cut_method_is_known CHECK (cut_method IN ('modified_angoff', 'set')),
    -- The judges' ratings by item, or the words for a cut that was set.
    cut_study jsonb NOT NULL CONSTRAINT cut_study_is_an_object CHECK (jsonb_typeof(cut_study) = 'object'),
    digest bytea NOT NULL CONSTRAINT exam_form_digest_has_32_octets CHECK (octet_length(digest) = 32),
    created_at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- When somebody first sat it; from then on it never changes.
    frozen_at timestamptz,
    CONSTRAINT exam_form_version_once UNIQUE (exam_id, code, version)
);

CREATE TABLE form_item (
    form_id bigint NOT NULL REFERENCES exam_form,
    position smallint NOT NULL CONSTRAINT form_item_position_counts_from_1 CHECK (position >= 1),
    item_id bigint NOT NULL REFERENCES item,
    -- A pretest item is answered like the others and counts in no score.
    is_scored boolean NOT NULL,
    CONSTRAINT form_item_position_once PRIMARY KEY (form_id, position),
    CONSTRAINT form_item_once UNIQUE (form_id, item_id)
);

CREATE FUNCTION frozen_form_never_changes() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    form bigint;
BEGIN
    IF TG_TABLE_NAME = 'exam_form' THEN
        form := OLD.id;
    ELSE
        form := coalesce(NEW.form_id, OLD.form_id);
    END IF;
    IF EXISTS (SELECT FROM exam_form WHERE id = form AND frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION 'somebody sat form %; it never changes again', form
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'frozen_form_never_changes';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER frozen_form_never_changes BEFORE UPDATE OR DELETE ON exam_form
    FOR EACH ROW EXECUTE FUNCTION frozen_form_never_changes();
CREATE TRIGGER frozen_form_never_changes BEFORE INSERT OR UPDATE OR DELETE ON form_item
    FOR EACH ROW EXECUTE FUNCTION frozen_form_never_changes();

CREATE FUNCTION cut_is_1_to_the_scored_items() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    scored CONSTANT integer := (SELECT count(*) FROM form_item WHERE form_id = NEW.id AND is_scored);
BEGIN
    IF (NEW.cut_hundredths + 99) / 100 NOT BETWEEN 1 AND scored THEN
        RAISE EXCEPTION 'the cut of form % is % hundredths, of % scored items', NEW.id, NEW.cut_hundredths, scored
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cut_is_1_to_the_scored_items';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER cut_is_1_to_the_scored_items BEFORE UPDATE OF frozen_at ON exam_form
    FOR EACH ROW EXECUTE FUNCTION cut_is_1_to_the_scored_items();

-- More time for somebody who needs it, as a share of the form's minutes; the last word counts.
CREATE TABLE accommodation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    time_percent smallint NOT NULL CONSTRAINT time_percent_is_100_to_400 CHECK (time_percent BETWEEN 100 AND 400),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint NOT NULL REFERENCES staff,
    operator_id bigint REFERENCES staff,
    payload_id bigint NOT NULL,
    digest bytea NOT NULL CONSTRAINT accommodation_digest_has_32_octets CHECK (octet_length(digest) = 32)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON accommodation
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- One try at a written exam, online or on paper.
CREATE TABLE attempt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    requirement_id bigint NOT NULL REFERENCES requirement,
    form_id bigint NOT NULL REFERENCES exam_form,
    eligibility_id bigint NOT NULL REFERENCES eligibility,
    -- Of the person's tries at this exam.
    number smallint NOT NULL CONSTRAINT attempt_number_counts_from_1 CHECK (number >= 1),
    kind text NOT NULL CONSTRAINT attempt_kind_is_known CHECK (kind IN ('online', 'paper')),
    time_percent smallint NOT NULL DEFAULT 100
        CONSTRAINT attempt_time_percent_is_100_to_400 CHECK (time_percent BETWEEN 100 AND 400),
    -- Where this candidate's order of items and options begins.
    shuffle bigint NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- When its time is up; on paper, when it was written.
    ends_at timestamptz NOT NULL,
    finished_at timestamptz,
    finish text CONSTRAINT attempt_finish_is_known CHECK (finish IN ('submitted', 'time_up', 'scanned')),
    CONSTRAINT attempt_eligibility_used_once UNIQUE (eligibility_id),
    CONSTRAINT attempt_number_once UNIQUE (enrollment_id, requirement_id, number),
    CONSTRAINT attempt_begins_before_it_ends CHECK (begun_at <= ends_at),
    CONSTRAINT finished_attempt_says_how CHECK ((finished_at IS NULL) = (finish IS NULL))
);

CREATE UNIQUE INDEX one_open_attempt_per_candidate ON attempt (enrollment_id)
    WHERE finished_at IS NULL;
CREATE INDEX attempt_by_form ON attempt (form_id);

CREATE FUNCTION attempt_ends_once() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.finished_at IS NOT NULL OR NEW.finished_at IS NULL
        OR to_jsonb(OLD) - '{finished_at,finish}'::text[] <> to_jsonb(NEW) - '{finished_at,finish}'::text[] THEN
        RAISE EXCEPTION 'attempt % only ends, and once', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'attempt_ends_once';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER attempt_ends_once BEFORE UPDATE ON attempt
    FOR EACH ROW EXECUTE FUNCTION attempt_ends_once();

-- What was answered, one row for each time; of those in time the last at a position counts.
CREATE TABLE answer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    attempt_id bigint NOT NULL REFERENCES attempt,
    -- Of the item on the form, whatever order the candidate saw.
    position smallint NOT NULL,
    -- Of the item's options in the order of the file, from 1; NULL takes an answer back.
    option smallint,
    -- The candidate wants to come back to it.
    is_flagged boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- After its time was up, or after it was handed in: kept, and not scored.
    is_late boolean NOT NULL
);

CREATE INDEX answer_by_attempt ON answer (attempt_id, position, id);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON answer
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- What an attempt came to. A rescore is a new row that supersedes the one before, with a reason and who approved it.
CREATE TABLE score (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    attempt_id bigint NOT NULL REFERENCES attempt,
    number smallint NOT NULL CONSTRAINT score_number_counts_from_1 CHECK (number >= 1),
    raw smallint NOT NULL,
    -- k, the scored items, and c, the score that passes.
    items smallint NOT NULL,
    cut smallint NOT NULL,
    passed boolean NOT NULL GENERATED ALWAYS AS (raw >= cut) STORED,
    -- As it is shown, rounded down.
    scaled smallint NOT NULL CONSTRAINT scaled_score_is_200_to_800 CHECK (scaled BETWEEN 200 AND 800),
    -- By content area, in the order of the form: [{"area", "raw", "items", "band"}].
    areas jsonb NOT NULL CONSTRAINT score_areas_are_a_list CHECK (jsonb_typeof(areas) = 'array'),
    -- SHA-256 over the answers that counted, and over item, key version and whether it is scored, by position.
    answers_digest bytea NOT NULL CONSTRAINT answers_digest_has_32_octets CHECK (octet_length(answers_digest) = 32),
    keys_digest bytea NOT NULL CONSTRAINT keys_digest_has_32_octets CHECK (octet_length(keys_digest) = 32),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- Whoever rescored and approved; nobody for the score at the end of the attempt.
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    approved_by bigint REFERENCES staff,
    payload_id bigint,
    digest bytea,
    CONSTRAINT score_number_once UNIQUE (attempt_id, number),
    CONSTRAINT raw_is_0_to_the_items CHECK (raw BETWEEN 0 AND items),
    CONSTRAINT cut_is_1_to_the_items CHECK (cut BETWEEN 1 AND items),
    CONSTRAINT a_rescore_has_a_reason_and_an_approver CHECK (
        number = 1
        OR (
            payload_id IS NOT NULL AND staff_id IS NOT NULL AND approved_by IS NOT NULL AND approved_by <> staff_id
            AND approved_by IS DISTINCT FROM operator_id
        )
    ),
    CONSTRAINT score_payload_has_a_digest CHECK (payload_id IS NULL OR octet_length(digest) = 32)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON score
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- Only an attempt that is over has a score, and scores count without a gap.
CREATE FUNCTION score_follows_the_attempt() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM attempt WHERE id = NEW.attempt_id AND finished_at IS NOT NULL)
        OR NEW.number <> 1 + (SELECT count(*) FROM score WHERE attempt_id = NEW.attempt_id) THEN
        RAISE EXCEPTION 'score % does not follow on attempt %', NEW.number, NEW.attempt_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'score_follows_the_attempt';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER score_follows_the_attempt BEFORE INSERT ON score
    FOR EACH ROW EXECUTE FUNCTION score_follows_the_attempt();

-- An attempt whose time is up is ended by the worker when nobody else does.
ALTER TABLE job ADD COLUMN attempt_id bigint REFERENCES attempt;

GRANT SELECT, INSERT ON item, accommodation, answer, score TO registrar_service;
GRANT SELECT, INSERT, UPDATE ON exam, exam_form, attempt TO registrar_service;
GRANT SELECT, INSERT, DELETE ON form_item TO registrar_service;
-- Reached by SET LOCAL ROLE inside an operation alone: what only an examiner's work reads.
GRANT SELECT, INSERT ON item_text, item_key TO registrar_examiner;
GRANT SELECT ON clock_shift, item, exam, exam_form, form_item TO registrar_examiner;
