-- What an exam's item is lies with the item; what was granted may be taken up again until a certificate rests on it; and an
-- erasure ends a sitting.

-- Answered like the others, and in no score on whichever form it stands; another word on it is another version.
ALTER TABLE item ADD COLUMN is_pretest boolean NOT NULL DEFAULT false;
ALTER TABLE item DISABLE TRIGGER history_only_grows;
UPDATE item
SET is_pretest = true
WHERE EXISTS (SELECT FROM form_item WHERE form_item.item_id = item.id)
    AND NOT EXISTS (SELECT FROM form_item WHERE form_item.item_id = item.id AND form_item.is_scored);
ALTER TABLE item ENABLE TRIGGER history_only_grows;

-- Of somebody who was erased while the exam was under way.
ALTER TABLE attempt
    DROP CONSTRAINT attempt_finish_is_known,
    ADD CONSTRAINT attempt_finish_is_known CHECK (finish IN ('submitted', 'time_up', 'scanned', 'erased'));

-- Whoever was erased before had the job taken away that would have ended it.
INSERT INTO job (kind, enrollment_id, attempt_id)
SELECT 'exam.finish', attempt.enrollment_id, attempt.id
FROM attempt
JOIN enrollment ON enrollment.id = attempt.enrollment_id
JOIN person ON person.id = enrollment.person_id
WHERE attempt.finished_at IS NULL AND person.erased_at IS NOT NULL;

-- A grant that no longer holds is denied or deferred by a new decision, and may be granted again after that: the rules below
-- let one grant stand at a time.
DROP INDEX granted_once;

CREATE OR REPLACE FUNCTION decision_keeps_the_rules() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    claim record;
    latest record;
    is_reopened boolean;
    is_in_doubt boolean;
    is_overridden boolean;
    unmet text;
BEGIN
    -- One word on a claim after the other, each knowing what was said before.
    PERFORM FROM enrollment WHERE enrollment.id = NEW.enrollment_id FOR NO KEY UPDATE;
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
    is_in_doubt := latest.kind = 'granted' AND grant_in_doubt(latest.id) IS NOT NULL AND NOT EXISTS (
        SELECT FROM certificate WHERE certificate.decision_id = latest.id
    );
    IF (coalesce(latest.kind, 'none'), NEW.kind) NOT IN (
        ('none', 'proposed'), ('deferred', 'proposed'),
        ('proposed', 'granted'), ('proposed', 'denied'), ('proposed', 'deferred'),
        ('deferred', 'granted'), ('deferred', 'denied'), ('deferred', 'deferred')
    ) AND NOT (is_reopened AND (latest.kind, NEW.kind) = ('denied', 'proposed'))
        AND NOT (coalesce(is_in_doubt, false) AND NEW.kind IN ('denied', 'deferred')) THEN
        RAISE EXCEPTION 'a decision does not go from % to %', coalesce(latest.kind, 'none'), NEW.kind
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decision_follows_a_proposal';
    END IF;
    IF NEW.kind <> 'proposed' AND (
        has_taught(NEW.staff_id, claim.person_id) OR has_taught(NEW.operator_id, claim.person_id)
        OR (
            NEW.kind = 'granted' AND (
                has_waived_exam(NEW.staff_id, NEW.enrollment_id) OR has_waived_exam(NEW.operator_id, NEW.enrollment_id)
            )
        )
    ) THEN
        -- The owner who acts as somebody is not made independent by what that somebody was allowed.
        is_overridden := NOT coalesce(has_taught(NEW.operator_id, claim.person_id), false)
            AND NOT coalesce(NEW.kind = 'granted' AND has_waived_exam(NEW.operator_id, NEW.enrollment_id), false)
            AND EXISTS (
                SELECT
                FROM decision_override
                WHERE decision_override.id = NEW.override_id
                    AND decision_override.enrollment_id = NEW.enrollment_id
                    AND decision_override.decider_id = NEW.staff_id
                    AND decision_override.agreed_by IS NOT NULL
                    AND decision_override.agreed_by IS DISTINCT FROM NEW.operator_id
            );
        IF NOT is_overridden THEN
            RAISE EXCEPTION 'whoever taught or examined somebody does not decide on them; who waived an exam does not grant'
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

CREATE OR REPLACE FUNCTION override_is_agreed_once() RETURNS trigger
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
    IF has_taught(NEW.agreed_by, (SELECT person_id FROM enrollment WHERE id = NEW.enrollment_id))
        OR has_waived_exam(NEW.agreed_by, NEW.enrollment_id) THEN
        RAISE EXCEPTION 'whoever taught or examined somebody does not agree to a decision on them; nor who waived an exam'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'override_is_agreed_by_somebody_independent';
    END IF;
    RETURN NEW;
END
$$;
