-- The certification decision, apart from training and examining. It only grows: a later row says more than an earlier one.

CREATE TABLE decision (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    kind text NOT NULL CONSTRAINT decision_kind_is_known
        CHECK (kind IN ('proposed', 'granted', 'denied', 'deferred')),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint NOT NULL REFERENCES staff,
    -- Whoever acted as that member; never a second person.
    operator_id bigint REFERENCES staff,
    -- What it rests on, frozen: numbers, words of the product and times; no name and no free text.
    basis jsonb NOT NULL CONSTRAINT decision_basis_is_an_object CHECK (jsonb_typeof(basis) = 'object'),
    payload_id bigint,
    digest bytea,
    CONSTRAINT decision_has_a_reason_in_words CHECK (kind = 'proposed' OR payload_id IS NOT NULL),
    CONSTRAINT decision_payload_has_a_digest CHECK (payload_id IS NULL OR octet_length(digest) = 32),
    CONSTRAINT decision_operator_is_named_only_for_another CHECK (operator_id <> staff_id)
);

CREATE UNIQUE INDEX decided_once ON decision (enrollment_id)
    WHERE kind IN ('granted', 'denied');
CREATE INDEX decision_by_enrollment ON decision (enrollment_id, id);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON decision
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- A decision is about somebody who attended, follows a proposal, and is made by somebody who neither taught nor examined
-- them. The operation locks the claim first.
CREATE FUNCTION decision_keeps_the_rules() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    claim record;
    latest text;
BEGIN
    SELECT enrollment.state, enrollment.person_id, program_version.grants INTO claim
    FROM enrollment
    JOIN cohort ON cohort.id = enrollment.cohort_id
    JOIN program_version ON program_version.id = cohort.program_version_id
    WHERE enrollment.id = NEW.enrollment_id;
    IF claim.state IS DISTINCT FROM 'attended' THEN
        RAISE EXCEPTION 'enrollment % is %, not attended', NEW.enrollment_id, claim.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_who_attended_is_decided_on';
    END IF;
    IF claim.grants = 'nothing' THEN
        RAISE EXCEPTION 'the program of enrollment % grants nothing', NEW.enrollment_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_a_program_that_grants_is_decided_on';
    END IF;
    SELECT decision.kind INTO latest
    FROM decision
    WHERE decision.enrollment_id = NEW.enrollment_id
    ORDER BY decision.id DESC
    LIMIT 1;
    IF (coalesce(latest, 'none'), NEW.kind) NOT IN (
        ('none', 'proposed'), ('deferred', 'proposed'),
        ('proposed', 'granted'), ('proposed', 'denied'), ('proposed', 'deferred'),
        ('deferred', 'granted'), ('deferred', 'denied'), ('deferred', 'deferred')
    ) THEN
        RAISE EXCEPTION 'a decision does not go from % to %', coalesce(latest, 'none'), NEW.kind
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decision_follows_a_proposal';
    END IF;
    IF NEW.kind <> 'proposed'
        AND (has_taught(NEW.staff_id, claim.person_id) OR has_taught(NEW.operator_id, claim.person_id)) THEN
        RAISE EXCEPTION 'whoever taught or examined somebody does not decide on them'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decider_neither_taught_nor_examined';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER decision_keeps_the_rules BEFORE INSERT ON decision
    FOR EACH ROW EXECUTE FUNCTION decision_keeps_the_rules();

-- What was granted rests on attendance: that claim stays attended.
CREATE FUNCTION granted_claim_stays_attended() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM decision WHERE decision.enrollment_id = OLD.id AND decision.kind = 'granted') THEN
        RAISE EXCEPTION 'enrollment % was granted a certificate; it stays attended', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'granted_claim_stays_attended';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER granted_claim_stays_attended BEFORE UPDATE OF state ON enrollment
    FOR EACH ROW WHEN (OLD.state = 'attended' AND NEW.state <> 'attended')
    EXECUTE FUNCTION granted_claim_stays_attended();

GRANT SELECT, INSERT ON decision TO registrar_service;
