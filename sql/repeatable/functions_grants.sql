-- What no longer holds of a granted decision on evidence, in words of the program; NULL while all of it does.
--
-- A requirement is not met any more, is waived where it was met before, or rests on a try that was scored again and is not
-- passed. What time alone ends takes nothing back: a card need hold on the day of the decision.
CREATE OR REPLACE FUNCTION grant_in_doubt(granted bigint) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    made record;
BEGIN
    SELECT decision.enrollment_id, decision.basis INTO made
    FROM decision
    WHERE decision.id = granted;
    IF NOT coalesce((made.basis -> 'onEvidence')::boolean, false) THEN
        RETURN NULL;
    END IF;
    RETURN (
        WITH weighed AS (
            SELECT told ->> 'code' AS code, told ->> 'state' AS state, told -> 'waivers' AS waivers
            FROM jsonb_array_elements(made.basis -> 'requirements') AS told
        ),
        rescored AS (
            SELECT told ->> 'requirement' AS code
            FROM jsonb_array_elements(made.basis -> 'written') AS told
            WHERE (told -> 'passed')::boolean AND NOT (
                SELECT score.passed
                FROM score
                WHERE score.attempt_id = (told ->> 'attempt')::bigint
                ORDER BY score.number DESC
                LIMIT 1
            )
        )
        SELECT string_agg(
            requirement.name || ' (' || CASE
                WHEN standing.state = 'waived' THEN 'waived since'
                WHEN waived.skills IS NOT NULL THEN 'waived since: ' || waived.skills
                WHEN rescored.code IS NOT NULL THEN 'rescored, not passed'
                ELSE standing.state
            END || ')',
            ', ' ORDER BY module.position, requirement.position
        )
        FROM requirement_states(made.enrollment_id) AS standing
        JOIN requirement ON requirement.id = standing.requirement_id
        JOIN module ON module.id = requirement.module_id
        LEFT JOIN weighed ON weighed.code = requirement.code
        LEFT JOIN rescored ON rescored.code = requirement.code
        CROSS JOIN LATERAL (
            SELECT string_agg(DISTINCT waiver.skill, ' ') AS skills
            FROM waivers_that_count(made.enrollment_id) AS waiver
            WHERE waiver.requirement_id = requirement.id AND waiver.skill IS NOT NULL
                AND NOT EXISTS (
                    SELECT
                    FROM jsonb_array_elements(coalesce(weighed.waivers, '[]')) AS known
                    WHERE known ->> 'skill' = waiver.skill
                )
        ) AS waived
        WHERE CASE
            WHEN waived.skills IS NOT NULL THEN true
            WHEN weighed.state = 'waived' AND standing.state = 'waived' THEN false
            WHEN standing.state = 'waived' OR rescored.code IS NOT NULL THEN true
            -- A card that was sent again is to be looked at; what was accepted before it holds on.
            WHEN requirement.kind = 'document' THEN standing.state NOT IN ('complete', 'expired') AND NOT coalesce(
                standing.state = 'submitted' AND (
                    SELECT said.kind = 'completed'
                    FROM progress_that_counts(made.enrollment_id) AS said
                    WHERE said.requirement_id = requirement.id AND said.skill IS NULL AND said.kind <> 'submitted'
                    ORDER BY said.id DESC
                    LIMIT 1
                ),
                false
            )
            ELSE standing.state <> 'complete'
        END
    );
END
$$;

-- A certificate rests on the last word on its claim, which granted it and still holds.
CREATE OR REPLACE FUNCTION certificate_rests_on_a_grant_that_holds() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    doubt text;
BEGIN
    IF EXISTS (
        SELECT
        FROM decision AS granted
        JOIN decision AS later ON later.enrollment_id = granted.enrollment_id AND later.id > granted.id
        WHERE granted.id = NEW.decision_id
    ) THEN
        RAISE EXCEPTION 'decision % was followed by another', NEW.decision_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certificate_rests_on_a_grant_that_holds';
    END IF;
    doubt := grant_in_doubt(NEW.decision_id);
    IF doubt IS NOT NULL THEN
        RAISE EXCEPTION 'decision % no longer holds: %', NEW.decision_id, doubt
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certificate_rests_on_a_grant_that_holds';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER certificate_rests_on_a_grant_that_holds BEFORE INSERT ON certificate
    FOR EACH ROW WHEN (NEW.decision_id IS NOT NULL) EXECUTE FUNCTION certificate_rests_on_a_grant_that_holds();
