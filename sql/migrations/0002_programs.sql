-- Programs in versions that never change once a cohort opened under them.

CREATE TABLE program (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL CONSTRAINT program_code_once UNIQUE
        CONSTRAINT program_code_is_a_short_word CHECK (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' AND length(code) <= 20),
    is_sample boolean NOT NULL DEFAULT false
);

CREATE TABLE program_version (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    program_id bigint NOT NULL REFERENCES program,
    number integer NOT NULL CONSTRAINT program_version_number_counts_from_1 CHECK (number >= 1),
    name text NOT NULL
        CONSTRAINT program_name_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200),
    summary text NOT NULL,
    grants text NOT NULL CONSTRAINT program_grants_a_known_kind
        CHECK (grants IN ('certification', 'assessment_based_certificate', 'attendance', 'nothing')),
    term_months integer CONSTRAINT program_term_is_1_to_120_months CHECK (term_months BETWEEN 1 AND 120),
    digest bytea NOT NULL CONSTRAINT program_version_digest_has_32_octets CHECK (octet_length(digest) = 32),
    created_at timestamptz NOT NULL DEFAULT registrar_clock(),
    frozen_at timestamptz,
    CONSTRAINT program_version_number_once UNIQUE (program_id, number)
);

CREATE TABLE module (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    program_version_id bigint NOT NULL REFERENCES program_version,
    position integer NOT NULL CHECK (position >= 1),
    code text NOT NULL,
    name text NOT NULL,
    CONSTRAINT module_position_once UNIQUE (program_version_id, position),
    CONSTRAINT module_code_once UNIQUE (program_version_id, code)
);

CREATE TABLE requirement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    program_version_id bigint NOT NULL REFERENCES program_version,
    module_id bigint NOT NULL REFERENCES module,
    position integer NOT NULL CHECK (position >= 1),
    code text NOT NULL,
    kind text NOT NULL CONSTRAINT requirement_kind_is_known CHECK (
        kind IN (
            'lesson', 'workshop_attendance', 'skill_sign_off', 'observation_hours', 'case_study', 'document',
            'written_exam', 'practical_exam'
        )
    ),
    name text NOT NULL,
    CONSTRAINT requirement_position_once UNIQUE (module_id, position),
    CONSTRAINT requirement_code_once UNIQUE (program_version_id, code)
);

CREATE FUNCTION frozen_version_never_changes() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    version bigint;
BEGIN
    IF TG_TABLE_NAME = 'program_version' THEN
        version := OLD.id;
    ELSE
        version := coalesce(NEW.program_version_id, OLD.program_version_id);
    END IF;
    IF EXISTS (SELECT FROM program_version WHERE id = version AND frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a cohort opened under program version %; it never changes again', version
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'frozen_version_never_changes';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER frozen_version_never_changes BEFORE UPDATE OR DELETE ON program_version
    FOR EACH ROW EXECUTE FUNCTION frozen_version_never_changes();
CREATE TRIGGER frozen_version_never_changes BEFORE INSERT OR UPDATE OR DELETE ON module
    FOR EACH ROW EXECUTE FUNCTION frozen_version_never_changes();
CREATE TRIGGER frozen_version_never_changes BEFORE INSERT OR UPDATE OR DELETE ON requirement
    FOR EACH ROW EXECUTE FUNCTION frozen_version_never_changes();

GRANT SELECT, INSERT, UPDATE ON program, program_version TO registrar_service;
GRANT SELECT, INSERT, DELETE ON module, requirement TO registrar_service;
