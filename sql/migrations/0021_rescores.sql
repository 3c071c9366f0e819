-- Rescores: what an examiner asks for, with the keys it would set, until another person approves it.

CREATE TABLE rescore (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form_id bigint NOT NULL REFERENCES exam_form,
    -- The one attempt that is scored again after an appeal; NULL is every attempt whose points a changed key moves.
    attempt_id bigint REFERENCES attempt,
    asked_at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint NOT NULL REFERENCES staff,
    operator_id bigint REFERENCES staff,
    payload_id bigint NOT NULL,
    digest bytea NOT NULL CONSTRAINT rescore_digest_has_32_octets CHECK (octet_length(digest) = 32),
    approved_by bigint REFERENCES staff,
    approved_at timestamptz,
    CONSTRAINT rescore_operator_is_named_only_for_another CHECK (operator_id <> staff_id),
    CONSTRAINT rescore_takes_two_persons CHECK (
        approved_by IS NULL OR (approved_by <> staff_id AND approved_by IS DISTINCT FROM operator_id)
    ),
    CONSTRAINT approved_rescore_says_when CHECK ((approved_by IS NULL) = (approved_at IS NULL))
);

-- The right options that a rescore would set: as well guarded as the keys themselves.
CREATE TABLE rescore_key (
    rescore_id bigint NOT NULL REFERENCES rescore,
    item_id bigint NOT NULL REFERENCES item,
    option smallint NOT NULL CONSTRAINT rescore_key_counts_from_1 CHECK (option >= 1),
    CONSTRAINT rescore_key_once PRIMARY KEY (rescore_id, item_id)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON rescore_key
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();
CREATE TRIGGER rescore_stays BEFORE DELETE OR TRUNCATE ON rescore
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

CREATE FUNCTION rescore_is_approved_once() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (
        OLD.approved_by IS NOT NULL
        OR to_jsonb(OLD) - '{approved_by,approved_at}'::text[] <> to_jsonb(NEW) - '{approved_by,approved_at}'::text[]
    ) THEN
        RAISE EXCEPTION 'rescore % was approved already', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rescore_is_approved_once';
    END IF;
    IF NEW.approved_by IS NOT NULL AND NOT EXISTS (
        SELECT
        FROM staff
        JOIN staff_role ON staff_role.staff_id = staff.id AND staff_role.role = 'decider'
        WHERE staff.id = NEW.approved_by AND staff.disabled_at IS NULL
    ) THEN
        RAISE EXCEPTION 'staff % is no decider', NEW.approved_by
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rescore_is_approved_by_a_decider';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER rescore_is_approved_once BEFORE INSERT OR UPDATE ON rescore
    FOR EACH ROW EXECUTE FUNCTION rescore_is_approved_once();

-- Which request a later score goes back to.
ALTER TABLE score ADD COLUMN rescore_id bigint REFERENCES rescore;

CREATE FUNCTION rescored_as_approved() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.number = 1 OR NOT EXISTS (
        SELECT
        FROM rescore
        WHERE rescore.id = NEW.rescore_id
            AND rescore.staff_id = NEW.staff_id
            AND rescore.operator_id IS NOT DISTINCT FROM NEW.operator_id
            AND rescore.approved_by = NEW.approved_by
    ) THEN
        RAISE EXCEPTION 'score % of attempt % is not what rescore % was approved for',
            NEW.number, NEW.attempt_id, NEW.rescore_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rescored_as_approved';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER rescored_as_approved BEFORE INSERT ON score
    FOR EACH ROW WHEN (NEW.rescore_id IS NOT NULL) EXECUTE FUNCTION rescored_as_approved();

GRANT SELECT, INSERT, UPDATE ON rescore TO registrar_service;
GRANT SELECT, INSERT ON rescore_key TO registrar_examiner;
-- The clock dates what an examiner writes.
GRANT SELECT ON clock_shift TO registrar_examiner;
