-- Decisions on evidence: what is passed with conditions outstanding, an override by two persons, and appeals.

-- Somebody who taught or examined a candidate may decide on them only after another decider, who did not, has agreed.
CREATE TABLE decision_override (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    -- Who may decide by it; they asked for it.
    decider_id bigint NOT NULL REFERENCES staff,
    -- Whoever acted as them; never the second person.
    operator_id bigint REFERENCES staff,
    asked_at timestamptz NOT NULL DEFAULT registrar_clock(),
    payload_id bigint NOT NULL,
    digest bytea NOT NULL CONSTRAINT decision_override_digest_has_32_octets CHECK (octet_length(digest) = 32),
    agreed_by bigint REFERENCES staff,
    agreed_at timestamptz,
    CONSTRAINT override_once UNIQUE (enrollment_id, decider_id),
    CONSTRAINT override_takes_two_persons CHECK (agreed_by <> decider_id AND agreed_by <> operator_id),
    CONSTRAINT override_operator_is_named_only_for_another CHECK (operator_id <> decider_id),
    CONSTRAINT agreed_override_says_when CHECK ((agreed_by IS NULL) = (agreed_at IS NULL))
);

CREATE FUNCTION is_decider(member bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT
        FROM staff
        JOIN staff_role ON staff_role.staff_id = staff.id AND staff_role.role = 'decider'
        WHERE staff.id = member AND staff.disabled_at IS NULL
    )
$$;

CREATE FUNCTION override_is_agreed_once() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.agreed_by IS NOT NULL OR NOT is_decider(NEW.decider_id)) THEN
        RAISE EXCEPTION 'an override is asked for by a decider, and agreed to afterwards'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'override_is_asked_for_first';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        OLD.agreed_by IS NOT NULL
        OR to_jsonb(OLD) - '{agreed_by,agreed_at}'::text[] <> to_jsonb(NEW) - '{agreed_by,agreed_at}'::text[]
    ) THEN
        RAISE EXCEPTION 'override % was agreed to already', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'override_is_agreed_once';
    END IF;
    IF NEW.agreed_by IS NOT NULL AND NOT is_decider(NEW.agreed_by) THEN
        RAISE EXCEPTION 'staff % is no decider', NEW.agreed_by
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'override_is_agreed_by_a_decider';
    END IF;
    IF has_taught(NEW.agreed_by, (SELECT person_id FROM enrollment WHERE id = NEW.enrollment_id)) THEN
        RAISE EXCEPTION 'whoever taught or examined somebody does not agree to a decision on them'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'override_is_agreed_by_somebody_independent';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER override_is_agreed_once BEFORE INSERT OR UPDATE ON decision_override
    FOR EACH ROW EXECUTE FUNCTION override_is_agreed_once();

-- How long a denied candidate may appeal.
CREATE FUNCTION appeal_window() RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT interval '30 days'
$$;

-- A denied candidate's word against a denial; upheld, it opens the decision again.
CREATE TABLE appeal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    decision_id bigint NOT NULL CONSTRAINT appeal_once_per_decision UNIQUE REFERENCES decision
);

CREATE TABLE appeal_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    appeal_id bigint NOT NULL REFERENCES appeal,
    kind text NOT NULL CONSTRAINT appeal_event_kind_is_known
        CHECK (kind IN ('filed', 'upheld', 'dismissed', 'withdrawn')),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- Who wrote it down or decided; nobody when the candidate filed by their own link.
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    -- Its words: the candidate's, or the reason.
    payload_id bigint NOT NULL,
    digest bytea NOT NULL CONSTRAINT appeal_digest_has_32_octets CHECK (octet_length(digest) = 32),
    CONSTRAINT appeal_operator_is_named_only_for_another CHECK (operator_id <> staff_id),
    CONSTRAINT appeal_is_ended_by_somebody CHECK (kind = 'filed' OR staff_id IS NOT NULL)
);

CREATE UNIQUE INDEX appeal_event_once ON appeal_event (appeal_id, kind);
CREATE UNIQUE INDEX appeal_ends_once ON appeal_event (appeal_id)
    WHERE kind <> 'filed';

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON appeal
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();
CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON appeal_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- Another decider than the one who denied, who neither taught nor examined the candidate, decides an appeal.
CREATE FUNCTION appeal_keeps_the_rules() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    denied record;
BEGIN
    SELECT decision.kind, decision.at, decision.staff_id, decision.operator_id, enrollment.person_id INTO denied
    FROM appeal
    JOIN decision ON decision.id = appeal.decision_id
    JOIN enrollment ON enrollment.id = decision.enrollment_id
    WHERE appeal.id = NEW.appeal_id;
    IF denied.kind IS DISTINCT FROM 'denied' THEN
        RAISE EXCEPTION 'only a denial is appealed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_a_denial_is_appealed';
    END IF;
    IF (NEW.kind = 'filed') = EXISTS (
        SELECT FROM appeal_event WHERE appeal_event.appeal_id = NEW.appeal_id AND appeal_event.kind = 'filed'
    ) THEN
        RAISE EXCEPTION 'appeal % is filed once, and first', NEW.appeal_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeal_is_filed_first';
    END IF;
    IF NEW.kind = 'filed' AND NEW.at > denied.at + appeal_window() THEN
        RAISE EXCEPTION 'the time to appeal is over'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeal_is_filed_in_time';
    END IF;
    IF NEW.kind IN ('upheld', 'dismissed') AND NOT coalesce(is_decider(NEW.staff_id), false) THEN
        RAISE EXCEPTION 'staff % is no decider', NEW.staff_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeal_is_decided_by_a_decider';
    END IF;
    IF NEW.kind <> 'filed' AND (
        ARRAY[NEW.staff_id, NEW.operator_id] && array_remove(ARRAY[denied.staff_id, denied.operator_id], NULL)
        OR has_taught(NEW.staff_id, denied.person_id) OR has_taught(NEW.operator_id, denied.person_id)
    ) THEN
        RAISE EXCEPTION 'another decider, who neither taught nor examined the candidate, decides an appeal'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'another_decider_decides_an_appeal';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER appeal_keeps_the_rules BEFORE INSERT ON appeal_event
    FOR EACH ROW EXECUTE FUNCTION appeal_keeps_the_rules();

-- A denial may be followed by another word once an appeal was upheld; a certificate is granted once all the same.
DROP INDEX decided_once;
CREATE UNIQUE INDEX granted_once ON decision (enrollment_id)
    WHERE kind = 'granted';

ALTER TABLE decision
    ADD COLUMN override_id bigint REFERENCES decision_override,
    -- Of a denial, as a class that the candidate hears; the words beside it stay inside.
    ADD COLUMN reason_class text CONSTRAINT denial_reason_is_known
        CHECK (reason_class IN ('exam', 'evidence', 'eligibility', 'conduct', 'withdrawn', 'other')),
    ADD CONSTRAINT only_a_denial_has_a_reason_class CHECK (reason_class IS NULL OR kind = 'denied');

CREATE OR REPLACE FUNCTION decision_keeps_the_rules() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    claim record;
    latest record;
    is_reopened boolean;
    is_overridden boolean;
    unmet text;
BEGIN
    SELECT enrollment.state, enrollment.person_id, program_version.grants, program_version.id AS version INTO claim
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
    SELECT decision.id, decision.kind INTO latest
    FROM decision
    WHERE decision.enrollment_id = NEW.enrollment_id
    ORDER BY decision.id DESC
    LIMIT 1;
    is_reopened := EXISTS (
        SELECT
        FROM appeal
        JOIN appeal_event ON appeal_event.appeal_id = appeal.id
        WHERE appeal.decision_id = latest.id AND appeal_event.kind = 'upheld'
    );
    IF (coalesce(latest.kind, 'none'), NEW.kind) NOT IN (
        ('none', 'proposed'), ('deferred', 'proposed'),
        ('proposed', 'granted'), ('proposed', 'denied'), ('proposed', 'deferred'),
        ('deferred', 'granted'), ('deferred', 'denied'), ('deferred', 'deferred')
    ) AND NOT (is_reopened AND (latest.kind, NEW.kind) = ('denied', 'proposed')) THEN
        RAISE EXCEPTION 'a decision does not go from % to %', coalesce(latest.kind, 'none'), NEW.kind
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decision_follows_a_proposal';
    END IF;
    IF NEW.kind <> 'proposed'
        AND (has_taught(NEW.staff_id, claim.person_id) OR has_taught(NEW.operator_id, claim.person_id)) THEN
        -- The owner who acts as somebody is not made independent by what that somebody was allowed.
        is_overridden := NOT coalesce(has_taught(NEW.operator_id, claim.person_id), false) AND EXISTS (
            SELECT
            FROM decision_override
            WHERE decision_override.id = NEW.override_id
                AND decision_override.enrollment_id = NEW.enrollment_id
                AND decision_override.decider_id = NEW.staff_id
                AND decision_override.agreed_by IS NOT NULL
                AND decision_override.agreed_by IS DISTINCT FROM NEW.operator_id
        );
        IF NOT is_overridden THEN
            RAISE EXCEPTION 'whoever taught or examined somebody does not decide on them'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decider_neither_taught_nor_examined';
        END IF;
    END IF;
    IF NEW.kind <> 'proposed' AND NOT is_decider(NEW.staff_id) THEN
        RAISE EXCEPTION 'staff % is no decider', NEW.staff_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decision_is_made_by_a_decider';
    END IF;
    IF NEW.kind = 'granted' AND decides_on_evidence(claim.version) THEN
        -- As of now: what expired yesterday is not met, whatever the proposal said.
        SELECT string_agg(requirement.code || ' is ' || standing.state, ', ' ORDER BY requirement.id) INTO unmet
        FROM requirement_states(NEW.enrollment_id) AS standing
        JOIN requirement ON requirement.id = standing.requirement_id
        WHERE standing.state NOT IN ('complete', 'waived');
        IF unmet IS NOT NULL THEN
            RAISE EXCEPTION 'enrollment % has not met everything: %', NEW.enrollment_id, unmet
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_who_met_everything_is_granted';
        END IF;
    END IF;
    RETURN NEW;
END
$$;

GRANT SELECT, INSERT ON appeal, appeal_event TO registrar_service;
GRANT SELECT, INSERT, UPDATE ON decision_override TO registrar_service;
