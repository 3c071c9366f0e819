-- Progress: what a candidate did of each requirement, on what evidence, and who came to which session.

ALTER TABLE requirement
    -- What it asks for beyond its kind: the skills of a checklist, the minutes, the exam and how often it may be tried.
    ADD COLUMN detail jsonb CONSTRAINT requirement_detail_is_an_object CHECK (jsonb_typeof(detail) = 'object');

-- What examiners and raters see of a candidate: a random number that tells them nothing.
CREATE TABLE candidate (
    enrollment_id bigint PRIMARY KEY REFERENCES enrollment,
    number integer NOT NULL CONSTRAINT candidate_number_once UNIQUE
        CONSTRAINT candidate_number_has_7_digits CHECK (number BETWEEN 1000000 AND 9999999)
);

-- Something that shows what a candidate did. The file itself lies apart, so that an erasure can take it.
CREATE TABLE evidence (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    requirement_id bigint NOT NULL REFERENCES requirement,
    media_type text NOT NULL CONSTRAINT evidence_type_is_known
        CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png', 'text/plain')),
    size integer NOT NULL CONSTRAINT evidence_has_1_octet_to_10_megabytes CHECK (size BETWEEN 1 AND 10485760),
    -- SHA-256 over the salt of the file and its octets.
    digest bytea NOT NULL CONSTRAINT evidence_digest_has_32_octets CHECK (octet_length(digest) = 32),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- Who brought it; nobody of the staff is the candidate.
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    CONSTRAINT evidence_operator_is_named_only_for_another CHECK (operator_id <> staff_id)
);

CREATE INDEX evidence_by_enrollment ON evidence (enrollment_id);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

CREATE TABLE evidence_file (
    evidence_id bigint PRIMARY KEY REFERENCES evidence,
    name text NOT NULL CONSTRAINT evidence_file_name_has_1_to_200_characters
        CHECK (char_length(name) BETWEEN 1 AND 200),
    octets bytea NOT NULL,
    salt bytea NOT NULL CONSTRAINT evidence_file_salt_has_16_octets CHECK (octet_length(salt) = 16),
    -- As `sha256sum` prints it.
    sha256 bytea NOT NULL CONSTRAINT evidence_file_sha256_has_32_octets CHECK (octet_length(sha256) = 32)
);

-- What was said of a requirement, by the candidate or by staff. The states follow from it (`requirement_states`).
CREATE TABLE progress_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    requirement_id bigint NOT NULL REFERENCES requirement,
    kind text NOT NULL CONSTRAINT progress_event_kind_is_known
        CHECK (kind IN ('submitted', 'completed', 'failed', 'waived', 'reopened')),
    -- One skill of the checklist, by its code.
    skill text,
    -- Of observation, that count.
    minutes integer CONSTRAINT progress_minutes_are_1_to_a_month CHECK (minutes BETWEEN 1 AND 44640),
    -- The last day on which a document holds.
    valid_until date,
    evidence_id bigint REFERENCES evidence,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- The day of what is told, when it was not told at once.
    done_on date,
    -- Staff who said it; nobody of the staff is the candidate.
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    payload_id bigint,
    digest bytea,
    CONSTRAINT candidates_only_submit CHECK (kind = 'submitted' OR staff_id IS NOT NULL),
    CONSTRAINT a_waiver_has_a_reason_in_words CHECK (kind NOT IN ('waived', 'reopened') OR payload_id IS NOT NULL),
    CONSTRAINT progress_payload_has_a_digest CHECK (payload_id IS NULL OR octet_length(digest) = 32),
    CONSTRAINT progress_operator_is_named_only_for_another CHECK (operator_id <> staff_id)
);

CREATE INDEX progress_event_by_enrollment ON progress_event (enrollment_id, requirement_id, id);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON progress_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- Progress is of the program that the candidate's cohort runs, and evidence is the candidate's own.
CREATE FUNCTION progress_is_of_the_own_program() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
        WHERE enrollment.id = NEW.enrollment_id AND requirement.id = NEW.requirement_id
    ) THEN
        RAISE EXCEPTION 'requirement % is none of enrollment %', NEW.requirement_id, NEW.enrollment_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'progress_is_of_the_own_program';
    END IF;
    IF TG_TABLE_NAME = 'progress_event' AND (to_jsonb(NEW) ->> 'evidence_id') IS NOT NULL AND NOT EXISTS (
        SELECT
        FROM evidence
        WHERE evidence.id = (to_jsonb(NEW) ->> 'evidence_id')::bigint AND evidence.enrollment_id = NEW.enrollment_id
    ) THEN
        RAISE EXCEPTION 'the evidence is not of enrollment %', NEW.enrollment_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'progress_is_of_the_own_program';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER progress_is_of_the_own_program BEFORE INSERT ON evidence
    FOR EACH ROW EXECUTE FUNCTION progress_is_of_the_own_program();
CREATE TRIGGER progress_is_of_the_own_program BEFORE INSERT ON progress_event
    FOR EACH ROW EXECUTE FUNCTION progress_is_of_the_own_program();

-- What is said fits what is asked for: one of its skills, minutes of observation, the last day of a document. Of an exam
-- that has attempts only they tell.
CREATE FUNCTION progress_fits_its_requirement() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    asked record;
BEGIN
    SELECT requirement.kind, coalesce(requirement.detail, '{}') AS detail INTO asked
    FROM requirement
    WHERE requirement.id = NEW.requirement_id;
    IF NEW.skill IS NOT NULL AND NOT jsonb_path_exists(
        asked.detail, '$.skills[*] ? (@.code == $code)', jsonb_build_object('code', NEW.skill)
    ) THEN
        RAISE EXCEPTION 'requirement % has no skill %', NEW.requirement_id, NEW.skill
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'skill_is_of_its_checklist';
    END IF;
    IF NEW.minutes IS NOT NULL AND asked.kind <> 'observation_hours' THEN
        RAISE EXCEPTION 'requirement % counts no minutes', NEW.requirement_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'minutes_are_of_observation';
    END IF;
    IF NEW.valid_until IS NOT NULL AND asked.kind <> 'document' THEN
        RAISE EXCEPTION 'requirement % is no document', NEW.requirement_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'last_days_are_of_documents';
    END IF;
    IF NEW.kind = 'completed' AND (asked.detail -> 'expires')::boolean AND NEW.valid_until IS NULL THEN
        RAISE EXCEPTION 'the document of requirement % expires', NEW.requirement_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_document_that_expires_has_a_last_day';
    END IF;
    IF NEW.kind IN ('submitted', 'completed', 'failed') AND asked.detail ?| ARRAY['exam', 'practical'] THEN
        RAISE EXCEPTION 'attempts tell of requirement %', NEW.requirement_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'exams_are_told_by_their_attempts';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER progress_fits_its_requirement BEFORE INSERT ON progress_event
    FOR EACH ROW EXECUTE FUNCTION progress_fits_its_requirement();

-- Who came to which session; the last word of each counts.
CREATE TABLE session_attendance (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    session_number smallint NOT NULL,
    came boolean NOT NULL,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint NOT NULL REFERENCES staff,
    operator_id bigint REFERENCES staff,
    CONSTRAINT attendance_operator_is_named_only_for_another CHECK (operator_id <> staff_id)
);

CREATE INDEX session_attendance_by_enrollment ON session_attendance (enrollment_id, session_number, id);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON session_attendance
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

CREATE FUNCTION attendance_is_of_an_own_session() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM enrollment
        JOIN session ON session.cohort_id = enrollment.cohort_id AND session.number = NEW.session_number
        WHERE enrollment.id = NEW.enrollment_id
    ) THEN
        RAISE EXCEPTION 'enrollment % has no session %', NEW.enrollment_id, NEW.session_number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'attendance_is_of_an_own_session';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER attendance_is_of_an_own_session BEFORE INSERT ON session_attendance
    FOR EACH ROW EXECUTE FUNCTION attendance_is_of_an_own_session();

-- What let somebody into an exam, dated and kept when it was used.
CREATE TABLE eligibility (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    -- The exam that it lets into.
    requirement_id bigint NOT NULL REFERENCES requirement,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- Each other requirement with its state and the event it rests on: codes, words of the product, numbers and times.
    basis jsonb NOT NULL CONSTRAINT eligibility_basis_is_an_object CHECK (jsonb_typeof(basis) = 'object')
);

CREATE INDEX eligibility_by_enrollment ON eligibility (enrollment_id);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON eligibility
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();
CREATE TRIGGER progress_is_of_the_own_program BEFORE INSERT ON eligibility
    FOR EACH ROW EXECUTE FUNCTION progress_is_of_the_own_program();

GRANT SELECT, INSERT ON candidate, evidence, evidence_file, progress_event, session_attendance, eligibility
    TO registrar_service;
