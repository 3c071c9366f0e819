-- What sql/ makes, as PostgreSQL 15 tells it. Drawn by scripts/schema; never edited.

-- answer_is_dated_and_possible()

CREATE FUNCTION public.answer_is_dated_and_possible() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    sitting record;
BEGIN
    SELECT attempt.kind, attempt.form_id, attempt.ends_at, attempt.finished_at, item.options INTO sitting
    FROM attempt
    JOIN form_item ON form_item.form_id = attempt.form_id AND form_item.position = NEW.position
    JOIN item ON item.id = form_item.item_id
    WHERE attempt.id = NEW.attempt_id
    FOR SHARE OF attempt;
    IF sitting IS NULL OR NEW.option NOT BETWEEN 1 AND sitting.options THEN
        RAISE EXCEPTION 'attempt % has no option % at position %', NEW.attempt_id, NEW.option, NEW.position
            USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_is_an_option_of_its_item';
    END IF;
    NEW.at := registrar_clock();
    NEW.is_late := sitting.finished_at IS NOT NULL OR (sitting.kind = 'online' AND NEW.at > sitting.ends_at);
    IF NEW.is_late THEN
        PERFORM pg_advisory_xact_lock(hashtext('answer_is_late'), hashint8(NEW.attempt_id));
        IF (SELECT count(*) FROM answer WHERE answer.attempt_id = NEW.attempt_id AND answer.is_late)
            >= (SELECT count(*) FROM form_item WHERE form_item.form_id = sitting.form_id) THEN
            RAISE EXCEPTION 'attempt % has as many late answers as questions', NEW.attempt_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'late_answers_are_at_most_the_questions';
        END IF;
    END IF;
    RETURN NEW;
END
$$;

-- appeal_keeps_the_rules()

CREATE FUNCTION public.appeal_keeps_the_rules() RETURNS trigger
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

-- appeal_window()

CREATE FUNCTION public.appeal_window() RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT interval '30 days'
$$;

-- append_to_log(text[], bytea[])

CREATE FUNCTION public.append_to_log(ops text[], digests bytea[]) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    head log_head;
    moment timestamptz;
    grown bigint;
    step smallint := 0;
BEGIN
    -- 1. The head. Whoever enters at once waits here, and nobody who holds it waits for anything else.
    SELECT * INTO STRICT head FROM log_head FOR NO KEY UPDATE;
    moment := greatest(date_trunc('second', registrar_clock(), 'UTC'), head.last_at);
    grown := head.size + cardinality(ops);

    -- 2. The entries.
    INSERT INTO log_entry (index, at, op, entry, leaf)
    SELECT head.size + said.place - 1, moment, said.op, made.octets, sha256('\x00'::bytea || made.octets)
    FROM unnest(ops, digests) WITH ORDINALITY AS said (op, digest, place)
    CROSS JOIN LATERAL (SELECT log_entry_octets(said.op, said.digest, moment) AS octets) AS made
    ORDER BY said.place;

    -- 3. Subtrees that became complete, level by level: one for each entry on average.
    WHILE grown >> (step + 1) > head.size >> (step + 1) LOOP
        step := step + 1;
        IF step = 1 THEN
            INSERT INTO log_node (level, index, hash)
            SELECT 1, place, log_node_hash(
                (SELECT leaf FROM log_entry WHERE index = 2 * place),
                (SELECT leaf FROM log_entry WHERE index = 2 * place + 1)
            )
            FROM generate_series(head.size >> 1, (grown >> 1) - 1) AS place;
        ELSE
            INSERT INTO log_node (level, index, hash)
            SELECT step, place, log_node_hash(
                (SELECT hash FROM log_node WHERE level = step - 1 AND index = 2 * place),
                (SELECT hash FROM log_node WHERE level = step - 1 AND index = 2 * place + 1)
            )
            FROM generate_series(head.size >> step, (grown >> step) - 1) AS place;
        END IF;
    END LOOP;

    -- 4. The head: its larger subtrees are as they were, the smaller ones are read.
    head.frontier := head.frontier[1:bit_count((head.size >> step + 1)::bit(64))] || ARRAY(
        SELECT CASE
            WHEN bit = 0 THEN (SELECT leaf FROM log_entry WHERE index = grown - 1)
            ELSE (SELECT hash FROM log_node WHERE level = bit AND index = (grown >> bit) - 1)
        END
        FROM generate_series(step::integer, 0, -1) AS bit
        WHERE (grown >> bit) & 1 = 1
        ORDER BY bit DESC
    );
    UPDATE log_head
    SET size = grown, frontier = head.frontier, root = log_root(head.frontier), last_at = moment;
    RETURN head.size;
END
$$;

-- attempt_ends_once()

CREATE FUNCTION public.attempt_ends_once() RETURNS trigger
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

-- attendance_is_of_an_own_session()

CREATE FUNCTION public.attendance_is_of_an_own_session() RETURNS trigger
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

-- audit_current_era()

CREATE FUNCTION public.audit_current_era() RETURNS smallint
    LANGUAGE sql STABLE
    AS $$
    SELECT max(number) FROM audit_era
$$;

-- registrar_clock()

CREATE FUNCTION public.registrar_clock() RETURNS timestamp with time zone
    LANGUAGE plpgsql
    AS $$
DECLARE
    frozen text := current_setting('registrar.now', true);
BEGIN
    IF frozen <> '' THEN
        RETURN frozen::timestamptz;
    END IF;
    RETURN clock_timestamp() + coalesce((SELECT shift FROM clock_shift), interval '0');
END
$$;

-- audit_entry

CREATE TABLE public.audit_entry (
    id bigint NOT NULL,
    era smallint DEFAULT public.audit_current_era() NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint,
    operator_id bigint,
    verb text NOT NULL,
    subject text NOT NULL,
    subject_id bigint,
    payload_id bigint,
    digest bytea,
    CONSTRAINT audit_operator_is_named_only_for_another CHECK ((operator_id <> staff_id)),
    CONSTRAINT audit_payload_has_a_digest CHECK (((payload_id IS NULL) OR (octet_length(digest) = 32))),
    CONSTRAINT audit_subject_is_a_word CHECK ((subject ~ '^[a-z_]+$'::text)),
    CONSTRAINT audit_verb_is_a_word CHECK ((verb ~ '^[a-z]+(\.[a-z_]+)+$'::text))
);

-- audit_entry_digest(public.audit_entry)

CREATE FUNCTION public.audit_entry_digest(entry public.audit_entry) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT sha256(convert_to(
        concat_ws(
            '|', entry.id, entry.era, entry.xid, (extract(epoch FROM entry.at) * 1000000)::bigint,
            coalesce(entry.staff_id::text, '-'), coalesce(entry.operator_id::text, '-'), entry.verb, entry.subject,
            coalesce(entry.subject_id::text, '-'), coalesce(encode(entry.digest, 'hex'), '-')
        ),
        'UTF8'
    ))
$$;

-- audit_span(smallint, xid8, smallint, xid8, bytea)

CREATE FUNCTION public.audit_span(from_era smallint, from_xid xid8, to_era smallint, to_xid xid8, previous bytea, OUT entries integer, OUT digest bytea) RETURNS record
    LANGUAGE sql STABLE
    AS $$
    SELECT
        count(*)::integer,
        sha256(previous || string_agg(audit_entry_digest(entry), ''::bytea ORDER BY entry.era, entry.xid, entry.id))
    FROM audit_entry AS entry
    WHERE (entry.era, entry.xid) >= (from_era, from_xid)
        AND (entry.era, entry.xid) < (to_era, to_xid)
$$;

-- begins_like_a_formula(text)

CREATE FUNCTION public.begins_like_a_formula(cell text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT cell ~ '^[\t\r]|(^|[;,\t\r\n])[\s\u00A0\u2007\u202F]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-]'
$$;

-- cancelled_practical_takes_no_rating()

CREATE FUNCTION public.cancelled_practical_takes_no_rating() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    exam bigint;
BEGIN
    IF TG_TABLE_NAME = 'rating' THEN
        SELECT rating_task.attempt_id INTO exam FROM rating_task WHERE rating_task.id = NEW.task_id;
    ELSE
        exam := NEW.attempt_id;
    END IF;
    IF EXISTS (SELECT FROM practical_cancellation WHERE practical_cancellation.attempt_id = exam) THEN
        RAISE EXCEPTION 'practical attempt % was called off', exam
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cancelled_practical_takes_no_rating';
    END IF;
    RETURN NEW;
END
$$;

-- certificate_moves_along_its_life()

CREATE FUNCTION public.certificate_moves_along_its_life() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.id <> NEW.id OR (OLD.state, NEW.state) NOT IN (
        ('active', 'suspended'), ('active', 'revoked'), ('active', 'surrendered'),
        ('suspended', 'active'), ('suspended', 'revoked'), ('suspended', 'surrendered')
    ) THEN
        RAISE EXCEPTION 'certificate % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certificate_moves_along_its_life';
    END IF;
    RETURN NEW;
END
$$;

-- certificate_rests_on_a_grant_that_holds()

CREATE FUNCTION public.certificate_rests_on_a_grant_that_holds() RETURNS trigger
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

-- certification_standing(bigint)

CREATE FUNCTION public.certification_standing(claim bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE
        WHEN NOT decides_on_evidence(cohort.program_version_id) THEN
            CASE WHEN enrollment.state = 'attended' THEN 'attended' ELSE 'incomplete' END
        WHEN standing.are_met THEN 'complete'
        WHEN standing.exams > 0 AND standing.core_is_met THEN 'passed_conditions_outstanding'
        ELSE 'incomplete'
    END
    FROM enrollment
    JOIN cohort ON cohort.id = enrollment.cohort_id
    CROSS JOIN LATERAL (
        SELECT
            bool_and(state IN ('complete', 'waived')) AS are_met,
            count(*) FILTER (WHERE kind IN ('written_exam', 'practical_exam')) AS exams,
            bool_and(state IN ('complete', 'waived'))
                FILTER (WHERE kind IN ('written_exam', 'practical_exam', 'workshop_attendance')) AS core_is_met
        FROM requirement_states(enrollment.id)
        JOIN requirement ON requirement.id = requirement_id
    ) AS standing
    WHERE enrollment.id = claim
$$;

-- claim_ended_at(bigint)

CREATE FUNCTION public.claim_ended_at(claim bigint) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $_$
    SELECT max(event.at)
    FROM enrollment
    JOIN enrollment_event AS event ON event.enrollment_id = enrollment.id
    WHERE enrollment.id = $1
        AND enrollment.state NOT IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended')
$_$;

-- claim_final_at(bigint)

CREATE FUNCTION public.claim_final_at(claim bigint) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $_$
    SELECT CASE
        WHEN EXISTS (
            SELECT
            FROM decision
            JOIN appeal ON appeal.decision_id = decision.id
            WHERE decision.enrollment_id = $1
                AND NOT EXISTS (
                    SELECT FROM appeal_event WHERE appeal_event.appeal_id = appeal.id AND appeal_event.kind <> 'filed'
                )
        ) OR EXISTS (
            SELECT
            FROM enrollment AS later
            WHERE later.predecessor_id = $1
                AND later.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
        ) OR EXISTS (
            SELECT
            FROM decision
            JOIN certificate ON certificate.decision_id = decision.id
            WHERE decision.enrollment_id = $1
                AND certificate.state IN ('active', 'suspended') AND certificate.valid_until IS NULL
        ) THEN NULL
        ELSE greatest(
            word.at,
            (
                SELECT max(event.at)
                FROM decision
                JOIN appeal ON appeal.decision_id = decision.id
                JOIN appeal_event AS event ON event.appeal_id = appeal.id
                WHERE decision.enrollment_id = $1
            ),
            (
                SELECT max(
                    CASE
                        WHEN certificate.state IN ('active', 'suspended') THEN certificate.valid_until
                        ELSE certificate.state_since
                    END
                )
                FROM decision
                JOIN certificate ON certificate.decision_id = decision.id
                WHERE decision.enrollment_id = $1
            )
        )
    END
    FROM (
        SELECT CASE
            WHEN latest.kind IN ('granted', 'denied') THEN latest.at
            WHEN latest.kind IS NULL THEN claim_ended_at($1)
        END AS at
        FROM (SELECT $1 AS claim) AS asked
        LEFT JOIN LATERAL (
            SELECT decision.kind, decision.at
            FROM decision
            WHERE decision.enrollment_id = asked.claim
            ORDER BY decision.id DESC
            LIMIT 1
        ) AS latest ON true
    ) AS word
    WHERE word.at IS NOT NULL
$_$;

-- claims_of_person(bigint)

CREATE FUNCTION public.claims_of_person(claim bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $$
    WITH whole AS (
        SELECT coalesce(person.merged_into, person.id) AS id
        FROM enrollment
        JOIN person ON person.id = enrollment.person_id
        WHERE enrollment.id = claim
    )
    SELECT enrollment.id
    FROM whole
    JOIN enrollment ON enrollment.person_id = whole.id
    UNION ALL
    SELECT enrollment.id
    FROM whole
    JOIN person ON person.merged_into = whole.id
    JOIN enrollment ON enrollment.person_id = person.id
$$;

-- cohort_clock(timestamp with time zone)

CREATE FUNCTION public.cohort_clock(last_event_at timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql
    AS $$
    SELECT greatest(registrar_clock(), last_event_at)
$$;

-- cohort_moves_along_its_states()

CREATE FUNCTION public.cohort_moves_along_its_states() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('draft', 'open'), ('draft', 'cancelled'), ('open', 'closed'), ('open', 'cancelled'),
        ('closed', 'completed'), ('closed', 'cancelled')
    ) THEN
        RAISE EXCEPTION 'a cohort does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cohort_moves_along_its_states';
    END IF;
    RETURN NEW;
END
$$;

-- cohort_terms(bigint)

CREATE FUNCTION public.cohort_terms(cohort bigint) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $_$
    SELECT frozen_terms(
        (
            SELECT program_version.terms
            FROM cohort
            JOIN program_version ON program_version.id = cohort.program_version_id
            WHERE cohort.id = $1
        ),
        (SELECT min(session.starts_at) FROM session WHERE session.cohort_id = $1)
    )
$_$;

-- credit_fits_its_term()

CREATE FUNCTION public.credit_fits_its_term() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    standing record;
    zone CONSTANT text := coalesce((SELECT min(time_zone) FROM institute), 'UTC');
BEGIN
    SELECT * INTO standing FROM renewal_standing(ARRAY[NEW.certificate_id]);
    IF standing.rules IS NULL OR standing.term_ends IS DISTINCT FROM NEW.term_ends
        OR NOT standing.is_alive OR registrar_clock() >= standing.last_chance THEN
        RAISE EXCEPTION 'nothing is brought towards that term of certificate %', NEW.certificate_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'credit_is_of_the_present_term';
    END IF;
    IF NOT (standing.rules -> 'kinds' ? NEW.kind OR (NEW.kind = 'foundations' AND standing.needs_foundations)) THEN
        RAISE EXCEPTION '% does not count for certificate %', NEW.kind, NEW.certificate_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'credit_is_of_a_kind_that_counts';
    END IF;
    IF standing.rules -> 'kinds' ? NEW.kind AND jsonb_array_length(standing.rules -> 'licenses') > 0
        AND NOT coalesce(standing.rules -> 'licenses' ? NEW.license_type, false) THEN
        RAISE EXCEPTION 'the license % is not one that counts', NEW.license_type
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'credit_is_by_somebody_licensed';
    END IF;
    IF NEW.done_on NOT BETWEEN (standing.term_begins AT TIME ZONE zone)::date
        AND (registrar_clock() AT TIME ZONE zone)::date THEN
        RAISE EXCEPTION 'on % the term had not begun, or that day is to come', NEW.done_on
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'credit_was_done_in_its_term';
    END IF;
    RETURN NEW;
END
$$;

-- credit_is_reviewed_before_its_renewal()

CREATE FUNCTION public.credit_is_reviewed_before_its_renewal() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM renewal_credit AS credit
        JOIN renewal ON renewal.certificate_id = credit.certificate_id AND renewal.term_ends = credit.term_ends
        WHERE credit.id = NEW.credit_id
    ) THEN
        RAISE EXCEPTION 'the term of credit % was renewed already', NEW.credit_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'credit_is_reviewed_before_its_renewal';
    END IF;
    RETURN NEW;
END
$$;

-- cut_is_1_to_the_scored_items()

CREATE FUNCTION public.cut_is_1_to_the_scored_items() RETURNS trigger
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

-- decides_on_evidence(bigint)

CREATE FUNCTION public.decides_on_evidence(version bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (
        SELECT
        FROM requirement
        WHERE requirement.program_version_id = version AND requirement.detail IS NOT NULL
    )
$$;

-- decision_keeps_the_rules()

CREATE FUNCTION public.decision_keeps_the_rules() RETURNS trigger
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

-- defanged(text)

CREATE FUNCTION public.defanged(cell text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE
        WHEN begins_like_a_formula(cell) THEN
            CASE
                WHEN cell ~ '^[\t\r]|^[\s\u00A0\u2007\u202F]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-]' THEN ''''
                ELSE ''
            END || regexp_replace(
                cell,
                '([;,\t\r\n])(?=[\s\u00A0\u2007\u202F]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-])',
                '\1''',
                'g'
            )
        ELSE cell
    END
$$;

-- due_for_purge(text, timestamp with time zone, bigint, text[])

CREATE FUNCTION public.due_for_purge(what text, moment timestamp with time zone DEFAULT NULL::timestamp with time zone, most bigint DEFAULT NULL::bigint, among text[] DEFAULT NULL::text[]) RETURNS SETOF text
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    -- A rule without a period keeps everything: nothing is older than NULL.
    before CONSTANT timestamptz := coalesce(moment, registrar_clock())
        - (SELECT period FROM retention_rule WHERE retention_rule.kind = what);
BEGIN
    IF before IS NULL THEN
        RETURN;
    END IF;
    CASE what
    WHEN 'unconfirmed_signups', 'unconfirmed_claims' THEN
        RETURN QUERY
        SELECT person.id::text
        FROM person
        WHERE person.created_at < before
            AND (among IS NULL OR person.id = ANY(among::bigint[]))
            AND person.erased_at IS NULL AND person.merged_into IS NULL AND person.email NOT LIKE 'legacy:%'
            AND (what = 'unconfirmed_claims')
                = EXISTS (SELECT FROM enrollment WHERE enrollment.person_id = person.id)
            AND NOT EXISTS (
                SELECT
                FROM enrollment
                WHERE enrollment.person_id = person.id
                    AND (
                        enrollment.address_confirmed_at IS NOT NULL
                        OR coalesce(claim_ended_at(enrollment.id) >= before, true)
                        OR has_money(enrollment.id)
                    )
            )
            AND NOT EXISTS (SELECT FROM certificate WHERE certificate.person_id = person.id)
            AND NOT EXISTS (
                SELECT
                FROM consent_event
                WHERE consent_event.person_id = person.id
                    AND (consent_event.kind = 'confirmed' OR consent_event.at >= before)
            )
            AND NOT EXISTS (SELECT FROM person AS other WHERE other.merged_into = person.id)
            AND person.id NOT IN (SELECT people_on_hold())
        ORDER BY person.id
        LIMIT most;
    WHEN 'unanswered_names' THEN
        RETURN QUERY
        SELECT enrollment.id::text
        FROM enrollment
        JOIN person ON person.id = enrollment.person_id
        WHERE enrollment.reserved_at < before
            AND enrollment.address_confirmed_at IS NULL
            AND enrollment.name <> '(erased)'
            -- Staff may restore who was removed, under that name.
            AND enrollment.state <> 'removed'
            -- Known is who confirmed something else; everybody else goes whole.
            AND person.name IS NOT NULL
            AND claim_ended_at(enrollment.id) < before
            AND NOT has_money(enrollment.id)
            AND enrollment.person_id NOT IN (SELECT people_on_hold())
        ORDER BY enrollment.id
        LIMIT most;
    WHEN 'client_digests' THEN
        RETURN QUERY
        (
            SELECT enrollment.id::text
            FROM enrollment
            WHERE enrollment.client_digest IS NOT NULL AND enrollment.reserved_at < before
                AND enrollment.person_id NOT IN (SELECT people_on_hold())
            ORDER BY enrollment.id
            LIMIT most
        )
        UNION ALL
        (
            SELECT 'of the list ' || subscription.person_id
            FROM subscription
            WHERE subscription.client_digest IS NOT NULL AND subscription.asked_at < before
                AND subscription.person_id NOT IN (SELECT people_on_hold())
            ORDER BY subscription.person_id
            LIMIT most
        )
        LIMIT most;
    WHEN 'mail_results' THEN
        RETURN QUERY
        SELECT job.id::text
        FROM job
        LEFT JOIN enrollment ON enrollment.id = job.enrollment_id
        LEFT JOIN certificate ON certificate.id = job.certificate_id
        WHERE coalesce(job.finished_at, job.dead_at) < before
            AND (job.result IS NOT NULL OR job.last_error IS NOT NULL)
            AND coalesce(
                coalesce(job.person_id, enrollment.person_id, certificate.person_id) NOT IN (SELECT people_on_hold()), true
            )
        ORDER BY job.id
        LIMIT most;
    WHEN 'plans' THEN
        RETURN QUERY
        SELECT encode(plan.hash, 'hex')
        FROM plan
        WHERE plan.applied_at IS NULL AND plan.made_at < before
        ORDER BY plan.hash
        LIMIT most;
    WHEN 'import_keys' THEN
        RETURN QUERY
        SELECT certificate.number::text
        FROM legacy_certificate
        JOIN legacy_import ON legacy_import.id = legacy_certificate.import_id
        JOIN certificate ON certificate.id = legacy_certificate.certificate_id
        WHERE legacy_certificate.holder_key IS NOT NULL AND legacy_import.at < before
            AND certificate.person_id NOT IN (SELECT people_on_hold())
        ORDER BY certificate.number
        LIMIT most;
    WHEN 'evidence_files' THEN
        RETURN QUERY
        SELECT evidence.id::text
        FROM evidence_file
        JOIN evidence ON evidence.id = evidence_file.evidence_id
        JOIN enrollment ON enrollment.id = evidence.enrollment_id
        WHERE evidence.at < before
            AND claim_final_at(enrollment.id) < before
            AND enrollment.person_id NOT IN (SELECT people_on_hold())
        ORDER BY evidence.id
        LIMIT most;
    WHEN 'renewal_files' THEN
        RETURN QUERY
        SELECT credit.id::text
        FROM renewal_file AS file
        JOIN renewal_credit AS credit ON credit.id = file.credit_id
        JOIN certificate ON certificate.id = credit.certificate_id
        WHERE credit.term_ends < before
            -- The term that this was brought for, or one after it, is over; or the certificate is.
            AND (
                coalesce(certificate.valid_until < before, false)
                OR (certificate.state NOT IN ('active', 'suspended') AND certificate.state_since < before)
                OR EXISTS (
                    SELECT
                    FROM renewal
                    WHERE renewal.certificate_id = certificate.id
                        AND renewal.term_ends > credit.term_ends AND renewal.term_ends < before
                )
            )
            AND file.person_id NOT IN (SELECT people_on_hold())
        ORDER BY credit.id
        LIMIT most;
    WHEN 'export_texts', 'audit_texts' THEN
        RETURN QUERY
        SELECT entry.payload_id::text
        FROM audit_entry AS entry
        JOIN payload ON payload.id = entry.payload_id
        LEFT JOIN enrollment ON entry.subject = 'enrollment' AND enrollment.id = entry.subject_id
        LEFT JOIN certificate ON entry.subject = 'certificate' AND certificate.number = entry.subject_id
        WHERE entry.at < before
            AND (what = 'export_texts') = (entry.verb IN ('subscriber.export', 'person.export'))
            -- What a live claim, an open decision or a certificate that holds may need stays.
            AND (enrollment.id IS NULL OR claim_final_at(enrollment.id) < before)
            AND (
                certificate.id IS NULL
                OR (certificate.state NOT IN ('active', 'suspended') AND certificate.state_since < before)
                OR coalesce(certificate.valid_until < before, false)
            )
            AND coalesce(
                coalesce(
                    enrollment.person_id, certificate.person_id, CASE WHEN entry.subject = 'person' THEN entry.subject_id END
                ) NOT IN (SELECT people_on_hold()),
                true
            )
        ORDER BY entry.payload_id
        LIMIT most;
    ELSE
        -- A kind that lies outside of the database.
        RETURN;
    END CASE;
END
$$;

-- enrollment_moves_along_the_machine()

CREATE FUNCTION public.enrollment_moves_along_the_machine() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('held', 'confirmed'), ('held', 'lapsed'), ('held', 'withdrawn'), ('held', 'removed'), ('held', 'cancelled'),
        ('waitlisted', 'offered'), ('waitlisted', 'withdrawn'), ('waitlisted', 'closed'), ('waitlisted', 'carried'),
        ('waitlisted', 'removed'), ('waitlisted', 'cancelled'),
        ('offered', 'confirmed'), ('offered', 'held'), ('offered', 'declined'), ('offered', 'lapsed'),
        ('offered', 'withdrawn'), ('offered', 'removed'), ('offered', 'cancelled'),
        ('confirmed', 'attended'), ('confirmed', 'no_show'), ('confirmed', 'withdrawn'), ('confirmed', 'transferred'),
        ('confirmed', 'removed'), ('confirmed', 'cancelled'),
        ('attended', 'no_show'), ('no_show', 'attended'), ('attended', 'removed'), ('no_show', 'removed')
    ) THEN
        RAISE EXCEPTION 'an enrollment does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'enrollment_moves_along_the_machine';
    END IF;
    RETURN NEW;
END
$$;

-- erase_person(bigint, bigint, bigint)

CREATE FUNCTION public.erase_person(erased bigint, by_staff bigint, by_operator bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    now CONSTANT timestamptz := registrar_clock();
    address CONSTANT text := (SELECT email FROM person WHERE id = erased AND erased_at IS NULL);
    own_digest CONSTANT bytea := (SELECT address_digest FROM person WHERE id = erased);
    claims CONSTANT bigint[] := ARRAY(SELECT id FROM enrollment WHERE person_id = erased);
    certificates CONSTANT text[] := ARRAY(SELECT id FROM certificate WHERE person_id = erased);
    numbers CONSTANT bigint[] := ARRAY(SELECT number FROM candidate WHERE enrollment_id = ANY(claims));
BEGIN
    IF address IS NULL THEN
        RAISE EXCEPTION 'person % is not here, or was erased already', erased
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'people_are_erased_once';
    END IF;
    IF EXISTS (
        SELECT
        FROM enrollment
        WHERE person_id = erased AND state IN ('waitlisted', 'held', 'offered', 'confirmed')
    ) THEN
        RAISE EXCEPTION 'person % still waits for a seat, or has one', erased
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'erased_people_hold_no_seat';
    END IF;
    IF EXISTS (SELECT FROM attempt WHERE attempt.enrollment_id = ANY(claims) AND attempt.finished_at IS NULL) THEN
        RAISE EXCEPTION 'person % is sitting an exam', erased
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'erased_people_sit_no_exam';
    END IF;

    -- Whoever brings or renews something holds the certificate's row; after that it is erased with the rest.
    PERFORM FROM certificate WHERE person_id = erased ORDER BY id FOR NO KEY UPDATE;

    IF erased IN (SELECT people_on_hold()) THEN
        RAISE EXCEPTION 'person % is on a legal hold', erased
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'people_on_hold_are_not_erased';
    END IF;

    -- 1. The texts: of their history, of what staff did to them, and any other that holds their address.
    WITH gone AS (
        SELECT texts_of(ARRAY[erased]) AS payload_id
        UNION
        SELECT texts_with_address(address)
    ),
    taken AS (
        DELETE FROM payload
        USING gone
        WHERE payload.id = gone.payload_id
        RETURNING payload.id
    )
    INSERT INTO erased_payload (payload_id, person_id, at)
    SELECT taken.id, erased, now
    FROM taken;

    -- 2. What the candidate brought, and the number that examiners knew them by; what was said and scored stays as numbers.
    DELETE FROM evidence_file
    USING evidence
    WHERE evidence.id = evidence_file.evidence_id AND evidence.enrollment_id = ANY(claims);
    DELETE FROM candidate WHERE enrollment_id = ANY(claims);
    DELETE FROM renewal_file WHERE person_id = erased;

    -- 3. Certificates: what was signed and drawn, the name and the random identifier; the row and its history stay.
    DELETE FROM certificate_file WHERE certificate_id = ANY(certificates);
    DELETE FROM certificate_rendering WHERE certificate_id = ANY(certificates);
    DELETE FROM certificate_name
    USING decision
    WHERE decision.id = certificate_name.decision_id AND decision.enrollment_id = ANY(claims);
    UPDATE certificate
    SET name = NULL, subject = NULL, erased_at = now
    WHERE id = ANY(certificates);
    INSERT INTO register_event (certificate_id, number, kind, at, actor, staff_id, operator_id)
    SELECT certificate_id, max(register_event.number) + 1, 'opted_out', now, 'erasure', by_staff, by_operator
    FROM register_event
    JOIN register_entry USING (certificate_id)
    WHERE certificate_id = ANY(certificates)
    GROUP BY certificate_id;
    DELETE FROM register_entry WHERE certificate_id = ANY(certificates);
    UPDATE legacy_certificate
    SET city = NULL, holder_key = NULL
    WHERE certificate_id = ANY(certificates);
    INSERT INTO certificate_event (certificate_id, number, kind, at, effective_at, staff_id, operator_id)
    SELECT certificate_id, max(number) + 1, 'erased', now, now, by_staff, by_operator
    FROM certificate_event
    WHERE certificate_id = ANY(certificates)
    GROUP BY certificate_id;

    -- 4. The list, and mail: nothing is sent any more, and what was said of a failure may name them.
    INSERT INTO consent_event (person_id, kind, at, source, purpose, wording_version)
    SELECT latest.person_id, 'withdrawn', now, 'staff', latest.purpose, latest.wording_version
    FROM (
        SELECT DISTINCT ON (purpose) * FROM consent_event WHERE person_id = erased ORDER BY purpose, id DESC
    ) AS latest
    WHERE latest.kind <> 'withdrawn';
    DELETE FROM subscription_wording WHERE person_id = erased;
    DELETE FROM subscription WHERE person_id = erased;
    -- The address stays suppressed when nobody knows it any more; the service wrote its digest before.
    INSERT INTO suppression_event (address_digest, reason, kind, at, staff_id, operator_id)
    SELECT own_digest, 'erasure', 'suppressed', now, by_staff, by_operator
    WHERE own_digest IS NOT NULL
        AND NOT EXISTS (
            SELECT
            FROM suppressed_address
            WHERE suppressed_address.address_digest = own_digest AND suppressed_address.reason = 'erasure'
        );
    UPDATE job
    SET finished_at = coalesce(finished_at, now), dead_at = NULL, locked_until = NULL, last_error = NULL,
        result = 'erased with its person',
        outcome = CASE WHEN campaign_id IS NOT NULL AND finished_at IS NULL THEN 'held_back' ELSE outcome END
    WHERE enrollment_id = ANY(claims) OR certificate_id = ANY(certificates)
        OR (person_id = erased AND kind <> 'mail.erase')
        OR attempt_id IN (SELECT id FROM attempt WHERE attempt.enrollment_id = ANY(claims))
        OR rating_task_id IN (
            SELECT rating_task.id
            FROM rating_task
            JOIN practical_attempt ON practical_attempt.id = rating_task.attempt_id
            WHERE practical_attempt.enrollment_id = ANY(claims)
        );

    -- 5. The person; then what the bank called their money, which goes with an erased person alone.
    DELETE FROM idempotency WHERE enrollment_id = ANY(claims);
    -- A plan to import payments holds the bank's words, one of progress digests of notes, and those of papers and rescores the
    -- candidate's number; all were shown, and are made again at need.
    DELETE FROM plan
    WHERE verb IN ('payment.import', 'progress.import', 'exam.paper', 'exam.rescore')
        AND EXISTS (
            SELECT
            FROM jsonb_array_elements(outcomes) AS line
            WHERE (line ->> 'enrollment')::bigint = ANY(claims) OR (line ->> 'goesTo')::bigint = ANY(claims)
                OR coalesce(line -> 'rescored' ->> 'candidate', line ->> 'candidate')::bigint = ANY(numbers)
        );
    UPDATE enrollment
    SET name = '(erased)', time_zone = NULL, client_digest = NULL
    WHERE id = ANY(claims);
    UPDATE person
    SET email = 'erased:' || id, name = NULL, address_digest = NULL, erased_at = now
    WHERE id = erased;
    UPDATE payment
    SET reference = 'erased:' || id
    WHERE enrollment_id = ANY(claims) AND reference IS NOT NULL;
    UPDATE renewal_payment
    SET reference = 'erased:' || id
    WHERE certificate_id = ANY(certificates) AND reference IS NOT NULL;
END
$$;

-- event_moves_state(text)

CREATE FUNCTION public.event_moves_state(kind text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT kind NOT IN ('address_confirmed', 'passed_over', 'preferred', 'changed')
$$;

-- first_name(text)

CREATE FUNCTION public.first_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT nullif(split_part(translate(ltrim(name, E' \t\u3000'), E'\t\u3000', '  '), ' ', 1), '')
$$;

-- form_item_is_of_the_exam()

CREATE FUNCTION public.form_item_is_of_the_exam() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (SELECT item.exam_id FROM item WHERE item.id = NEW.item_id)
        IS DISTINCT FROM (SELECT exam_form.exam_id FROM exam_form WHERE exam_form.id = NEW.form_id) THEN
        RAISE EXCEPTION 'item % is of another exam than form %', NEW.item_id, NEW.form_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'form_item_is_of_the_exam';
    END IF;
    IF NEW.is_scored AND (SELECT item.is_pretest FROM item WHERE item.id = NEW.item_id) THEN
        RAISE EXCEPTION 'item % is a pretest item and counts on no form', NEW.item_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pretest_items_count_on_no_form';
    END IF;
    RETURN NEW;
END
$$;

-- freeze_clock()

CREATE FUNCTION public.freeze_clock() RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM set_config('registrar.now', registrar_clock()::text, true);
END
$$;

-- frozen_form_never_changes()

CREATE FUNCTION public.frozen_form_never_changes() RETURNS trigger
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

-- frozen_practical_never_changes()

CREATE FUNCTION public.frozen_practical_never_changes() RETURNS trigger
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

-- frozen_terms(jsonb, timestamp with time zone)

CREATE FUNCTION public.frozen_terms(terms jsonb, starts_at timestamp with time zone) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    AS $$
    SELECT jsonb_build_object(
        'refund', (
            SELECT coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'until', to_jsonb(starts_at - (step ->> 'days')::integer * interval '24 hours'),
                        'percent', step -> 'percent'
                    )
                    ORDER BY place
                ),
                '[]'
            )
            FROM jsonb_array_elements(terms -> 'refund') WITH ORDINALITY AS refund (step, place)
        ),
        'transfer', jsonb_build_object(
            'until', to_jsonb(starts_at - (terms -> 'transfer' ->> 'days')::integer * interval '24 hours'),
            'times', terms -> 'transfer' -> 'times'
        )
    )
$$;

-- frozen_version_never_changes()

CREATE FUNCTION public.frozen_version_never_changes() RETURNS trigger
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

-- grant_in_doubt(bigint)

CREATE FUNCTION public.grant_in_doubt(granted bigint) RETURNS text
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

-- granted_claim_stays_attended()

CREATE FUNCTION public.granted_claim_stays_attended() RETURNS trigger
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

-- has_money(bigint)

CREATE FUNCTION public.has_money(claim bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $_$
    SELECT EXISTS (SELECT FROM payment WHERE enrollment_id = $1 AND kind <> 'expected')
        OR EXISTS (SELECT FROM payment_case WHERE enrollment_id = $1 AND settled_at IS NULL)
$_$;

-- has_open_offer(bigint)

CREATE FUNCTION public.has_open_offer(entry bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $_$
    SELECT EXISTS (SELECT FROM enrollment WHERE enrollment.entry_id = $1 AND enrollment.state = 'offered')
$_$;

-- has_taught(bigint, bigint)

CREATE FUNCTION public.has_taught(staff bigint, person bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $_$
    WITH human AS (
        SELECT account.id
        FROM staff AS own
        JOIN staff AS account ON lower(account.email) = lower(own.email)
        WHERE own.id = $1
    ),
    claim AS (
        SELECT enrollment.id, enrollment.cohort_id, enrollment.state
        FROM person AS own
        JOIN person AS other ON coalesce(other.merged_into, other.id) = coalesce(own.merged_into, own.id)
        JOIN enrollment ON enrollment.person_id = other.id
        WHERE own.id = $2
    )
    SELECT EXISTS (
        SELECT
        FROM claim
        JOIN cohort_instructor ON cohort_instructor.cohort_id = claim.cohort_id
        JOIN human ON human.id = cohort_instructor.staff_id
        WHERE claim.state = 'attended'
    ) OR EXISTS (
        SELECT
        FROM claim
        JOIN progress_event ON progress_event.enrollment_id = claim.id
        JOIN requirement ON requirement.id = progress_event.requirement_id
        JOIN human ON human.id IN (progress_event.staff_id, progress_event.operator_id)
        WHERE requirement.kind IN ('skill_sign_off', 'written_exam', 'practical_exam')
            AND progress_event.kind IN ('completed', 'failed')
    ) OR EXISTS (
        SELECT
        FROM claim
        JOIN practical_attempt ON practical_attempt.enrollment_id = claim.id
        JOIN rating_task ON rating_task.attempt_id = practical_attempt.id
        JOIN rating ON rating.task_id = rating_task.id
        JOIN human ON human.id IN (rating_task.rater_id, rating.operator_id)
    ) OR is_own($1, $2)
$_$;

-- has_waived_exam(bigint, bigint)

CREATE FUNCTION public.has_waived_exam(staff bigint, claim bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (
        SELECT
        FROM waivers_that_count(claim) AS waiver
        JOIN requirement ON requirement.id = waiver.requirement_id
        WHERE requirement.kind IN ('written_exam', 'practical_exam')
            AND (is_same_human(staff, waiver.staff_id) OR is_same_human(staff, waiver.operator_id))
    )
$$;

-- history_only_grows()

CREATE FUNCTION public.history_only_grows() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'history_only_grows';
END
$$;

-- holds_address(text, text)

CREATE FUNCTION public.holds_address(words text, address text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $_$
    SELECT lower(normalize(words, NFC)) ~ (
        -- Controls, blanks and invisible signs of any script, brackets, and what parts a list; or an address up to its domain.
        '(?:^|[\u0001- \u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff'
        || '<>()\[\],;:\\"@]|@[^\u0001- <>()\[\],;:\\"@]*[!#$%&''*+/=?^_`{|}~])'
        -- Signs that are no letters: of ASCII, of Latin-1, of punctuation and symbols, and as Chinese and Japanese write.
        || '[!#$%&''*+./=?^_`{|}~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2010-\u2027\u2030-\u205e'
        || '\u2190-\u2bff\u3001-\u3004\u3008-\u3020\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65-]*'
        || regexp_replace(address, '([^[:alnum:]])', '\\\1', 'g')
        || '(?![_-]*[[:alnum:]]|\.[_-]*[[:alnum:]])'
    )
$_$;

-- is_decider(bigint)

CREATE FUNCTION public.is_decider(member bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (
        SELECT
        FROM staff
        JOIN staff_role ON staff_role.staff_id = staff.id AND staff_role.role = 'decider'
        WHERE staff.id = member AND staff.disabled_at IS NULL
    )
$$;

-- is_one_human(bigint, bigint)

CREATE FUNCTION public.is_one_human(one bigint, other bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT one = other OR EXISTS (
        SELECT
        FROM person AS first
        JOIN person AS second ON coalesce(second.merged_into, second.id) = coalesce(first.merged_into, first.id)
        WHERE first.id = one AND second.id = other
    )
$$;

-- is_own(bigint, bigint)

CREATE FUNCTION public.is_own(staff bigint, person bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $_$
    SELECT EXISTS (
        SELECT
        FROM staff AS account
        JOIN person AS themselves ON themselves.email = lower(account.email)
        JOIN person AS other ON other.id = $2
        WHERE account.id = $1 AND (
            coalesce(other.merged_into, other.id) = coalesce(themselves.merged_into, themselves.id)
            OR EXISTS (
                SELECT
                FROM merge_proposal AS proposal
                WHERE proposal.because = 'address' AND (
                    (proposal.person_id, proposal.other_id) = (other.id, themselves.id)
                    OR (proposal.person_id, proposal.other_id) = (themselves.id, other.id)
                )
            )
        )
    )
$_$;

-- is_same_human(bigint, bigint)

CREATE FUNCTION public.is_same_human(one bigint, other bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (
        SELECT
        FROM staff AS first
        JOIN staff AS second ON lower(second.email) = lower(first.email)
        WHERE first.id = one AND second.id = other
    )
$$;

-- is_time_zone(text)

CREATE FUNCTION public.is_time_zone(zone text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT
    SET search_path TO 'pg_catalog'
    AS $_$
BEGIN
    -- PostgreSQL would also take POSIX strings such as 'FOO5'; people choose places.
    IF zone <> 'UTC' AND zone !~ '^[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)+$' THEN
        RETURN false;
    END IF;
    PERFORM timestamptz 'epoch' AT TIME ZONE zone;
    RETURN true;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN false;
END
$_$;

-- item_words_fit_the_item()

CREATE FUNCTION public.item_words_fit_the_item() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    options CONSTANT integer := (SELECT item.options FROM item WHERE item.id = NEW.item_id);
BEGIN
    IF TG_TABLE_NAME = 'item_text' AND (
        SELECT count(DISTINCT option) FROM jsonb_array_elements_text(to_jsonb(NEW) -> 'options') AS option
    ) IS DISTINCT FROM options THEN
        RAISE EXCEPTION 'item % has % options, each once', NEW.item_id, options
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_text_has_each_option_once';
    END IF;
    IF TG_TABLE_NAME = 'item_key' AND (to_jsonb(NEW) ->> 'option')::integer > options THEN
        RAISE EXCEPTION 'the key of item % is none of its % options', NEW.item_id, options
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_key_is_one_of_the_options';
    END IF;
    RETURN NEW;
END
$$;

-- last_name(text)

CREATE FUNCTION public.last_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT nullif(btrim(substr(ltrim(name, E' \t\u3000'), length(first_name(name)) + 1), E' \t\u3000'), '')
$$;

-- log_entry_octets(text, bytea, timestamp with time zone)

CREATE FUNCTION public.log_entry_octets(op text, digest bytea, at timestamp with time zone) RETURNS bytea
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
    SELECT convert_to(
        '{"h":"' || translate(encode(digest, 'base64'), '+/=', '-_') || '","op":"' || op || '","t":"'
        || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '","v":1}',
        'UTF8'
    )
$$;

-- log_follows_itself()

CREATE FUNCTION public.log_follows_itself() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    stray bigint := (
        SELECT min(pair.index)
        FROM (
            SELECT
                entered.index, entered.at, lag(entered.index) OVER line AS index_before, lag(entered.at) OVER line AS at_before
            FROM entered
            WINDOW line AS (ORDER BY entered.index)
        ) AS pair
        WHERE pair.index > 0 AND pair.at < coalesce(
            CASE
                WHEN pair.index_before = pair.index - 1 THEN pair.at_before
                ELSE (SELECT before.at FROM log_entry AS before WHERE before.index = pair.index - 1)
            END,
            'infinity'
        )
    );
BEGIN
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION 'log entry % does not follow the one before it', stray
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'log_follows_itself';
    END IF;
    RETURN NULL;
END
$$;

-- log_never_shrinks()

CREATE FUNCTION public.log_never_shrinks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.size < OLD.size OR NEW.last_at < OLD.last_at OR NEW.signed_size < OLD.signed_size
        OR (NEW.size = OLD.size AND NEW.root <> OLD.root) THEN
        RAISE EXCEPTION 'the log does not go from % entries back to %', OLD.size, NEW.size
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'log_never_shrinks';
    END IF;
    RETURN NEW;
END
$$;

-- log_node_hash(bytea, bytea)

CREATE FUNCTION public.log_node_hash(left_hash bytea, right_hash bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT sha256('\x01'::bytea || left_hash || right_hash)
$$;

-- log_root(bytea[])

CREATE FUNCTION public.log_root(frontier bytea[]) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
DECLARE
    root bytea := coalesce(frontier[cardinality(frontier)], sha256(''));
BEGIN
    FOR place IN REVERSE cardinality(frontier) - 1..1 LOOP
        root := log_node_hash(frontier[place], root);
    END LOOP;
    RETURN root;
END
$$;

-- merged_people_are_one_step_apart()

CREATE FUNCTION public.merged_people_are_one_step_apart() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM person WHERE id = NEW.merged_into AND merged_into IS NOT NULL)
        OR EXISTS (SELECT FROM person WHERE merged_into = NEW.id)
    THEN
        RAISE EXCEPTION 'person % would be more than one step away from whom they are one with', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'merged_people_are_one_step_apart';
    END IF;
    IF NEW.erased_at IS NOT NULL OR EXISTS (SELECT FROM person WHERE id = NEW.merged_into AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'person % or person % was erased', NEW.id, NEW.merged_into
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'erased_people_are_not_merged';
    END IF;
    RETURN NEW;
END
$$;

-- moved_practical_goes_on()

CREATE FUNCTION public.moved_practical_goes_on() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM practical_attempt WHERE practical_attempt.moved_from = NEW.attempt_id) THEN
        RAISE EXCEPTION 'practical attempt % was moved to no other day', NEW.attempt_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'moved_practical_goes_on';
    END IF;
    RETURN NULL;
END
$$;

-- new_times_are_instants()

CREATE FUNCTION public.new_times_are_instants() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.valid_until IS DISTINCT FROM OLD.valid_until THEN
        NEW.until_precision := NULL;
    END IF;
    IF NEW.state_since <> OLD.state_since THEN
        NEW.since_precision := NULL;
    END IF;
    RETURN NEW;
END
$$;

-- next_try(bigint, bigint, timestamp with time zone)

CREATE FUNCTION public.next_try(claim bigint, requirement bigint, moment timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS TABLE(number integer, most integer, earliest timestamp with time zone, latest timestamp with time zone, obstacle text)
    LANGUAGE sql STABLE
    AS $_$
    WITH asked AS (
        SELECT
            asked.id, cohort.time_zone, asked.detail -> 'retakes' AS policy, coalesce($3, registrar_clock()) AS moment
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement AS asked ON asked.program_version_id = cohort.program_version_id
        WHERE enrollment.id = $1 AND asked.id = $2
    ),
    -- 1. Every try of the person at the same exam, under whichever claim.
    tried AS (
        SELECT tries.*
        FROM asked
        JOIN tries_of($1) AS tries ON tries.requirement_id = asked.id
    ),
    -- 2. What they come to.
    so_far AS (
        SELECT
            count(*)::integer AS made, min(began) AS first_began, max(ended) AS last_ended,
            coalesce(bool_or(counts), false) AS has_passed, coalesce(bool_or(is_open), false) AS is_open
        FROM tried
    ),
    -- 3. What the policy makes of it.
    allowed AS (
        SELECT
            asked.moment, so_far.*,
            (asked.policy ->> 'attempts')::integer AS most,
            ((so_far.last_ended AT TIME ZONE asked.time_zone)::date + coalesce(
                (
                    asked.policy -> 'waiting_days'
                        -> least(so_far.made, jsonb_array_length(asked.policy -> 'waiting_days')) - 1
                )::integer,
                0
            ))::timestamp AT TIME ZONE asked.time_zone AS earliest,
            so_far.first_began + make_interval(months => (asked.policy ->> 'within_months')::integer) AS latest
        FROM asked
        CROSS JOIN so_far
    )
    SELECT
        allowed.made + 1, allowed.most, allowed.earliest, allowed.latest,
        CASE
            WHEN allowed.has_passed THEN 'passed'
            WHEN allowed.is_open THEN 'open'
            WHEN allowed.made >= allowed.most THEN 'last'
            WHEN allowed.moment < allowed.earliest THEN 'early'
            WHEN allowed.moment > allowed.latest THEN 'window'
        END
    FROM allowed
$_$;

-- offer_deadline(timestamp with time zone, interval, timestamp with time zone, text)

CREATE FUNCTION public.offer_deadline(now timestamp with time zone, offer_window interval, starts_at timestamp with time zone, zone text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
    SELECT least(
        CASE
            WHEN local_end::time >= '20:00' THEN (local_end::date + 1 + time '08:00') AT TIME ZONE zone
            WHEN local_end::time < '08:00' THEN (local_end::date + time '08:00') AT TIME ZONE zone
            ELSE now + length
        END,
        starts_at
    )
    FROM (
        SELECT CASE
            WHEN starts_at <= now + interval '48 hours' THEN least(offer_window, interval '2 hours')
            ELSE offer_window
        END AS length
    ) AS chosen
    CROSS JOIN LATERAL (SELECT (now + length) AT TIME ZONE zone AS local_end) AS ending
$$;

-- only_active_keys_sign()

CREATE FUNCTION public.only_active_keys_sign() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM
    FROM signing_key
    WHERE (name, kind) IN ((NEW.jwt_key, 'rsa'), (NEW.proof_key, 'ed25519')) AND state = 'active'
    FOR SHARE;
    IF (
        SELECT count(*)
        FROM signing_key
        WHERE (name, kind) IN ((NEW.jwt_key, 'rsa'), (NEW.proof_key, 'ed25519')) AND state = 'active'
    ) <> 2 THEN
        RAISE EXCEPTION 'keys % and % are not the ones that sign now', NEW.jwt_key, NEW.proof_key
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_active_keys_sign';
    END IF;
    RETURN NEW;
END
$$;

-- only_compromised_keys_are_reissued()

CREATE FUNCTION public.only_compromised_keys_are_reissued() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM signing_key WHERE name = NEW.key_name AND state = 'compromised') THEN
        RAISE EXCEPTION 'key % is not compromised', NEW.key_name
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_compromised_keys_are_reissued';
    END IF;
    RETURN NEW;
END
$$;

-- override_is_agreed_once()

CREATE FUNCTION public.override_is_agreed_once() RETURNS trigger
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

-- payload_digest(bytea, jsonb)

CREATE FUNCTION public.payload_digest(salt bytea, body jsonb) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT sha256(salt || convert_to(body::text, 'UTF8'))
$$;

-- people_on_hold()

CREATE FUNCTION public.people_on_hold() RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $$
    SELECT same.id
    FROM legal_hold
    JOIN person AS own ON own.id = legal_hold.person_id
    JOIN person AS same
        ON same.id = coalesce(own.merged_into, own.id) OR same.merged_into = coalesce(own.merged_into, own.id)
    WHERE legal_hold.lifted_at IS NULL
$$;

-- practical_days(bigint)

CREATE FUNCTION public.practical_days(claim bigint, OUT first_day date, OUT last_day date) RETURNS record
    LANGUAGE sql STABLE
    AS $$
    SELECT
        min(session.starts_at AT TIME ZONE cohort.time_zone)::date,
        ((registrar_clock() AT TIME ZONE cohort.time_zone)::date + interval '2 years')::date
    FROM enrollment
    JOIN cohort ON cohort.id = enrollment.cohort_id
    LEFT JOIN session ON session.cohort_id = cohort.id
    WHERE enrollment.id = claim
    GROUP BY cohort.id
$$;

-- practical_is_the_one_required()

CREATE FUNCTION public.practical_is_the_one_required() RETURNS trigger
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

-- practical_score_rests_on_its_ratings()

CREATE FUNCTION public.practical_score_rests_on_its_ratings() RETURNS trigger
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

-- practical_sitting_keeps_the_rules()

CREATE FUNCTION public.practical_sitting_keeps_the_rules() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    days record;
BEGIN
    SELECT * INTO days FROM practical_days(NEW.enrollment_id);
    IF NEW.held_on < days.first_day OR NEW.held_on > days.last_day THEN
        RAISE EXCEPTION 'a practical of enrollment % is held from % to %, not on %',
            NEW.enrollment_id, days.first_day, days.last_day, NEW.held_on
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'practical_lies_within_reach';
    END IF;
    IF NEW.moved_from IS NOT NULL AND NOT EXISTS (
        SELECT
        FROM practical_attempt AS before
        JOIN practical_cancellation ON practical_cancellation.attempt_id = before.id
        WHERE before.id = NEW.moved_from
            AND before.enrollment_id = NEW.enrollment_id
            AND before.requirement_id = NEW.requirement_id
            AND practical_cancellation.reason_class = 'moved'
    ) THEN
        RAISE EXCEPTION 'practical attempt % was not moved', NEW.moved_from
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'practical_goes_on_from_a_moved_one';
    END IF;
    RETURN NEW;
END
$$;

-- program_version_digest(bigint)

CREATE FUNCTION public.program_version_digest(version bigint) RETURNS bytea
    LANGUAGE sql STABLE
    AS $$
    SELECT sha256(convert_to(
        (
            jsonb_build_array(
                program_version.name, program_version.summary, program_version.grants, program_version.term_months,
                (
                    SELECT jsonb_agg(
                        jsonb_build_array(module.position, module.code, module.name) ORDER BY module.position
                    )
                    FROM module
                    WHERE module.program_version_id = program_version.id
                ),
                (
                    SELECT jsonb_agg(
                        jsonb_build_array(
                            module.position, requirement.position, requirement.code, requirement.kind, requirement.name
                        )
                        || CASE
                            WHEN requirement.detail IS NULL THEN '[]'
                            ELSE jsonb_build_array(requirement.detail)
                        END
                        ORDER BY module.position, requirement.position
                    )
                    FROM requirement
                    JOIN module ON module.id = requirement.module_id
                    WHERE requirement.program_version_id = program_version.id
                )
            )
            || CASE WHEN program_version.terms IS NULL THEN '[]' ELSE jsonb_build_array(program_version.terms) END
            || CASE
                WHEN program_version.certificate_template IS NULL THEN '[]'
                ELSE jsonb_build_array(jsonb_build_object('certificate', program_version.certificate_template))
            END
            || CASE
                WHEN program_version.renewal IS NULL THEN '[]'
                ELSE jsonb_build_array(jsonb_build_object('renewal', program_version.renewal))
            END
        )::text,
        'UTF8'
    ))
    FROM program_version
    WHERE program_version.id = version
$$;

-- progress_fits_its_requirement()

CREATE FUNCTION public.progress_fits_its_requirement() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
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
$_$;

-- progress_is_of_the_own_program()

CREATE FUNCTION public.progress_is_of_the_own_program() RETURNS trigger
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

-- progress_event

CREATE TABLE public.progress_event (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    requirement_id bigint NOT NULL,
    kind text NOT NULL,
    skill text,
    minutes integer,
    valid_until date,
    evidence_id bigint,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    done_on date,
    staff_id bigint,
    operator_id bigint,
    payload_id bigint,
    digest bytea,
    CONSTRAINT a_waiver_has_a_reason_in_words CHECK (((kind <> ALL (ARRAY['waived'::text, 'reopened'::text])) OR (payload_id IS NOT NULL))),
    CONSTRAINT candidates_only_submit CHECK (((kind = 'submitted'::text) OR (staff_id IS NOT NULL))),
    CONSTRAINT progress_event_kind_is_known CHECK ((kind = ANY (ARRAY['submitted'::text, 'completed'::text, 'failed'::text, 'waived'::text, 'reopened'::text]))),
    CONSTRAINT progress_minutes_are_1_to_a_month CHECK (((minutes >= 1) AND (minutes <= 44640))),
    CONSTRAINT progress_operator_is_named_only_for_another CHECK ((operator_id <> staff_id)),
    CONSTRAINT progress_payload_has_a_digest CHECK (((payload_id IS NULL) OR (octet_length(digest) = 32)))
);

-- progress_that_counts(bigint)

CREATE FUNCTION public.progress_that_counts(claim bigint) RETURNS SETOF public.progress_event
    LANGUAGE sql STABLE
    AS $$
    SELECT event.*
    FROM progress_event AS event
    WHERE event.enrollment_id = claim
        AND event.kind <> 'reopened'
        AND NOT EXISTS (
            SELECT
            FROM progress_event AS reopened
            WHERE reopened.enrollment_id = claim
                AND reopened.requirement_id = event.requirement_id
                AND reopened.kind = 'reopened'
                AND reopened.id > event.id
                AND (reopened.skill IS NULL OR reopened.skill = event.skill)
        )
$$;

-- public_url_stays_once_issued()

CREATE FUNCTION public.public_url_stays_once_issued() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM certificate WHERE NOT certificate.is_test) THEN
        RAISE EXCEPTION 'certificates were issued under %; the public address stays', OLD.public_url
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'public_url_stays_once_issued';
    END IF;
    RETURN NEW;
END
$$;

-- purge(text, bigint)

CREATE FUNCTION public.purge(what text, most bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    now CONSTANT timestamptz := registrar_clock();
    ids text[] := ARRAY(SELECT due_for_purge(what, now, most));
    due bigint;
BEGIN
    CASE what
    WHEN 'unconfirmed_signups', 'unconfirmed_claims' THEN
        -- Whoever writes to a claim holds it, and whoever makes one waits for the person; after the locks it is looked at again.
        PERFORM FROM enrollment WHERE person_id = ANY(ids::bigint[]) ORDER BY id FOR NO KEY UPDATE;
        PERFORM FROM person WHERE id = ANY(ids::bigint[]) ORDER BY id FOR UPDATE;
        ids := ARRAY(SELECT due_for_purge(what, now, most, ids));
        -- Time took them, not their word: the address may come back by any way.
        UPDATE person SET address_digest = NULL WHERE id = ANY(ids::bigint[]);
        FOREACH due IN ARRAY ids::bigint[] LOOP
            PERFORM erase_person(due, NULL, NULL);
        END LOOP;
        -- The worker takes mails of theirs out of the spool, those too that are under way.
        INSERT INTO job (kind, person_id, run_at)
        SELECT 'mail.erase', person::bigint, now + interval '120 seconds'
        FROM unnest(ids) AS person;
    WHEN 'unanswered_names' THEN
        UPDATE enrollment
        SET name = '(erased)', time_zone = NULL, client_digest = NULL
        WHERE id = ANY(ids::bigint[]);
    WHEN 'client_digests' THEN
        UPDATE enrollment
        SET client_digest = NULL
        WHERE id = ANY(ARRAY(SELECT one::bigint FROM unnest(ids) AS one WHERE one NOT LIKE 'of the list %'));
        UPDATE subscription
        SET client_digest = NULL
        WHERE person_id = ANY(
            ARRAY(SELECT substr(one, 13)::bigint FROM unnest(ids) AS one WHERE one LIKE 'of the list %')
        );
    WHEN 'mail_results' THEN
        UPDATE job
        SET result = NULL, last_error = NULL
        WHERE id = ANY(ids::bigint[]) AND coalesce(finished_at, dead_at) IS NOT NULL;
    WHEN 'plans' THEN
        DELETE FROM plan WHERE encode(hash, 'hex') = ANY(ids) AND applied_at IS NULL;
    WHEN 'import_keys' THEN
        UPDATE legacy_certificate
        SET holder_key = NULL
        FROM certificate
        WHERE certificate.id = legacy_certificate.certificate_id AND certificate.number = ANY(ids::bigint[]);
    WHEN 'evidence_files' THEN
        INSERT INTO purged_file (kind, file_of, at)
        SELECT what, file::bigint, now
        FROM unnest(ids) AS file;
        DELETE FROM evidence_file WHERE evidence_id = ANY(ids::bigint[]);
    WHEN 'renewal_files' THEN
        INSERT INTO purged_file (kind, file_of, at)
        SELECT what, file::bigint, now
        FROM unnest(ids) AS file;
        DELETE FROM renewal_file WHERE credit_id = ANY(ids::bigint[]);
    WHEN 'export_texts', 'audit_texts' THEN
        WITH taken AS (
            DELETE FROM payload WHERE id = ANY(ids::bigint[]) RETURNING id
        )
        INSERT INTO erased_payload (payload_id, purged_as, at)
        SELECT taken.id, what, now
        FROM taken;
    ELSE
        NULL;
    END CASE;
    RETURN cardinality(ids);
END
$$;

-- queue_position(bigint, integer, timestamp with time zone)

CREATE FUNCTION public.queue_position(cohort bigint, arrival integer, preferred_at timestamp with time zone) RETURNS integer
    LANGUAGE sql STABLE
    AS $_$
    SELECT 1 + CASE
        WHEN $3 IS NULL THEN waiting_before($1, $2) + count(*) FILTER (WHERE enrollment.arrival > $2)
        ELSE count(*) FILTER (WHERE (enrollment.preferred_at, enrollment.arrival) < ($3, $2))
    END::integer
    FROM enrollment
    WHERE enrollment.cohort_id = $1
        AND enrollment.state = 'waitlisted'
        AND enrollment.preferred_at IS NOT NULL
$_$;

-- rated_practical_is_not_called_off()

CREATE FUNCTION public.rated_practical_is_not_called_off() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM rating_task
        JOIN rating ON rating.task_id = rating_task.id
        WHERE rating_task.attempt_id = NEW.attempt_id
    ) THEN
        RAISE EXCEPTION 'practical attempt % was rated', NEW.attempt_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rated_practical_is_not_called_off';
    END IF;
    RETURN NEW;
END
$$;

-- raters_are_different_humans()

CREATE FUNCTION public.raters_are_different_humans() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_TABLE_NAME = 'rating_task' THEN
        IF NEW.withdrawn_at IS NULL AND EXISTS (
            SELECT
            FROM rating_task AS other
            WHERE other.attempt_id = NEW.attempt_id
                AND other.rater_id <> NEW.rater_id
                AND other.withdrawn_at IS NULL
                AND is_same_human(other.rater_id, NEW.rater_id)
        ) THEN
            RAISE EXCEPTION 'staff % is asked to rate practical attempt % under another account',
                NEW.rater_id, NEW.attempt_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'raters_are_different_persons';
        END IF;
    ELSIF EXISTS (
        SELECT
        FROM rating_task AS own
        JOIN rating_task AS task ON task.attempt_id = own.attempt_id AND task.id <> own.id
        JOIN rating ON rating.task_id = task.id
        CROSS JOIN unnest(ARRAY[own.rater_id, NEW.operator_id]) AS mine (id)
        CROSS JOIN unnest(ARRAY[task.rater_id, rating.operator_id]) AS theirs (id)
        WHERE own.id = NEW.task_id AND is_same_human(mine.id, theirs.id)
    ) THEN
        RAISE EXCEPTION 'rating task % was done by the same human under another account', NEW.task_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'raters_are_different_persons';
    END IF;
    RETURN NEW;
END
$$;

-- rating_keeps_the_rules()

CREATE FUNCTION public.rating_keeps_the_rules() RETURNS trigger
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

-- rating_rates_every_criterion()

CREATE FUNCTION public.rating_rates_every_criterion() RETURNS trigger
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

-- rating_task_keeps_the_rules()

CREATE FUNCTION public.rating_task_keeps_the_rules() RETURNS trigger
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

-- reference_goes_with_its_person()

CREATE FUNCTION public.reference_goes_with_its_person() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.reference IS NULL OR NEW.reference IS DISTINCT FROM 'erased:' || NEW.id OR NOT EXISTS (
        SELECT
        FROM enrollment
        JOIN person ON person.id = enrollment.person_id
        WHERE enrollment.id = NEW.enrollment_id AND person.erased_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the reference of payment % goes only when its person is erased', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reference_goes_with_its_person';
    END IF;
    RETURN NEW;
END
$$;

-- refund_percent(jsonb, timestamp with time zone)

CREATE FUNCTION public.refund_percent(terms jsonb, instant timestamp with time zone) RETURNS integer
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE WHEN terms IS NULL THEN 100 ELSE coalesce(
        (
            SELECT (step ->> 'percent')::integer
            FROM jsonb_array_elements(terms -> 'refund') WITH ORDINALITY AS refund (step, place)
            WHERE (step ->> 'until')::timestamptz > instant
            ORDER BY place
            LIMIT 1
        ),
        0
    ) END
$$;

-- reissue_only_ends()

CREATE FUNCTION public.reissue_only_ends() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL
        OR (OLD.id, OLD.key_name, OLD.hash, OLD.certificates, OLD.staff_id, OLD.operator_id, OLD.at)
            IS DISTINCT FROM (NEW.id, NEW.key_name, NEW.hash, NEW.certificates, NEW.staff_id, NEW.operator_id, NEW.at) THEN
        RAISE EXCEPTION 'reissue % only ends', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reissue_only_ends';
    END IF;
    RETURN NEW;
END
$$;

-- renewal_credit_state(bigint)

CREATE FUNCTION public.renewal_credit_state(credit bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce(
        (SELECT kind FROM renewal_review WHERE credit_id = credit ORDER BY id DESC LIMIT 1),
        'submitted'
    )
$$;

-- renewal_is_earned()

CREATE FUNCTION public.renewal_is_earned() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    standing record;
    now CONSTANT timestamptz := registrar_clock();
    is_timely boolean;
BEGIN
    SELECT * INTO standing FROM renewal_standing(ARRAY[NEW.certificate_id]);
    is_timely := coalesce(
        standing.rules IS NOT NULL AND standing.term_ends = NEW.term_ends AND standing.is_alive
        AND CASE NEW.kind
            WHEN 'renewed' THEN NOT standing.is_suspended AND now >= standing.opens AND now < standing.grace_ends
            ELSE now >= CASE WHEN standing.is_suspended THEN standing.term_ends ELSE standing.grace_ends END
                AND now < standing.last_chance
        END,
        false
    );
    IF NOT is_timely THEN
        RAISE EXCEPTION 'certificate % is not to be % now', NEW.certificate_id, NEW.kind
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'renewal_is_timely';
    END IF;
    IF standing.accepted_minutes < (standing.rules ->> 'minutes')::integer
        OR (standing.needs_foundations AND NOT standing.has_foundations) THEN
        RAISE EXCEPTION 'what was accepted does not suffice to renew certificate %', NEW.certificate_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'renewal_is_earned';
    END IF;
    IF standing.settled_minor < (
        CASE NEW.kind
            WHEN 'renewed' THEN (standing.rules ->> 'fee_minor')::bigint
            ELSE coalesce(standing.rules -> 'reinstatement' ->> 'fee_minor', standing.rules ->> 'fee_minor')::bigint
        END
    ) THEN
        RAISE EXCEPTION 'the fee to renew certificate % is not settled', NEW.certificate_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'renewal_is_paid';
    END IF;
    RETURN NEW;
END
$$;

-- renewal_reference_goes_with_its_person()

CREATE FUNCTION public.renewal_reference_goes_with_its_person() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.reference IS NULL OR NEW.reference IS DISTINCT FROM 'erased:' || NEW.id OR NOT EXISTS (
        SELECT
        FROM certificate
        JOIN person ON person.id = certificate.person_id
        WHERE certificate.id = NEW.certificate_id AND person.erased_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the reference of renewal payment % goes only when its person is erased', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'renewal_reference_goes_with_its_person';
    END IF;
    RETURN NEW;
END
$$;

-- renewal_rules(bigint)

CREATE FUNCTION public.renewal_rules(version bigint) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce(
        own.renewal,
        (
            SELECT later.renewal
            FROM program_version AS later
            WHERE later.program_id = own.program_id AND later.number > own.number
                AND later.renewal IS NOT NULL AND later.frozen_at IS NOT NULL
            ORDER BY later.number DESC
            LIMIT 1
        )
    )
    FROM program_version AS own
    WHERE own.id = version
$$;

-- renewal_standing(text[])

CREATE FUNCTION public.renewal_standing(certificates text[]) RETURNS TABLE(certificate_id text, rules jsonb, is_alive boolean, is_suspended boolean, term_begins timestamp with time zone, term_ends timestamp with time zone, opens timestamp with time zone, grace_ends timestamp with time zone, last_chance timestamp with time zone, renewed_until timestamp with time zone, reinstated_until timestamp with time zone, accepted_minutes integer, waiting_minutes integer, waiting_credits integer, needs_foundations boolean, has_foundations boolean, settled_minor bigint)
    LANGUAGE sql STABLE
    AS $$
    SELECT
        certificate.id, found.rules, certificate.erased_at IS NULL AND certificate.state IN ('active', 'suspended'),
        certificate.state = 'suspended',
        least(
            granted.at,
            (certificate.valid_until AT TIME ZONE 'UTC' - make_interval(months => version.term_months))
                AT TIME ZONE 'UTC'
        ),
        certificate.valid_until,
        certificate.valid_until - (found.rules ->> 'opens_days')::integer * interval '1 day',
        certificate.valid_until + (found.rules ->> 'grace_days')::integer * interval '1 day',
        greatest(
            certificate.valid_until + (found.rules ->> 'grace_days')::integer * interval '1 day',
            (
                certificate.valid_until AT TIME ZONE 'UTC'
                + make_interval(months => (found.rules -> 'reinstatement' ->> 'months')::integer)
            ) AT TIME ZONE 'UTC'
        ),
        (certificate.valid_until AT TIME ZONE ends.zone + make_interval(months => version.term_months))
            AT TIME ZONE ends.zone,
        (
            date_trunc('second', clock.now) AT TIME ZONE 'UTC' + make_interval(months => version.term_months)
        ) AT TIME ZONE 'UTC',
        coalesce(counted.accepted, 0)::integer, coalesce(counted.waiting, 0)::integer, counted.waiting_credits::integer,
        coalesce(
            NOT EXISTS (SELECT FROM renewal WHERE renewal.certificate_id = certificate.id)
                AND (certificate.first_issued_at AT TIME ZONE coalesce(institute.time_zone, 'UTC'))::date
                    < (found.rules ->> 'foundations_before')::date,
            false
        ),
        coalesce(counted.has_foundations, false), coalesce(paid.settled, 0)::bigint
    FROM certificate
    JOIN program_version AS version ON version.id = certificate.program_version_id
    CROSS JOIN (SELECT registrar_clock() AS now) AS clock
    LEFT JOIN institute ON true
    CROSS JOIN LATERAL (
        SELECT CASE WHEN certificate.until_precision IS NULL THEN 'UTC' ELSE institute.time_zone END AS zone
    ) AS ends
    CROSS JOIN LATERAL (SELECT renewal_rules(certificate.program_version_id) AS rules) AS found
    LEFT JOIN LATERAL (
        SELECT max(signed.at) AS at
        FROM certificate_version AS signed
        WHERE signed.certificate_id = certificate.id
            AND signed.kind IN ('issued', 'renewed', 'reinstated', 'imported')
    ) AS granted ON true
    LEFT JOIN LATERAL (
        SELECT
            sum(told.minutes) FILTER (WHERE told.state = 'accepted' AND told.counts) AS accepted,
            sum(told.minutes) FILTER (WHERE told.state = 'submitted' AND told.counts) AS waiting,
            count(*) FILTER (WHERE told.state = 'submitted') AS waiting_credits,
            bool_or(told.kind = 'foundations' AND told.state = 'accepted') AS has_foundations
        FROM (
            SELECT
                credit.kind, credit.minutes, renewal_credit_state(credit.id) AS state,
                found.rules -> 'kinds' ? credit.kind AS counts
            FROM renewal_credit AS credit
            WHERE credit.certificate_id = certificate.id AND credit.term_ends = certificate.valid_until
        ) AS told
    ) AS counted ON true
    LEFT JOIN LATERAL (
        SELECT sum(CASE payment.kind WHEN 'refunded' THEN -payment.amount_minor ELSE payment.amount_minor END) AS settled
        FROM renewal_payment AS payment
        WHERE payment.certificate_id = certificate.id AND payment.term_ends = certificate.valid_until
            AND payment.currency = found.rules ->> 'currency'
    ) AS paid ON true
    WHERE certificate.id = ANY(certificates)
    ORDER BY certificate.id
$$;

-- requirement_states(bigint)

CREATE FUNCTION public.requirement_states(claim bigint) RETURNS TABLE(requirement_id bigint, state text, done integer, needed integer, valid_until date, since timestamp with time zone)
    LANGUAGE sql STABLE
    AS $$
    WITH own AS (
        SELECT
            requirement.id, requirement.kind, enrollment.state AS claim_state, cohort.id AS cohort_id,
            jsonb_array_length(requirement.detail -> 'skills') AS skills,
            (requirement.detail ->> 'minutes')::integer AS minutes,
            (registrar_clock() AT TIME ZONE cohort.time_zone)::date AS today
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
        WHERE enrollment.id = claim
    ),
    -- 1. Of what counts, the last word on the whole and on each skill.
    counting AS (
        SELECT *
        FROM progress_that_counts(claim)
    ),
    latest AS (
        SELECT DISTINCT ON (requirement_id, skill) *
        FROM counting
        WHERE kind <> 'submitted'
        ORDER BY requirement_id, skill, id DESC
    ),
    -- 2. By requirement: what the words come to.
    whole AS (
        SELECT latest.requirement_id, latest.id, latest.kind, latest.valid_until, latest.at
        FROM latest
        WHERE latest.skill IS NULL
    ),
    submissions AS (
        SELECT counting.requirement_id, max(counting.id) AS id, max(counting.at) AS at
        FROM counting
        WHERE counting.kind = 'submitted'
        GROUP BY counting.requirement_id
    ),
    skills AS (
        SELECT
            latest.requirement_id, count(*) FILTER (WHERE kind IN ('completed', 'waived'))::integer AS done,
            bool_or(kind = 'failed') AS has_failed, max(id) AS id, max(at) AS at
        FROM latest
        WHERE latest.skill IS NOT NULL
        GROUP BY latest.requirement_id
    ),
    hours AS (
        SELECT
            counting.requirement_id, sum(counting.minutes)::integer AS done, max(counting.id) AS id,
            max(counting.at) AS at
        FROM counting
        WHERE counting.minutes IS NOT NULL AND counting.kind = 'completed'
        GROUP BY counting.requirement_id
    ),
    -- Who attended came to every session of which nothing else is said.
    sessions AS (
        SELECT
            count(*)::integer AS needed,
            count(*) FILTER (WHERE coalesce(marked.came, cohort.claim_state = 'attended'))::integer AS done,
            max(marked.at) AS at
        FROM (SELECT DISTINCT cohort_id, claim_state FROM own) AS cohort
        JOIN session ON session.cohort_id = cohort.cohort_id
        LEFT JOIN LATERAL (
            SELECT came, at
            FROM session_attendance
            WHERE enrollment_id = claim AND session_number = session.number
            ORDER BY id DESC
            LIMIT 1
        ) AS marked ON true
    ),
    -- 3. Exams: a pass counts under whichever claim of the person it was made; what is open or failed is told of the own.
    exams AS (
        SELECT
            tries.requirement_id, bool_or(tries.counts) AS has_passed,
            coalesce(bool_or(NOT tries.passed) FILTER (WHERE tries.enrollment_id = claim), false) AS has_failed,
            coalesce(bool_or(tries.is_open) FILTER (WHERE tries.enrollment_id = claim), false) AS is_open,
            max(tries.scored_at) FILTER (WHERE tries.counts OR tries.enrollment_id = claim) AS at
        FROM tries_of(claim) AS tries
        GROUP BY tries.requirement_id
    )
    SELECT
        own.id,
        CASE
            WHEN whole.kind = 'waived' THEN 'waived'
            WHEN own.kind = 'document' AND whole.kind = 'completed' AND whole.valid_until < own.today THEN
                CASE WHEN submissions.id > whole.id THEN 'submitted' ELSE 'expired' END
            WHEN whole.kind = 'completed' AND (own.kind <> 'observation_hours' OR own.minutes IS NULL) THEN 'complete'
            WHEN exams.has_passed THEN 'complete'
            WHEN skills.done >= own.skills THEN 'complete'
            WHEN own.kind = 'observation_hours' AND hours.done >= own.minutes AND whole.kind = 'completed' THEN 'complete'
            WHEN own.kind = 'workshop_attendance' AND sessions.done = sessions.needed
                AND (sessions.needed > 0 OR own.claim_state = 'attended') THEN 'complete'
            WHEN own.kind = 'workshop_attendance' AND own.claim_state = 'no_show' THEN 'failed'
            WHEN exams.is_open THEN 'submitted'
            WHEN submissions.id > coalesce(greatest(whole.id, skills.id, hours.id), 0) THEN 'submitted'
            WHEN whole.kind = 'failed' OR skills.has_failed OR exams.has_failed THEN 'failed'
            ELSE 'incomplete'
        END,
        CASE
            WHEN own.skills IS NOT NULL THEN coalesce(skills.done, 0)
            WHEN own.minutes IS NOT NULL THEN coalesce(hours.done, 0)
            WHEN own.kind = 'workshop_attendance' THEN sessions.done
            WHEN exams.has_passed THEN 1
            WHEN whole.kind = 'completed' AND coalesce(whole.valid_until >= own.today, true) THEN 1
            ELSE 0
        END,
        CASE
            WHEN own.skills IS NOT NULL THEN own.skills
            WHEN own.minutes IS NOT NULL THEN own.minutes
            WHEN own.kind = 'workshop_attendance' THEN sessions.needed
            ELSE 1
        END,
        whole.valid_until,
        greatest(
            whole.at, submissions.at, skills.at, hours.at, exams.at,
            CASE WHEN own.kind = 'workshop_attendance' THEN sessions.at END
        )
    FROM own
    CROSS JOIN sessions
    LEFT JOIN whole ON whole.requirement_id = own.id
    LEFT JOIN submissions ON submissions.requirement_id = own.id
    LEFT JOIN skills ON skills.requirement_id = own.id
    LEFT JOIN hours ON hours.requirement_id = own.id
    LEFT JOIN exams ON exams.requirement_id = own.id
$$;

-- rescore_is_approved_once()

CREATE FUNCTION public.rescore_is_approved_once() RETURNS trigger
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

-- rescored_as_approved()

CREATE FUNCTION public.rescored_as_approved() RETURNS trigger
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

-- score_follows_the_attempt()

CREATE FUNCTION public.score_follows_the_attempt() RETURNS trigger
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

-- seats_follow_capacity()

CREATE FUNCTION public.seats_follow_capacity() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
BEGIN
    DELETE FROM seat
    WHERE cohort_id = NEW.id AND number > NEW.capacity;
    INSERT INTO seat (cohort_id, number)
    SELECT NEW.id, number
    FROM generate_series(1, NEW.capacity) AS number
    ON CONFLICT ON CONSTRAINT seat_number_once DO NOTHING;
    RETURN NULL;
END
$$;

-- settled_case_never_changes()

CREATE FUNCTION public.settled_case_never_changes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'case % is settled; it never changes again', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'settled_case_never_changes';
END
$$;

-- signing_key_moves_along_its_life()

CREATE FUNCTION public.signing_key_moves_along_its_life() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (OLD.name, OLD.kind, OLD.jwk) IS DISTINCT FROM (NEW.name, NEW.kind, NEW.jwk)
        OR (OLD.state, NEW.state) NOT IN (
            ('standby', 'active'), ('standby', 'compromised'), ('active', 'retired'), ('active', 'compromised'),
            ('retired', 'compromised')
        ) THEN
        RAISE EXCEPTION 'key % does not go from % to %', OLD.name, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'signing_key_moves_along_its_life';
    END IF;
    RETURN NEW;
END
$$;

-- sitting_text(bigint, integer[])

CREATE FUNCTION public.sitting_text(attempt bigint, positions integer[]) RETURNS TABLE("position" smallint, stem text, options text[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
    SELECT form_item.position, item_text.stem, item_text.options
    FROM public.attempt AS sitting
    JOIN public.enrollment ON enrollment.id = sitting.enrollment_id AND enrollment.state IN ('confirmed', 'attended')
    JOIN public.form_item ON form_item.form_id = sitting.form_id
    JOIN public.item_text ON item_text.item_id = form_item.item_id
    WHERE sitting.id = $1
        AND sitting.kind = 'online'
        AND sitting.finished_at IS NULL
        AND public.registrar_clock() <= sitting.ends_at
        AND form_item.position = ANY($2)
$_$;

-- terms_are_sound(jsonb)

CREATE FUNCTION public.terms_are_sound(terms jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT
    SET search_path TO 'pg_catalog'
    AS $$
    SELECT jsonb_typeof(terms -> 'refund') = 'array'
        AND jsonb_typeof(terms -> 'transfer') = 'object'
        AND (terms -> 'transfer' ->> 'times')::integer BETWEEN 0 AND 100
        AND (terms -> 'transfer' ->> 'days')::integer BETWEEN 0 AND 1000
        AND NOT EXISTS (
            SELECT
            FROM (
                SELECT
                    (step ->> 'days')::integer AS days,
                    (step ->> 'percent')::integer AS percent,
                    lag((step ->> 'days')::integer) OVER (ORDER BY place) AS days_before,
                    lag((step ->> 'percent')::integer) OVER (ORDER BY place) AS percent_before
                FROM jsonb_array_elements(terms -> 'refund') WITH ORDINALITY AS refund (step, place)
            ) AS step
            WHERE (
                days BETWEEN 0 AND 1000 AND percent BETWEEN 1 AND 100
                AND coalesce(days < days_before, true) AND coalesce(percent < percent_before, true)
            ) IS NOT TRUE
        )
$$;

-- texts_of(bigint[])

CREATE FUNCTION public.texts_of(people bigint[]) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    RETURN QUERY
    WITH claim AS (
        SELECT id FROM enrollment WHERE person_id = ANY(people)
    ),
    told AS (
        SELECT payload_id FROM enrollment_event JOIN claim ON claim.id = enrollment_id
        UNION
        SELECT payload_id FROM decision JOIN claim ON claim.id = enrollment_id
        UNION
        SELECT certificate_event.payload_id
        FROM certificate_event
        JOIN certificate ON certificate.id = certificate_event.certificate_id
        WHERE certificate.person_id = ANY(people)
        UNION
        SELECT payload_id FROM candidate_text JOIN claim ON claim.id = enrollment_id
        UNION
        SELECT payload_id FROM audit_entry JOIN claim ON claim.id = subject_id WHERE subject = 'enrollment'
        UNION
        SELECT payload_id
        FROM audit_entry
        JOIN certificate ON certificate.number = audit_entry.subject_id
        WHERE audit_entry.subject = 'certificate' AND certificate.person_id = ANY(people)
        UNION
        SELECT payload_id FROM audit_entry WHERE subject = 'person' AND subject_id = ANY(people)
        UNION
        SELECT renewal_text.payload_id
        FROM renewal_text
        JOIN certificate ON certificate.id = renewal_text.certificate_id
        WHERE certificate.person_id = ANY(people)
    )
    SELECT payload.id
    FROM told
    JOIN payload ON payload.id = told.payload_id;
END
$$;

-- texts_with_address(text)

CREATE FUNCTION public.texts_with_address(address text) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $_$
    SELECT payload.id
    FROM payload
    -- A look at the whole spares taking most texts apart.
    WHERE strpos(lower(normalize(payload.body::text, NFC)), address) > 0
        AND EXISTS (
            SELECT
            FROM jsonb_path_query(payload.body, 'strict $.** ? (@.type() == "string")') AS held
            WHERE holds_address(held #>> '{}', address)
        )
        AND NOT EXISTS (
            SELECT
            FROM audit_entry
            WHERE audit_entry.payload_id = payload.id AND audit_entry.subject IN ('staff', 'institute')
        )
$_$;

-- tries_of(bigint)

CREATE FUNCTION public.tries_of(claim bigint) RETURNS TABLE(requirement_id bigint, attempt_id bigint, is_practical boolean, enrollment_id bigint, began timestamp with time zone, ended timestamp with time zone, is_open boolean, passed boolean, scored_at timestamp with time zone, counts boolean)
    LANGUAGE sql STABLE
    AS $_$
    WITH asked AS (
        SELECT
            requirement.id, requirement.kind, cohort.time_zone,
            coalesce(requirement.detail ->> 'exam', requirement.detail ->> 'practical', requirement.id::text) AS exam,
            (requirement.detail -> 'retakes' ->> 'within_months')::integer AS months
        FROM enrollment
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN requirement ON requirement.program_version_id = cohort.program_version_id
        WHERE enrollment.id = $1 AND requirement.kind IN ('written_exam', 'practical_exam')
    ),
    under AS (
        SELECT *
        FROM claims_of_person($1) AS of_person (id)
    ),
    tried AS (
        SELECT
            asked.id AS requirement, asked.months, attempt.id AS attempt, false AS is_practical,
            attempt.enrollment_id AS enrollment, attempt.begun_at AS began,
            CASE attempt.kind
                WHEN 'paper' THEN attempt.ends_at
                ELSE coalesce(attempt.finished_at, attempt.ends_at)
            END AS ended,
            attempt.finished_at IS NULL AS is_open, result.passed, result.at
        FROM asked
        CROSS JOIN under
        JOIN attempt ON attempt.enrollment_id = under.id
        JOIN requirement AS own ON own.id = attempt.requirement_id
        LEFT JOIN LATERAL (
            SELECT score.passed, score.at
            FROM score
            WHERE score.attempt_id = attempt.id
            ORDER BY score.number DESC
            LIMIT 1
        ) AS result ON true
        WHERE asked.kind = 'written_exam' AND coalesce(own.detail ->> 'exam', own.id::text) = asked.exam
        UNION ALL
        SELECT
            asked.id, asked.months, practical_attempt.id, true, practical_attempt.enrollment_id,
            practical_attempt.held_on::timestamp AT TIME ZONE asked.time_zone,
            practical_attempt.held_on::timestamp AT TIME ZONE asked.time_zone,
            practical_score.attempt_id IS NULL, practical_score.passed, practical_score.at
        FROM asked
        CROSS JOIN under
        JOIN practical_attempt ON practical_attempt.enrollment_id = under.id
        JOIN requirement AS own ON own.id = practical_attempt.requirement_id
        LEFT JOIN practical_score ON practical_score.attempt_id = practical_attempt.id
        WHERE asked.kind = 'practical_exam' AND coalesce(own.detail ->> 'practical', own.id::text) = asked.exam
            AND NOT EXISTS (
                SELECT FROM practical_cancellation WHERE practical_cancellation.attempt_id = practical_attempt.id
            )
    )
    SELECT
        tried.requirement, tried.attempt, tried.is_practical, tried.enrollment, tried.began, tried.ended, tried.is_open,
        tried.passed, tried.at,
        coalesce(tried.passed, false) AND coalesce(
            tried.began <= min(tried.began) OVER (PARTITION BY tried.requirement)
                + make_interval(months => tried.months),
            true
        )
    FROM tried
$_$;

-- try_follows_the_policy()

CREATE FUNCTION public.try_follows_the_policy() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    moment timestamptz;
    try record;
BEGIN
    -- 1. One try of a person after the other, whatever claims they are under.
    PERFORM
    FROM enrollment
    JOIN person ON person.id = enrollment.person_id
    WHERE coalesce(person.merged_into, person.id) = (
        SELECT coalesce(person.merged_into, person.id)
        FROM enrollment
        JOIN person ON person.id = enrollment.person_id
        WHERE enrollment.id = NEW.enrollment_id
    )
    ORDER BY enrollment.id
    FOR NO KEY UPDATE OF enrollment;
    IF TG_TABLE_NAME = 'practical_attempt' THEN
        moment := NEW.held_on::timestamp AT TIME ZONE (
            SELECT cohort.time_zone
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.id = NEW.enrollment_id
        );
    ELSIF NEW.kind = 'paper' THEN
        moment := NEW.begun_at;
    END IF;
    -- 2. The policy.
    SELECT * INTO try FROM next_try(NEW.enrollment_id, NEW.requirement_id, moment);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'requirement % is none of enrollment %', NEW.requirement_id, NEW.enrollment_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'try_is_of_the_own_program';
    END IF;
    IF try.obstacle IS NOT NULL THEN
        RAISE EXCEPTION 'enrollment % may not try requirement % now: %',
            NEW.enrollment_id, NEW.requirement_id, try.obstacle
            USING ERRCODE = 'restrict_violation', CONSTRAINT = CASE try.obstacle
                WHEN 'passed' THEN 'no_try_after_a_pass'
                WHEN 'open' THEN 'one_try_at_a_time'
                WHEN 'last' THEN 'no_try_after_the_last'
                WHEN 'early' THEN 'no_try_before_its_waiting_time'
                ELSE 'no_try_after_the_window'
            END;
    END IF;
    NEW.number := try.number;
    IF TG_TABLE_NAME = 'practical_attempt' THEN
        NEW.sitting := 1 + (
            SELECT count(*)
            FROM practical_attempt AS before
            WHERE before.enrollment_id = NEW.enrollment_id
                AND before.requirement_id = NEW.requirement_id
                AND before.number = NEW.number
        );
    END IF;
    -- 3. What it rests on.
    IF NOT EXISTS (
        SELECT
        FROM eligibility
        WHERE eligibility.id = NEW.eligibility_id
            AND eligibility.enrollment_id = NEW.enrollment_id
            AND eligibility.requirement_id = NEW.requirement_id
    ) THEN
        RAISE EXCEPTION 'eligibility % is for something else', NEW.eligibility_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'try_uses_an_eligibility_of_its_own';
    END IF;
    IF TG_TABLE_NAME = 'attempt' THEN
        IF EXISTS (
            SELECT
            FROM requirement
            JOIN exam_form ON exam_form.id = NEW.form_id
            JOIN exam ON exam.id = exam_form.exam_id
            WHERE requirement.id = NEW.requirement_id AND requirement.detail ->> 'exam' <> exam.code
        ) THEN
            RAISE EXCEPTION 'form % is of another exam', NEW.form_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'form_is_of_the_exam';
        END IF;
        UPDATE exam_form
        SET frozen_at = registrar_clock()
        WHERE exam_form.id = NEW.form_id AND exam_form.frozen_at IS NULL;
    END IF;
    RETURN NEW;
END
$$;

-- versions_are_logged()

CREATE FUNCTION public.versions_are_logged() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO log_waiting (op, digest, certificate_id, version)
    VALUES ('issue', NEW.jwt_digest, NEW.certificate_id, NEW.number);
    RETURN NULL;
END
$$;

-- waiting_before(bigint, integer)

CREATE FUNCTION public.waiting_before(cohort bigint, arrival integer) RETURNS integer
    LANGUAGE sql STABLE
    AS $_$
    SELECT $2 - 1 - count(*)::integer
    FROM enrollment
    WHERE enrollment.cohort_id = $1
        AND enrollment.arrival < $2
        AND enrollment.state <> 'waitlisted'
        AND enrollment.restored_at IS NULL
$_$;

-- waivers_that_count(bigint)

CREATE FUNCTION public.waivers_that_count(claim bigint) RETURNS SETOF public.progress_event
    LANGUAGE sql STABLE
    AS $$
    SELECT latest.*
    FROM (
        SELECT DISTINCT ON (counting.requirement_id, counting.skill) counting.*
        FROM progress_that_counts(claim) AS counting
        WHERE counting.kind <> 'submitted'
        ORDER BY counting.requirement_id, counting.skill, counting.id DESC
    ) AS latest
    WHERE latest.kind = 'waived'
$$;

-- what_waits_is_logged()

CREATE FUNCTION public.what_waits_is_logged() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    waiting log_waiting[];
    first bigint;
BEGIN
    -- The first row's turn takes all of them.
    WITH taken AS (
        DELETE FROM log_waiting WHERE xid = pg_current_xact_id() RETURNING log_waiting AS held
    )
    SELECT array_agg(held ORDER BY (held).number) INTO waiting FROM taken;
    IF waiting IS NULL THEN
        RETURN NULL;
    END IF;
    first := append_to_log(
        ARRAY(SELECT op FROM unnest(waiting) ORDER BY number),
        ARRAY(SELECT digest FROM unnest(waiting) ORDER BY number)
    );
    INSERT INTO certificate_log (certificate_id, version, op, index)
    SELECT certificate_id, version, op, index
    FROM (
        SELECT certificate_id, version, op, first + row_number() OVER (ORDER BY number) - 1 AS index
        FROM unnest(waiting)
    ) AS entered
    WHERE certificate_id IS NOT NULL;
    RETURN NULL;
END
$$;

-- who_teaches_waives_no_exam()

CREATE FUNCTION public.who_teaches_waives_no_exam() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM enrollment
        JOIN cohort_instructor ON cohort_instructor.cohort_id = enrollment.cohort_id
        JOIN requirement ON requirement.id = NEW.requirement_id
        WHERE enrollment.id = NEW.enrollment_id
            AND requirement.kind IN ('skill_sign_off', 'written_exam', 'practical_exam')
            AND (
                is_same_human(cohort_instructor.staff_id, NEW.staff_id)
                OR is_same_human(cohort_instructor.staff_id, NEW.operator_id)
            )
    ) THEN
        RAISE EXCEPTION 'whoever teaches enrollment % waives none of its skills and exams', NEW.enrollment_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'who_teaches_waives_no_exam';
    END IF;
    RETURN NEW;
END
$$;

-- accommodation

CREATE TABLE public.accommodation (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    time_percent smallint NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint NOT NULL,
    operator_id bigint,
    payload_id bigint NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT accommodation_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT time_percent_is_100_to_400 CHECK (((time_percent >= 100) AND (time_percent <= 400)))
);

-- accommodation_id_seq

ALTER TABLE public.accommodation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.accommodation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- answer

CREATE TABLE public.answer (
    id bigint NOT NULL,
    attempt_id bigint NOT NULL,
    "position" smallint NOT NULL,
    option smallint,
    is_flagged boolean DEFAULT false NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    is_late boolean NOT NULL
);

-- answer_id_seq

ALTER TABLE public.answer ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- appeal

CREATE TABLE public.appeal (
    id bigint NOT NULL,
    decision_id bigint NOT NULL
);

-- appeal_event

CREATE TABLE public.appeal_event (
    id bigint NOT NULL,
    appeal_id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint,
    operator_id bigint,
    payload_id bigint NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT appeal_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT appeal_event_kind_is_known CHECK ((kind = ANY (ARRAY['filed'::text, 'upheld'::text, 'dismissed'::text, 'withdrawn'::text]))),
    CONSTRAINT appeal_is_ended_by_somebody CHECK (((kind = 'filed'::text) OR (staff_id IS NOT NULL))),
    CONSTRAINT appeal_operator_is_named_only_for_another CHECK ((operator_id <> staff_id))
);

-- appeal_event_id_seq

ALTER TABLE public.appeal_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.appeal_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- appeal_id_seq

ALTER TABLE public.appeal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.appeal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- attempt

CREATE TABLE public.attempt (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    requirement_id bigint NOT NULL,
    form_id bigint NOT NULL,
    eligibility_id bigint NOT NULL,
    number smallint NOT NULL,
    kind text NOT NULL,
    time_percent smallint DEFAULT 100 NOT NULL,
    shuffle bigint NOT NULL,
    begun_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    finish text,
    CONSTRAINT attempt_begins_before_it_ends CHECK ((begun_at <= ends_at)),
    CONSTRAINT attempt_finish_is_known CHECK ((finish = ANY (ARRAY['submitted'::text, 'time_up'::text, 'scanned'::text, 'erased'::text]))),
    CONSTRAINT attempt_kind_is_known CHECK ((kind = ANY (ARRAY['online'::text, 'paper'::text]))),
    CONSTRAINT attempt_number_counts_from_1 CHECK ((number >= 1)),
    CONSTRAINT attempt_time_percent_is_100_to_400 CHECK (((time_percent >= 100) AND (time_percent <= 400))),
    CONSTRAINT finished_attempt_says_how CHECK (((finished_at IS NULL) = (finish IS NULL)))
);

-- attempt_id_seq

ALTER TABLE public.attempt ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- audit_entry_id_seq

ALTER TABLE public.audit_entry ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- audit_era

CREATE TABLE public.audit_era (
    number smallint NOT NULL,
    system_identifier bigint NOT NULL,
    started_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL
);

-- audit_seal

CREATE TABLE public.audit_seal (
    number bigint NOT NULL,
    era smallint NOT NULL,
    below xid8 NOT NULL,
    entries integer NOT NULL,
    digest bytea NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    CONSTRAINT audit_seal_counts_entries CHECK ((entries > 0)),
    CONSTRAINT audit_seal_digest_has_32_octets CHECK ((octet_length(digest) = 32))
);

-- campaign

CREATE TABLE public.campaign (
    id bigint NOT NULL,
    purpose text NOT NULL,
    subject text NOT NULL,
    template text NOT NULL,
    digest bytea NOT NULL,
    filter text NOT NULL,
    recipients integer NOT NULL,
    state text DEFAULT 'sending'::text NOT NULL,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint,
    operator_id bigint,
    CONSTRAINT campaign_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT campaign_has_recipients CHECK ((recipients > 0)),
    CONSTRAINT campaign_state_is_known CHECK ((state = ANY (ARRAY['sending'::text, 'paused'::text, 'cancelled'::text]))),
    CONSTRAINT campaign_subject_has_1_to_200_characters CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 200))),
    CONSTRAINT campaign_template_has_at_most_100000_octets CHECK (((octet_length(template) >= 1) AND (octet_length(template) <= 100000)))
);

-- campaign_id_seq

ALTER TABLE public.campaign ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.campaign_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- candidate

CREATE TABLE public.candidate (
    enrollment_id bigint NOT NULL,
    number integer NOT NULL,
    CONSTRAINT candidate_number_has_7_digits CHECK (((number >= 1000000) AND (number <= 9999999)))
);

-- decision

CREATE TABLE public.decision (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint NOT NULL,
    operator_id bigint,
    basis jsonb NOT NULL,
    payload_id bigint,
    digest bytea,
    override_id bigint,
    reason_class text,
    CONSTRAINT decision_basis_is_an_object CHECK ((jsonb_typeof(basis) = 'object'::text)),
    CONSTRAINT decision_has_a_reason_in_words CHECK (((kind = 'proposed'::text) OR (payload_id IS NOT NULL))),
    CONSTRAINT decision_kind_is_known CHECK ((kind = ANY (ARRAY['proposed'::text, 'granted'::text, 'denied'::text, 'deferred'::text]))),
    CONSTRAINT decision_operator_is_named_only_for_another CHECK ((operator_id <> staff_id)),
    CONSTRAINT decision_payload_has_a_digest CHECK (((payload_id IS NULL) OR (octet_length(digest) = 32))),
    CONSTRAINT denial_reason_is_known CHECK ((reason_class = ANY (ARRAY['exam'::text, 'evidence'::text, 'eligibility'::text, 'conduct'::text, 'withdrawn'::text, 'other'::text]))),
    CONSTRAINT only_a_denial_has_a_reason_class CHECK (((reason_class IS NULL) OR (kind = 'denied'::text)))
);

-- decision_override

CREATE TABLE public.decision_override (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    decider_id bigint NOT NULL,
    operator_id bigint,
    asked_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    payload_id bigint NOT NULL,
    digest bytea NOT NULL,
    agreed_by bigint,
    agreed_at timestamp with time zone,
    CONSTRAINT agreed_override_says_when CHECK (((agreed_by IS NULL) = (agreed_at IS NULL))),
    CONSTRAINT decision_override_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT override_operator_is_named_only_for_another CHECK ((operator_id <> decider_id)),
    CONSTRAINT override_takes_two_persons CHECK (((agreed_by <> decider_id) AND (agreed_by <> operator_id)))
);

-- practical_attempt

CREATE TABLE public.practical_attempt (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    requirement_id bigint NOT NULL,
    practical_id bigint NOT NULL,
    eligibility_id bigint NOT NULL,
    number smallint NOT NULL,
    held_on date NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint NOT NULL,
    operator_id bigint,
    sitting smallint DEFAULT 1 NOT NULL,
    moved_from bigint,
    CONSTRAINT practical_attempt_number_counts_from_1 CHECK ((number >= 1)),
    CONSTRAINT practical_sitting_counts_from_1 CHECK ((sitting >= 1))
);

-- practical_cancellation

CREATE TABLE public.practical_cancellation (
    attempt_id bigint NOT NULL,
    reason_class text NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint NOT NULL,
    operator_id bigint,
    payload_id bigint NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT practical_cancellation_class_is_known CHECK ((reason_class = ANY (ARRAY['candidate_absent'::text, 'institute'::text, 'moved'::text]))),
    CONSTRAINT practical_cancellation_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT practical_cancellation_operator_is_named_only_for_another CHECK ((operator_id <> staff_id))
);

-- rating

CREATE TABLE public.rating (
    task_id bigint NOT NULL,
    levels smallint[] NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    operator_id bigint,
    payload_id bigint,
    digest bytea,
    CONSTRAINT rating_payload_has_a_digest CHECK (((payload_id IS NULL) OR (octet_length(digest) = 32)))
);

-- rating_task

CREATE TABLE public.rating_task (
    id bigint NOT NULL,
    attempt_id bigint NOT NULL,
    rater_id bigint NOT NULL,
    on_day date NOT NULL,
    link_generation smallint DEFAULT 1 NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint NOT NULL,
    operator_id bigint,
    withdrawn_at timestamp with time zone
);

-- rescore

CREATE TABLE public.rescore (
    id bigint NOT NULL,
    form_id bigint NOT NULL,
    attempt_id bigint,
    asked_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint NOT NULL,
    operator_id bigint,
    payload_id bigint NOT NULL,
    digest bytea NOT NULL,
    approved_by bigint,
    approved_at timestamp with time zone,
    CONSTRAINT approved_rescore_says_when CHECK (((approved_by IS NULL) = (approved_at IS NULL))),
    CONSTRAINT rescore_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT rescore_operator_is_named_only_for_another CHECK ((operator_id <> staff_id)),
    CONSTRAINT rescore_takes_two_persons CHECK (((approved_by IS NULL) OR ((approved_by <> staff_id) AND (approved_by IS DISTINCT FROM operator_id))))
);

-- score

CREATE TABLE public.score (
    id bigint NOT NULL,
    attempt_id bigint NOT NULL,
    number smallint NOT NULL,
    raw smallint NOT NULL,
    items smallint NOT NULL,
    cut smallint NOT NULL,
    passed boolean GENERATED ALWAYS AS ((raw >= cut)) STORED NOT NULL,
    scaled smallint NOT NULL,
    areas jsonb NOT NULL,
    answers_digest bytea NOT NULL,
    keys_digest bytea NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint,
    operator_id bigint,
    approved_by bigint,
    payload_id bigint,
    digest bytea,
    rescore_id bigint,
    CONSTRAINT a_rescore_has_a_reason_and_an_approver CHECK (((number = 1) OR ((payload_id IS NOT NULL) AND (staff_id IS NOT NULL) AND (approved_by IS NOT NULL) AND (approved_by <> staff_id) AND (approved_by IS DISTINCT FROM operator_id)))),
    CONSTRAINT answers_digest_has_32_octets CHECK ((octet_length(answers_digest) = 32)),
    CONSTRAINT cut_is_1_to_the_items CHECK (((cut >= 1) AND (cut <= items))),
    CONSTRAINT keys_digest_has_32_octets CHECK ((octet_length(keys_digest) = 32)),
    CONSTRAINT raw_is_0_to_the_items CHECK (((raw >= 0) AND (raw <= items))),
    CONSTRAINT scaled_score_is_200_to_800 CHECK (((scaled >= 200) AND (scaled <= 800))),
    CONSTRAINT score_areas_are_a_list CHECK ((jsonb_typeof(areas) = 'array'::text)),
    CONSTRAINT score_number_counts_from_1 CHECK ((number >= 1)),
    CONSTRAINT score_payload_has_a_digest CHECK (((payload_id IS NULL) OR (octet_length(digest) = 32)))
);

-- candidate_text

CREATE VIEW public.candidate_text AS
 SELECT progress_event.enrollment_id,
    progress_event.payload_id,
    progress_event.digest,
    progress_event.at,
    ('progress '::text || progress_event.id) AS told_by
   FROM public.progress_event
  WHERE (progress_event.payload_id IS NOT NULL)
UNION ALL
 SELECT accommodation.enrollment_id,
    accommodation.payload_id,
    accommodation.digest,
    accommodation.at,
    ('accommodation '::text || accommodation.id) AS told_by
   FROM public.accommodation
UNION ALL
 SELECT attempt.enrollment_id,
    score.payload_id,
    score.digest,
    score.at,
    ('score '::text || score.id) AS told_by
   FROM (public.score
     JOIN public.attempt ON ((attempt.id = score.attempt_id)))
  WHERE (score.payload_id IS NOT NULL)
UNION ALL
 SELECT attempt.enrollment_id,
    rescore.payload_id,
    rescore.digest,
    rescore.asked_at AS at,
    ('rescore '::text || rescore.id) AS told_by
   FROM (public.rescore
     JOIN public.attempt ON ((attempt.id = rescore.attempt_id)))
UNION ALL
 SELECT practical_attempt.enrollment_id,
    rating.payload_id,
    rating.digest,
    rating.at,
    ('rating '::text || rating.task_id) AS told_by
   FROM ((public.rating
     JOIN public.rating_task ON ((rating_task.id = rating.task_id)))
     JOIN public.practical_attempt ON ((practical_attempt.id = rating_task.attempt_id)))
  WHERE (rating.payload_id IS NOT NULL)
UNION ALL
 SELECT practical_attempt.enrollment_id,
    cancellation.payload_id,
    cancellation.digest,
    cancellation.at,
    ('practical cancellation '::text || cancellation.attempt_id) AS told_by
   FROM (public.practical_cancellation cancellation
     JOIN public.practical_attempt ON ((practical_attempt.id = cancellation.attempt_id)))
UNION ALL
 SELECT decision_override.enrollment_id,
    decision_override.payload_id,
    decision_override.digest,
    decision_override.asked_at AS at,
    ('override '::text || decision_override.id) AS told_by
   FROM public.decision_override
UNION ALL
 SELECT decision.enrollment_id,
    event.payload_id,
    event.digest,
    event.at,
    ('appeal '::text || event.id) AS told_by
   FROM ((public.appeal_event event
     JOIN public.appeal ON ((appeal.id = event.appeal_id)))
     JOIN public.decision ON ((decision.id = appeal.decision_id)));

-- certificate

CREATE TABLE public.certificate (
    id text NOT NULL,
    number bigint NOT NULL,
    prefix text NOT NULL,
    decision_id bigint,
    person_id bigint NOT NULL,
    program_version_id bigint NOT NULL,
    state text DEFAULT 'active'::text NOT NULL,
    state_since timestamp with time zone NOT NULL,
    reason text,
    first_issued_at timestamp with time zone NOT NULL,
    version smallint DEFAULT 1 NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    is_test boolean NOT NULL,
    name text,
    subject uuid,
    erased_at timestamp with time zone,
    origin text DEFAULT 'decision'::text NOT NULL,
    credential_name text,
    old_number text,
    issued_precision text,
    until_precision text,
    since_precision text,
    CONSTRAINT certificate_begins_before_it_ends CHECK ((valid_from < valid_until)),
    CONSTRAINT certificate_has_its_origin CHECK (((origin = 'decision'::text) = (decision_id IS NOT NULL))),
    CONSTRAINT certificate_holder_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT certificate_id_has_11_characters CHECK ((id ~ '^[0-9A-HJKMNP-TV-Z]{11}$'::text)),
    CONSTRAINT certificate_names_nobody_exactly_when_erased CHECK ((((erased_at IS NOT NULL) = (name IS NULL)) AND ((erased_at IS NOT NULL) = (subject IS NULL)))),
    CONSTRAINT certificate_origin_is_known CHECK ((origin = ANY (ARRAY['decision'::text, 'legacy'::text]))),
    CONSTRAINT certificate_state_is_known CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text, 'revoked'::text, 'surrendered'::text]))),
    CONSTRAINT certificate_version_counts_from_1 CHECK (((version >= 1) OR ((version = 0) AND (origin = 'legacy'::text)))),
    CONSTRAINT credential_name_has_1_to_200_characters CHECK (((char_length(credential_name) >= 1) AND (char_length(credential_name) <= 200))),
    CONSTRAINT issued_precision_is_known CHECK ((issued_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text]))),
    CONSTRAINT old_certificates_have_a_number_and_a_day CHECK ((((origin = 'legacy'::text) = (old_number IS NOT NULL)) AND ((origin = 'legacy'::text) = (issued_precision IS NOT NULL)) AND ((origin = 'legacy'::text) OR ((until_precision IS NULL) AND (since_precision IS NULL))))),
    CONSTRAINT old_number_has_1_to_64_characters CHECK (((char_length(old_number) >= 1) AND (char_length(old_number) <= 64))),
    CONSTRAINT since_precision_is_known CHECK ((since_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text]))),
    CONSTRAINT until_precision_is_known CHECK ((until_precision = ANY (ARRAY['day'::text, 'month'::text, 'year'::text])))
);

-- certificate_event

CREATE TABLE public.certificate_event (
    certificate_id text NOT NULL,
    number smallint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    staff_id bigint,
    operator_id bigint,
    reason text,
    payload_id bigint,
    digest bytea,
    CONSTRAINT certificate_event_has_a_reason_in_words CHECK (((kind = ANY (ARRAY['issued'::text, 'imported'::text, 'renewed'::text, 'reissued'::text, 'erased'::text])) OR ((reason IS NOT NULL) AND (payload_id IS NOT NULL)))),
    CONSTRAINT certificate_event_kind_is_known CHECK ((kind = ANY (ARRAY['issued'::text, 'imported'::text, 'suspended'::text, 'reinstated'::text, 'revoked'::text, 'surrendered'::text, 'corrected'::text, 'renewed'::text, 'reissued'::text, 'erased'::text]))),
    CONSTRAINT certificate_event_payload_has_a_digest CHECK (((payload_id IS NULL) OR (octet_length(digest) = 32)))
);

-- certificate_file

CREATE TABLE public.certificate_file (
    certificate_id text NOT NULL,
    version smallint NOT NULL,
    jwt text NOT NULL,
    proof text NOT NULL
);

-- certificate_log

CREATE TABLE public.certificate_log (
    certificate_id text NOT NULL,
    version smallint NOT NULL,
    op text NOT NULL,
    index bigint NOT NULL,
    CONSTRAINT certificate_log_op_is_known CHECK ((op = ANY (ARRAY['issue'::text, 'revoke'::text])))
);

-- certificate_lookup

CREATE TABLE public.certificate_lookup (
    day date NOT NULL,
    answer text NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT certificate_lookup_counts CHECK ((count > 0))
);

-- certificate_name

CREATE TABLE public.certificate_name (
    decision_id bigint NOT NULL,
    name text NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    CONSTRAINT certificate_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
);

-- certificate_number_seq

ALTER TABLE public.certificate ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.certificate_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- certificate_rendering

CREATE TABLE public.certificate_rendering (
    certificate_id text NOT NULL,
    version smallint NOT NULL,
    kind text NOT NULL,
    octets bytea NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    CONSTRAINT certificate_rendering_kind_is_known CHECK ((kind = ANY (ARRAY['letter.pdf'::text, 'a4.pdf'::text, 'png'::text, 'svg'::text, 'preview.png'::text])))
);

-- certificate_version

CREATE TABLE public.certificate_version (
    certificate_id text NOT NULL,
    number smallint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    jwt_key text NOT NULL,
    proof_key text NOT NULL,
    status_list integer NOT NULL,
    status_index integer NOT NULL,
    jwt_digest bytea NOT NULL,
    proof_digest bytea NOT NULL,
    CONSTRAINT certificate_version_begins_with_its_first CHECK (((kind <> 'issued'::text) OR (number = 1))),
    CONSTRAINT certificate_version_kind_is_known CHECK ((kind = ANY (ARRAY['issued'::text, 'imported'::text, 'corrected'::text, 'renewed'::text, 'reinstated'::text, 'reissued'::text]))),
    CONSTRAINT jwt_digest_has_32_octets CHECK ((octet_length(jwt_digest) = 32)),
    CONSTRAINT proof_digest_has_32_octets CHECK ((octet_length(proof_digest) = 32)),
    CONSTRAINT status_index_is_in_the_list CHECK (((status_index >= 0) AND (status_index <= 131071)))
);

-- cohort

CREATE TABLE public.cohort (
    id bigint NOT NULL,
    code text NOT NULL,
    program_version_id bigint NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    capacity smallint DEFAULT 10 NOT NULL,
    time_zone text NOT NULL,
    price_minor integer NOT NULL,
    currency text NOT NULL,
    registration_opens_at timestamp with time zone NOT NULL,
    registration_closes_at timestamp with time zone NOT NULL,
    hold_window interval DEFAULT '02:00:00'::interval NOT NULL,
    offer_window interval DEFAULT '24:00:00'::interval NOT NULL,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    last_arrival integer DEFAULT 0 NOT NULL,
    last_event_number integer DEFAULT 0 NOT NULL,
    last_event_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    payment_first boolean DEFAULT false NOT NULL,
    payment_window interval DEFAULT '3 days'::interval NOT NULL,
    CONSTRAINT capacity_is_1_to_10 CHECK (((capacity >= 1) AND (capacity <= 10))),
    CONSTRAINT cohort_code_is_a_short_word CHECK (((code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'::text) AND (length(code) <= 40))),
    CONSTRAINT cohort_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'closed'::text, 'completed'::text, 'cancelled'::text]))),
    CONSTRAINT cohort_time_zone_exists CHECK (public.is_time_zone(time_zone)),
    CONSTRAINT currency_is_an_iso_4217_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT hold_window_is_1_minute_to_14_days CHECK (((hold_window >= '00:01:00'::interval) AND (hold_window <= '14 days'::interval))),
    CONSTRAINT offer_window_is_1_minute_to_14_days CHECK (((offer_window >= '00:01:00'::interval) AND (offer_window <= '14 days'::interval))),
    CONSTRAINT payment_window_is_1_minute_to_60_days CHECK (((payment_window >= '00:01:00'::interval) AND (payment_window <= '60 days'::interval))),
    CONSTRAINT price_is_not_negative CHECK ((price_minor >= 0)),
    CONSTRAINT registration_opens_before_it_closes CHECK ((registration_opens_at < registration_closes_at))
)
WITH (fillfactor='50');

-- enrollment

CREATE TABLE public.enrollment (
    id bigint NOT NULL,
    cohort_id bigint NOT NULL,
    person_id bigint NOT NULL,
    state text NOT NULL,
    arrival integer NOT NULL,
    seat_number smallint,
    expires_at timestamp with time zone,
    name text NOT NULL,
    time_zone text,
    reserved_at timestamp with time zone NOT NULL,
    address_confirmed_at timestamp with time zone,
    client_digest bytea,
    link_generation smallint DEFAULT 1 NOT NULL,
    entry_id bigint,
    predecessor_id bigint,
    preferred_at timestamp with time zone,
    restored_at timestamp with time zone,
    terms jsonb,
    transfers smallint DEFAULT 0 NOT NULL,
    CONSTRAINT arrival_counts_from_1 CHECK ((arrival >= 1)),
    CONSTRAINT client_is_kept_only_while_unconfirmed CHECK (((client_digest IS NULL) OR ((state = ANY (ARRAY['held'::text, 'waitlisted'::text])) AND (address_confirmed_at IS NULL)))),
    CONSTRAINT confirmed_seats_have_a_confirmed_address CHECK (((state <> ALL (ARRAY['offered'::text, 'confirmed'::text, 'attended'::text, 'no_show'::text])) OR (address_confirmed_at IS NOT NULL))),
    CONSTRAINT deadline_is_set_exactly_while_held_or_offered CHECK (((state = ANY (ARRAY['held'::text, 'offered'::text])) = (expires_at IS NOT NULL))),
    CONSTRAINT enrollment_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT enrollment_state_is_known CHECK ((state = ANY (ARRAY['waitlisted'::text, 'held'::text, 'offered'::text, 'confirmed'::text, 'attended'::text, 'no_show'::text, 'lapsed'::text, 'declined'::text, 'withdrawn'::text, 'closed'::text, 'carried'::text, 'transferred'::text, 'removed'::text, 'cancelled'::text]))),
    CONSTRAINT enrollment_time_zone_exists CHECK (public.is_time_zone(time_zone)),
    CONSTRAINT only_a_removal_is_restored CHECK (((restored_at IS NULL) OR (state = 'removed'::text))),
    CONSTRAINT seat_is_set_exactly_while_taken CHECK (((state = ANY (ARRAY['held'::text, 'offered'::text, 'confirmed'::text, 'attended'::text, 'no_show'::text])) = (seat_number IS NOT NULL))),
    CONSTRAINT transfers_are_counted_from_0 CHECK ((transfers >= 0))
);

-- payment

CREATE TABLE public.payment (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    kind text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    reference text,
    value_date date,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint,
    CONSTRAINT money_that_moves_has_a_reference CHECK (((kind <> ALL (ARRAY['received'::text, 'refunded'::text])) OR (reference IS NOT NULL))),
    CONSTRAINT payment_amount_is_positive CHECK (
CASE kind
    WHEN 'moved'::text THEN (amount_minor <> 0)
    ELSE (amount_minor > 0)
END),
    CONSTRAINT payment_currency_is_an_iso_4217_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT payment_kind_is_known CHECK ((kind = ANY (ARRAY['expected'::text, 'received'::text, 'refunded'::text, 'waived'::text, 'moved'::text]))),
    CONSTRAINT payment_reference_has_1_to_200_characters CHECK (((char_length(reference) >= 1) AND (char_length(reference) <= 200)))
);

-- claim_money

CREATE VIEW public.claim_money AS
 SELECT enrollment.id AS enrollment_id,
    enrollment.cohort_id,
    COALESCE(ledger.currency, cohort.currency) AS currency,
    ledger.expected_minor,
    ledger.received_minor,
    ledger.refunded_minor,
    ledger.waived_minor,
    ledger.moved_minor,
    ledger.with_us_minor,
        CASE
            WHEN (enrollment.state = ANY (ARRAY['waitlisted'::text, 'held'::text, 'offered'::text, 'confirmed'::text, 'attended'::text, 'no_show'::text])) THEN ((ledger.expected_minor - ledger.waived_minor) - ledger.with_us_minor)
            ELSE (0)::bigint
        END AS due_minor
   FROM ((public.enrollment
     JOIN public.cohort ON ((cohort.id = enrollment.cohort_id)))
     CROSS JOIN LATERAL ( SELECT min(payment.currency) AS currency,
            (COALESCE(sum(payment.amount_minor) FILTER (WHERE (payment.kind = 'expected'::text)), (0)::numeric))::bigint AS expected_minor,
            (COALESCE(sum(payment.amount_minor) FILTER (WHERE (payment.kind = 'received'::text)), (0)::numeric))::bigint AS received_minor,
            (COALESCE(sum(payment.amount_minor) FILTER (WHERE (payment.kind = 'refunded'::text)), (0)::numeric))::bigint AS refunded_minor,
            (COALESCE(sum(payment.amount_minor) FILTER (WHERE (payment.kind = 'waived'::text)), (0)::numeric))::bigint AS waived_minor,
            (COALESCE(sum(payment.amount_minor) FILTER (WHERE (payment.kind = 'moved'::text)), (0)::numeric))::bigint AS moved_minor,
            (COALESCE(sum(
                CASE payment.kind
                    WHEN 'refunded'::text THEN (- payment.amount_minor)
                    ELSE payment.amount_minor
                END) FILTER (WHERE (payment.kind = ANY (ARRAY['received'::text, 'moved'::text, 'refunded'::text]))), (0)::numeric))::bigint AS with_us_minor
           FROM public.payment
          WHERE (payment.enrollment_id = enrollment.id)) ledger);

-- person

CREATE TABLE public.person (
    id bigint NOT NULL,
    email text NOT NULL,
    name text,
    merged_into bigint,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    erased_at timestamp with time zone,
    address_digest bytea,
    CONSTRAINT address_digest_has_32_octets CHECK ((octet_length(address_digest) = 32)),
    CONSTRAINT erased_people_keep_no_digest CHECK (((erased_at IS NULL) OR (address_digest IS NULL))),
    CONSTRAINT person_email_has_at_most_254_octets CHECK (((octet_length(email) >= 3) AND (octet_length(email) <= 254))),
    CONSTRAINT person_email_is_normalised CHECK (((email = btrim(email)) AND (email !~ '[A-Z[:cntrl:][:space:]]'::text) AND (email IS NFC NORMALIZED))),
    CONSTRAINT person_is_not_merged_into_themselves CHECK ((merged_into <> id)),
    CONSTRAINT person_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT person_names_nobody_exactly_when_erased CHECK (
CASE
    WHEN (erased_at IS NULL) THEN (email !~~ 'erased:%'::text)
    ELSE ((email = ('erased:'::text || id)) AND (name IS NULL))
END),
    CONSTRAINT person_without_address_is_known_by_a_certificate CHECK (((email !~~ 'legacy:%'::text) OR (email ~ '^legacy:[0-9a-hjkmnp-tv-z]{11}$'::text)))
);

-- program

CREATE TABLE public.program (
    id bigint NOT NULL,
    code text NOT NULL,
    is_sample boolean DEFAULT false NOT NULL,
    CONSTRAINT program_code_is_a_short_word CHECK (((code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'::text) AND (length(code) <= 20)))
);

-- program_version

CREATE TABLE public.program_version (
    id bigint NOT NULL,
    program_id bigint NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    summary text NOT NULL,
    grants text NOT NULL,
    term_months integer,
    digest bytea NOT NULL,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    frozen_at timestamp with time zone,
    terms jsonb,
    certificate_template jsonb,
    renewal jsonb,
    CONSTRAINT certificate_template_is_an_object CHECK ((jsonb_typeof(certificate_template) = 'object'::text)),
    CONSTRAINT program_grants_a_known_kind CHECK ((grants = ANY (ARRAY['certification'::text, 'assessment_based_certificate'::text, 'attendance'::text, 'nothing'::text]))),
    CONSTRAINT program_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT program_term_is_1_to_120_months CHECK (((term_months >= 1) AND (term_months <= 120))),
    CONSTRAINT program_terms_are_sound CHECK (public.terms_are_sound(terms)),
    CONSTRAINT program_version_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT program_version_number_counts_from_1 CHECK ((number >= 1)),
    CONSTRAINT renewal_rules_are_an_object CHECK ((jsonb_typeof(renewal) = 'object'::text))
);

-- claim_now

CREATE VIEW public.claim_now AS
 SELECT COALESCE(person.merged_into, person.id) AS person_id,
    program.code AS program,
    cohort.code AS cohort,
        CASE
            WHEN (enrollment.state = ANY (ARRAY['transferred'::text, 'carried'::text])) THEN NULL::text
            WHEN (enrollment.expires_at <= ( SELECT public.registrar_clock() AS registrar_clock)) THEN 'ended'::text
            WHEN (enrollment.state = ANY (ARRAY['waitlisted'::text, 'offered'::text])) THEN 'waiting'::text
            WHEN (enrollment.state = ANY (ARRAY['held'::text, 'confirmed'::text])) THEN 'seated'::text
            WHEN (enrollment.state = 'attended'::text) THEN 'attended'::text
            ELSE 'ended'::text
        END AS standing
   FROM ((((public.enrollment
     JOIN public.person ON ((person.id = enrollment.person_id)))
     JOIN public.cohort ON ((cohort.id = enrollment.cohort_id)))
     JOIN public.program_version ON ((program_version.id = cohort.program_version_id)))
     JOIN public.program ON ((program.id = program_version.program_id)))
UNION ALL
 SELECT COALESCE(person.merged_into, person.id) AS person_id,
    program.code AS program,
    cohort.code AS cohort,
    'certified'::text AS standing
   FROM ((((((public.certificate
     JOIN public.person ON ((person.id = certificate.person_id)))
     JOIN public.program_version ON ((program_version.id = certificate.program_version_id)))
     JOIN public.program ON ((program.id = program_version.program_id)))
     LEFT JOIN public.decision ON ((decision.id = certificate.decision_id)))
     LEFT JOIN public.enrollment ON ((enrollment.id = decision.enrollment_id)))
     LEFT JOIN public.cohort ON ((cohort.id = enrollment.cohort_id)))
  WHERE ((certificate.state = 'active'::text) AND ((certificate.valid_until IS NULL) OR (certificate.valid_until > ( SELECT public.registrar_clock() AS registrar_clock))));

-- clock_shift

CREATE TABLE public.clock_shift (
    only_row boolean DEFAULT true NOT NULL,
    shift interval NOT NULL,
    CONSTRAINT clock_shift_is_one_row CHECK (only_row)
);

-- cohort_id_seq

ALTER TABLE public.cohort ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cohort_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- cohort_instructor

CREATE TABLE public.cohort_instructor (
    cohort_id bigint NOT NULL,
    staff_id bigint NOT NULL
);

-- session

CREATE TABLE public.session (
    cohort_id bigint NOT NULL,
    number smallint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    time_zone text NOT NULL,
    venue text,
    online_url text,
    CONSTRAINT session_has_a_venue_or_an_online_link CHECK (((venue IS NOT NULL) OR (online_url IS NOT NULL))),
    CONSTRAINT session_number_counts_from_1 CHECK ((number >= 1)),
    CONSTRAINT session_online_link_is_a_url CHECK ((online_url ~ '^https?://[^[:space:]]+$'::text)),
    CONSTRAINT session_starts_before_it_ends CHECK ((starts_at < ends_at)),
    CONSTRAINT session_time_zone_exists CHECK (public.is_time_zone(time_zone))
);

-- cohort_now

CREATE VIEW public.cohort_now AS
 SELECT cohort.id,
    cohort.code,
    cohort.state,
    cohort.capacity,
    cohort.time_zone,
    cohort.price_minor,
    cohort.currency,
    cohort.registration_opens_at,
    cohort.registration_closes_at,
    cohort.hold_window,
    cohort.offer_window,
    cohort.payment_first,
    cohort.payment_window,
    cohort.created_at,
    cohort.last_arrival,
    cohort.last_event_at,
    cohort.program_version_id,
    program.code AS program_code,
    program.is_sample,
    program_version.number AS program_version_number,
    program_version.name AS program_name,
    program_version.summary AS program_summary,
    program_version.grants,
    program_version.term_months,
    public.frozen_terms(program_version.terms, dates.starts_at) AS terms,
    dates.starts_at,
    dates.ends_at,
    clock.now,
    COALESCE(taken.seats, 0) AS seats_taken,
    COALESCE(taken.confirmed, 0) AS seats_confirmed,
    waiting.count AS waiting,
        CASE
            WHEN (waiting.count > 0) THEN 0
            ELSE (cohort.capacity - COALESCE(taken.seats, 0))
        END AS seats_free
   FROM ((((((public.cohort
     JOIN public.program_version ON ((program_version.id = cohort.program_version_id)))
     JOIN public.program ON ((program.id = program_version.program_id)))
     CROSS JOIN LATERAL ( SELECT public.cohort_clock(cohort.last_event_at) AS now
         OFFSET 0) clock)
     LEFT JOIN LATERAL ( SELECT min(session.starts_at) AS starts_at,
            max(session.ends_at) AS ends_at
           FROM public.session
          WHERE (session.cohort_id = cohort.id)) dates ON (true))
     LEFT JOIN LATERAL ( SELECT (count(*))::integer AS seats,
            (count(*) FILTER (WHERE (enrollment.expires_at IS NULL)))::integer AS confirmed
           FROM public.enrollment
          WHERE ((enrollment.cohort_id = cohort.id) AND (enrollment.seat_number IS NOT NULL) AND ((enrollment.expires_at IS NULL) OR (enrollment.expires_at > clock.now)))) taken ON (true))
     CROSS JOIN LATERAL ( SELECT public.waiting_before(cohort.id, (cohort.last_arrival + 1)) AS count) waiting);

-- consent_event

CREATE TABLE public.consent_event (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    source text NOT NULL,
    wording_version smallint NOT NULL,
    enrollment_id bigint,
    purpose text DEFAULT 'updates'::text NOT NULL,
    given_at timestamp with time zone,
    CONSTRAINT consent_event_kind_is_known CHECK ((kind = ANY (ARRAY['requested'::text, 'confirmed'::text, 'withdrawn'::text]))),
    CONSTRAINT consent_was_given_before_it_came CHECK ((given_at <= at))
);

-- consent_event_id_seq

ALTER TABLE public.consent_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.consent_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- consent_purpose

CREATE TABLE public.consent_purpose (
    code text NOT NULL,
    name text NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT consent_purpose_code_is_a_word CHECK ((code ~ '^[a-z][a-z0-9_]{0,30}$'::text))
);

-- COLUMN consent_purpose."position"

COMMENT ON COLUMN public.consent_purpose."position" IS 'Stands in mailed links to leave: it never changes.';

-- consent_source

CREATE TABLE public.consent_source (
    code text NOT NULL,
    name text NOT NULL,
    is_form boolean DEFAULT false NOT NULL,
    CONSTRAINT consent_source_code_is_a_word CHECK ((code ~ '^[a-z0-9][a-z0-9_]{0,30}$'::text))
);

-- consent_wording

CREATE TABLE public.consent_wording (
    version smallint NOT NULL,
    wording text NOT NULL,
    purpose text DEFAULT 'updates'::text NOT NULL,
    is_ours boolean DEFAULT true NOT NULL,
    CONSTRAINT consent_wording_has_1_to_2000_characters CHECK (((char_length(wording) >= 1) AND (char_length(wording) <= 2000)))
);

-- criterion

CREATE TABLE public.criterion (
    practical_id bigint NOT NULL,
    "position" smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    levels text[] NOT NULL,
    weight smallint NOT NULL,
    safe_from smallint,
    CONSTRAINT criterion_has_2_to_10_levels CHECK (((cardinality(levels) >= 2) AND (cardinality(levels) <= 10))),
    CONSTRAINT criterion_position_counts_from_1 CHECK (("position" >= 1)),
    CONSTRAINT criterion_weight_is_not_negative CHECK ((weight >= 0)),
    CONSTRAINT safe_from_is_a_level CHECK (((safe_from >= 1) AND (safe_from <= (cardinality(levels) - 1))))
);

-- decision_id_seq

ALTER TABLE public.decision ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- decision_override_id_seq

ALTER TABLE public.decision_override ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.decision_override_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- delivery_report

CREATE TABLE public.delivery_report (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    kind text NOT NULL,
    status text,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    CONSTRAINT delivery_report_kind_is_known CHECK ((kind = ANY (ARRAY['hard'::text, 'soft'::text, 'delayed'::text, 'complaint'::text]))),
    CONSTRAINT delivery_status_is_three_numbers CHECK ((status ~ '^[245]\.[0-9]{1,3}\.[0-9]{1,3}$'::text))
);

-- delivery_report_id_seq

ALTER TABLE public.delivery_report ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.delivery_report_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- eligibility

CREATE TABLE public.eligibility (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    requirement_id bigint NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    basis jsonb NOT NULL,
    CONSTRAINT eligibility_basis_is_an_object CHECK ((jsonb_typeof(basis) = 'object'::text))
);

-- eligibility_id_seq

ALTER TABLE public.eligibility ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.eligibility_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- enrollment_event

CREATE TABLE public.enrollment_event (
    cohort_id bigint NOT NULL,
    number integer NOT NULL,
    enrollment_id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    staff_id bigint,
    seat_number smallint,
    deadline timestamp with time zone,
    reason text,
    payload_id bigint,
    digest bytea,
    CONSTRAINT enrollment_event_actor_is_known CHECK ((actor = ANY (ARRAY['visitor'::text, 'applicant'::text, 'staff'::text, 'system'::text]))),
    CONSTRAINT enrollment_event_by_staff_names_them CHECK (((actor = 'staff'::text) = (staff_id IS NOT NULL))),
    CONSTRAINT enrollment_event_kind_is_known CHECK ((kind = ANY (ARRAY['held'::text, 'waitlisted'::text, 'address_confirmed'::text, 'offered'::text, 'passed_over'::text, 'preferred'::text, 'confirmed'::text, 'accepted'::text, 'declined'::text, 'lapsed'::text, 'withdrawn'::text, 'closed'::text, 'carried'::text, 'transferred'::text, 'removed'::text, 'cancelled'::text, 'attended'::text, 'no_show'::text, 'changed'::text]))),
    CONSTRAINT enrollment_event_payload_has_a_digest CHECK (((payload_id IS NULL) OR (octet_length(digest) = 32))),
    CONSTRAINT enrollment_event_reason_is_known CHECK ((reason = ANY (ARRAY['address_unconfirmed'::text, 'offer_open_elsewhere'::text, 'served_elsewhere'::text, 'staff_decision'::text, 'hold_expired'::text, 'offer_expired'::text, 'cohort_closed'::text, 'removal_undone'::text, 'late_payment'::text, 'accessibility'::text, 'hardship'::text, 'institute_error'::text, 'duplicate'::text, 'conduct'::text, 'own_request'::text, 'other'::text]))),
    CONSTRAINT passed_over_has_a_reason CHECK (((kind <> 'passed_over'::text) OR (reason IS NOT NULL))),
    CONSTRAINT staff_decision_has_a_reason_in_words CHECK (((kind <> ALL (ARRAY['removed'::text, 'preferred'::text])) OR ((reason IS NOT NULL) AND (payload_id IS NOT NULL))))
);

-- enrollment_id_seq

ALTER TABLE public.enrollment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.enrollment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- entry

CREATE TABLE public.entry (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    served_at timestamp with time zone
);

-- entry_id_seq

ALTER TABLE public.entry ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- erased_payload

CREATE TABLE public.erased_payload (
    payload_id bigint NOT NULL,
    person_id bigint,
    at timestamp with time zone NOT NULL,
    purged_as text,
    CONSTRAINT texts_go_with_a_person_or_in_time CHECK ((num_nonnulls(person_id, purged_as) = 1))
);

-- evidence

CREATE TABLE public.evidence (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    requirement_id bigint NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    digest bytea NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint,
    operator_id bigint,
    CONSTRAINT evidence_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT evidence_has_1_octet_to_10_megabytes CHECK (((size >= 1) AND (size <= 10485760))),
    CONSTRAINT evidence_operator_is_named_only_for_another CHECK ((operator_id <> staff_id)),
    CONSTRAINT evidence_type_is_known CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text, 'image/png'::text, 'text/plain'::text])))
);

-- evidence_file

CREATE TABLE public.evidence_file (
    evidence_id bigint NOT NULL,
    name text NOT NULL,
    octets bytea NOT NULL,
    salt bytea NOT NULL,
    sha256 bytea NOT NULL,
    CONSTRAINT evidence_file_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT evidence_file_salt_has_16_octets CHECK ((octet_length(salt) = 16)),
    CONSTRAINT evidence_file_sha256_has_32_octets CHECK ((octet_length(sha256) = 32))
);

-- evidence_id_seq

ALTER TABLE public.evidence ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.evidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- exam

CREATE TABLE public.exam (
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    CONSTRAINT exam_code_is_a_short_word CHECK (((code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'::text) AND (length(code) <= 40))),
    CONSTRAINT exam_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
);

-- exam_form

CREATE TABLE public.exam_form (
    id bigint NOT NULL,
    exam_id bigint NOT NULL,
    code text NOT NULL,
    version smallint NOT NULL,
    minutes smallint NOT NULL,
    cut_hundredths integer NOT NULL,
    cut_method text NOT NULL,
    cut_study jsonb NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    frozen_at timestamp with time zone,
    CONSTRAINT cut_method_is_known CHECK ((cut_method = ANY (ARRAY['modified_angoff'::text, 'set'::text]))),
    CONSTRAINT cut_study_is_an_object CHECK ((jsonb_typeof(cut_study) = 'object'::text)),
    CONSTRAINT exam_form_code_is_a_short_word CHECK (((code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'::text) AND (length(code) <= 20))),
    CONSTRAINT exam_form_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT exam_form_takes_1_to_1440_minutes CHECK (((minutes >= 1) AND (minutes <= 1440))),
    CONSTRAINT exam_form_version_counts_from_1 CHECK ((version >= 1))
);

-- exam_form_id_seq

ALTER TABLE public.exam_form ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.exam_form_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- exam_id_seq

ALTER TABLE public.exam ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.exam_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- form_item

CREATE TABLE public.form_item (
    form_id bigint NOT NULL,
    "position" smallint NOT NULL,
    item_id bigint NOT NULL,
    is_scored boolean NOT NULL,
    CONSTRAINT form_item_position_counts_from_1 CHECK (("position" >= 1))
);

-- idempotency

CREATE TABLE public.idempotency (
    cohort_id bigint NOT NULL,
    key_digest bytea NOT NULL,
    body_digest bytea NOT NULL,
    enrollment_id bigint,
    state text NOT NULL,
    seat_number smallint,
    "position" integer,
    expires_at timestamp with time zone,
    answered_at timestamp with time zone NOT NULL,
    waiting jsonb
);

-- institute

CREATE TABLE public.institute (
    only_row boolean DEFAULT true NOT NULL,
    name text NOT NULL,
    contact_email text NOT NULL,
    postal_address text NOT NULL,
    time_zone text NOT NULL,
    logo_url text,
    public_url text NOT NULL,
    sender_email text,
    CONSTRAINT institute_is_one_row CHECK (only_row),
    CONSTRAINT institute_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT institute_time_zone_exists CHECK (public.is_time_zone(time_zone)),
    CONSTRAINT public_url_is_an_origin CHECK ((public_url ~ '^https?://[^/?#[:space:]]+$'::text))
);

-- issue_order

CREATE TABLE public.issue_order (
    id bigint NOT NULL,
    hash bytea NOT NULL,
    outcomes jsonb NOT NULL,
    staff_id bigint,
    operator_id bigint,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    ended_at timestamp with time zone,
    refusal text,
    CONSTRAINT issue_order_hash_has_32_octets CHECK ((octet_length(hash) = 32)),
    CONSTRAINT issue_order_is_refused_when_it_ends CHECK (((refusal IS NULL) OR (ended_at IS NOT NULL)))
);

-- issue_order_id_seq

ALTER TABLE public.issue_order ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.issue_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- item

CREATE TABLE public.item (
    id bigint NOT NULL,
    exam_id bigint NOT NULL,
    code text NOT NULL,
    version smallint NOT NULL,
    area text NOT NULL,
    options smallint NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    is_pretest boolean DEFAULT false NOT NULL,
    CONSTRAINT item_area_has_1_to_100_characters CHECK (((char_length(area) >= 1) AND (char_length(area) <= 100))),
    CONSTRAINT item_code_is_a_short_word CHECK (((code ~ '^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$'::text) AND (length(code) <= 40))),
    CONSTRAINT item_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT item_has_2_to_26_options CHECK (((options >= 2) AND (options <= 26))),
    CONSTRAINT item_version_counts_from_1 CHECK ((version >= 1))
);

-- item_id_seq

ALTER TABLE public.item ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- item_key

CREATE TABLE public.item_key (
    item_id bigint NOT NULL,
    version smallint NOT NULL,
    option smallint NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint NOT NULL,
    operator_id bigint,
    approved_by bigint,
    payload_id bigint,
    digest bytea,
    CONSTRAINT a_changed_key_has_a_reason_and_an_approver CHECK (((version = 1) OR ((payload_id IS NOT NULL) AND (approved_by IS NOT NULL) AND (approved_by <> staff_id)))),
    CONSTRAINT item_key_counts_from_1 CHECK ((option >= 1)),
    CONSTRAINT item_key_payload_has_a_digest CHECK (((payload_id IS NULL) OR (octet_length(digest) = 32))),
    CONSTRAINT item_key_version_counts_from_1 CHECK ((version >= 1))
);

-- item_text

CREATE TABLE public.item_text (
    item_id bigint NOT NULL,
    stem text NOT NULL,
    options text[] NOT NULL
);

-- job

CREATE TABLE public.job (
    id bigint NOT NULL,
    kind text NOT NULL,
    enrollment_id bigint,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    run_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    finished_at timestamp with time zone,
    dead_at timestamp with time zone,
    last_error text,
    result text,
    cohort_id bigint,
    certificate_id text,
    person_id bigint,
    attempt_id bigint,
    rating_task_id bigint,
    practical_attempt_id bigint,
    is_bulk boolean DEFAULT false NOT NULL,
    has_turn boolean DEFAULT false NOT NULL,
    campaign_id bigint,
    outcome text,
    CONSTRAINT campaign_mail_names_campaign_and_person CHECK ((((kind = 'mail.campaign'::text) = (campaign_id IS NOT NULL)) AND ((campaign_id IS NULL) OR (person_id IS NOT NULL)))),
    CONSTRAINT job_ends_once CHECK (((finished_at IS NULL) OR (dead_at IS NULL))),
    CONSTRAINT job_kind_is_a_word CHECK ((kind ~ '^[a-z]+(\.[a-z_]+)+$'::text)),
    CONSTRAINT job_outcome_is_known CHECK ((outcome = ANY (ARRAY['held_back'::text, 'cancelled'::text])))
);

-- job_id_seq

ALTER TABLE public.job ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- legacy_certificate

CREATE TABLE public.legacy_certificate (
    certificate_id text NOT NULL,
    number_key text NOT NULL,
    import_id bigint NOT NULL,
    line integer NOT NULL,
    city text,
    holder_key text,
    CONSTRAINT legacy_city_has_1_to_100_characters CHECK (((char_length(city) >= 1) AND (char_length(city) <= 100))),
    CONSTRAINT legacy_line_counts_from_2 CHECK ((line >= 2)),
    CONSTRAINT legacy_number_is_normalised CHECK ((number_key ~ '^[^[:space:][:cntrl:]a-z-]{1,64}$'::text))
);

-- legacy_import

CREATE TABLE public.legacy_import (
    id bigint NOT NULL,
    hash bytea NOT NULL,
    rows integer NOT NULL,
    at timestamp with time zone NOT NULL,
    staff_id bigint,
    operator_id bigint,
    CONSTRAINT legacy_import_has_rows CHECK ((rows >= 1)),
    CONSTRAINT legacy_import_hash_has_32_octets CHECK ((octet_length(hash) = 32))
);

-- legacy_import_id_seq

ALTER TABLE public.legacy_import ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.legacy_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- legal_hold

CREATE TABLE public.legal_hold (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    placed_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint,
    operator_id bigint,
    lifted_at timestamp with time zone,
    lifted_by bigint,
    lifted_operator_id bigint,
    CONSTRAINT legal_hold_is_lifted_after_it_was_placed CHECK ((lifted_at >= placed_at))
);

-- legal_hold_id_seq

ALTER TABLE public.legal_hold ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.legal_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- list_import_row

CREATE UNLOGGED TABLE public.list_import_row (
    line bigint NOT NULL,
    email text NOT NULL,
    address_digest bytea NOT NULL,
    name text,
    purpose text NOT NULL,
    source text,
    given_at timestamp with time zone,
    wording text,
    is_proven boolean NOT NULL,
    person_id bigint,
    outcome text
);

-- log_entry

CREATE TABLE public.log_entry (
    index bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    op text NOT NULL,
    entry bytea NOT NULL,
    leaf bytea NOT NULL,
    CONSTRAINT leaf_is_the_entrys_hash CHECK ((leaf = sha256(('\x00'::bytea || entry)))),
    CONSTRAINT log_index_counts_from_0 CHECK ((index >= 0)),
    CONSTRAINT log_op_is_known CHECK ((op = ANY (ARRAY['issue'::text, 'revoke'::text, 'did'::text, 'audit'::text]))),
    CONSTRAINT log_tells_whole_seconds CHECK ((at = date_trunc('second'::text, at, 'UTC'::text)))
);

-- log_head

CREATE TABLE public.log_head (
    only_row boolean DEFAULT true NOT NULL,
    size bigint DEFAULT 0 NOT NULL,
    frontier bytea[] DEFAULT '{}'::bytea[] NOT NULL,
    root bytea DEFAULT sha256('\x'::bytea) NOT NULL,
    last_at timestamp with time zone,
    is_whole boolean NOT NULL,
    checkpoint text,
    signed_size bigint,
    signed_at timestamp with time zone,
    signed_by integer,
    CONSTRAINT log_frontier_fits_its_size CHECK ((cardinality(frontier) = bit_count((size)::bit(64)))),
    CONSTRAINT log_head_is_one_row CHECK (only_row),
    CONSTRAINT log_is_signed_whole CHECK ((((checkpoint IS NULL) = (signed_size IS NULL)) AND ((checkpoint IS NULL) = (signed_at IS NULL)) AND ((checkpoint IS NULL) = (signed_by IS NULL)))),
    CONSTRAINT log_knows_its_last_time CHECK (((size = 0) = (last_at IS NULL))),
    CONSTRAINT log_root_is_its_frontiers CHECK ((root = public.log_root(frontier))),
    CONSTRAINT log_signature_is_of_what_is_there CHECK ((signed_size <= size)),
    CONSTRAINT log_size_counts_from_0 CHECK ((size >= 0))
)
WITH (fillfactor='50');

-- log_key

CREATE TABLE public.log_key (
    number integer NOT NULL,
    name text NOT NULL,
    public_key bytea NOT NULL,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    CONSTRAINT log_key_counts_from_1 CHECK ((number >= 1)),
    CONSTRAINT log_key_has_32_octets CHECK ((octet_length(public_key) = 32)),
    CONSTRAINT log_key_name_is_a_word CHECK ((name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'::text))
);

-- log_node

CREATE TABLE public.log_node (
    level smallint NOT NULL,
    index bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT log_node_counts_from_0 CHECK ((index >= 0)),
    CONSTRAINT log_node_hash_has_32_octets CHECK ((octet_length(hash) = 32)),
    CONSTRAINT log_node_is_above_leaves CHECK (((level >= 1) AND (level <= 62)))
);

-- log_waiting

CREATE TABLE public.log_waiting (
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    number bigint NOT NULL,
    op text NOT NULL,
    digest bytea NOT NULL,
    certificate_id text,
    version smallint,
    CONSTRAINT log_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT log_waiting_is_of_a_version CHECK ((((certificate_id IS NOT NULL) = (op = ANY (ARRAY['issue'::text, 'revoke'::text]))) AND ((certificate_id IS NULL) = (version IS NULL)))),
    CONSTRAINT log_waiting_op_is_known CHECK ((op = ANY (ARRAY['issue'::text, 'revoke'::text, 'did'::text, 'audit'::text])))
);

-- log_waiting_number_seq

ALTER TABLE public.log_waiting ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.log_waiting_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- mail_outage

CREATE TABLE public.mail_outage (
    only_row boolean DEFAULT true NOT NULL,
    since timestamp with time zone NOT NULL,
    tries smallint NOT NULL,
    next_try_at timestamp with time zone NOT NULL,
    words text NOT NULL,
    CONSTRAINT mail_outage_counts_tries CHECK ((tries > 0)),
    CONSTRAINT mail_outage_is_one_row CHECK (only_row)
);

-- mail_pace

CREATE TABLE public.mail_pace (
    domain_digest bytea NOT NULL,
    is_bulk boolean NOT NULL,
    next_at timestamp with time zone NOT NULL,
    CONSTRAINT paced_digest_has_32_octets CHECK ((octet_length(domain_digest) = 32))
);

-- merge_proposal

CREATE TABLE public.merge_proposal (
    person_id bigint NOT NULL,
    other_id bigint NOT NULL,
    because text NOT NULL,
    import_id bigint NOT NULL,
    CONSTRAINT merge_proposal_is_of_two CHECK ((person_id <> other_id)),
    CONSTRAINT merge_proposal_reason_is_known CHECK ((because = ANY (ARRAY['address'::text, 'name_and_city'::text])))
);

-- module

CREATE TABLE public.module (
    id bigint NOT NULL,
    program_version_id bigint NOT NULL,
    "position" integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    CONSTRAINT module_position_check CHECK (("position" >= 1))
);

-- module_id_seq

ALTER TABLE public.module ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.module_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- newest_form

CREATE VIEW public.newest_form AS
 SELECT DISTINCT ON (exam_form.exam_id, exam_form.code) exam_form.id,
    exam_form.exam_id,
    exam_form.code,
    exam_form.version,
    exam_form.minutes,
    exam_form.cut_hundredths,
    exam_form.cut_method,
    exam_form.cut_study,
    exam_form.digest,
    exam_form.created_at,
    exam_form.frozen_at
   FROM public.exam_form
  ORDER BY exam_form.exam_id, exam_form.code, exam_form.version DESC;

-- payload

CREATE TABLE public.payload (
    id bigint NOT NULL,
    salt bytea NOT NULL,
    body jsonb NOT NULL,
    CONSTRAINT payload_salt_has_16_octets CHECK ((octet_length(salt) = 16))
);

-- payload_id_seq

ALTER TABLE public.payload ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payload_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- payment_case

CREATE TABLE public.payment_case (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    kind text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    opened_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    settled_at timestamp with time zone,
    outcome text,
    staff_id bigint,
    CONSTRAINT payment_case_currency_is_an_iso_4217_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT payment_case_is_about_money CHECK ((amount_minor > 0)),
    CONSTRAINT payment_case_is_settled_once CHECK (((settled_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT payment_case_kind_is_known CHECK ((kind = ANY (ARRAY['late'::text, 'withdrawn'::text, 'removed'::text, 'cancelled'::text, 'overpaid'::text]))),
    CONSTRAINT payment_case_outcome_is_known CHECK ((outcome = ANY (ARRAY['reseated'::text, 'moved'::text, 'refunded'::text, 'kept'::text])))
);

-- payment_case_id_seq

ALTER TABLE public.payment_case ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_case_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- payment_id_seq

ALTER TABLE public.payment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- person_id_seq

ALTER TABLE public.person ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- person_merge

CREATE TABLE public.person_merge (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    into_id bigint,
    was_into_id bigint,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint,
    operator_id bigint,
    CONSTRAINT merge_changes_something CHECK ((into_id IS DISTINCT FROM was_into_id))
);

-- person_merge_id_seq

ALTER TABLE public.person_merge ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.person_merge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- plan

CREATE TABLE public.plan (
    hash bytea NOT NULL,
    verb text NOT NULL,
    outcomes jsonb NOT NULL,
    made_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    cohort_id bigint,
    applied_at timestamp with time zone,
    CONSTRAINT applied_plan_names_its_cohort CHECK (((applied_at IS NULL) = (cohort_id IS NULL))),
    CONSTRAINT plan_hash_has_32_octets CHECK ((octet_length(hash) = 32)),
    CONSTRAINT plan_verb_is_a_word CHECK ((verb ~ '^[a-z]+(\.[a-z_]+)+$'::text))
);

-- practical

CREATE TABLE public.practical (
    id bigint NOT NULL,
    code text NOT NULL,
    version smallint NOT NULL,
    name text NOT NULL,
    cut integer NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    frozen_at timestamp with time zone,
    CONSTRAINT practical_code_is_a_short_word CHECK (((code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'::text) AND (length(code) <= 40))),
    CONSTRAINT practical_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT practical_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT practical_version_counts_from_1 CHECK ((version >= 1))
);

-- practical_attempt_id_seq

ALTER TABLE public.practical_attempt ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.practical_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- practical_id_seq

ALTER TABLE public.practical ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.practical_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- practical_score

CREATE TABLE public.practical_score (
    attempt_id bigint NOT NULL,
    doubled_points integer NOT NULL,
    maximum integer NOT NULL,
    cut integer NOT NULL,
    unsafe smallint[] NOT NULL,
    passed boolean GENERATED ALWAYS AS (((doubled_points >= (2 * cut)) AND (cardinality(unsafe) = 0))) STORED NOT NULL,
    tasks bigint[] NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    CONSTRAINT points_are_not_negative CHECK ((doubled_points >= 0))
);

-- program_id_seq

ALTER TABLE public.program ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.program_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- program_version_id_seq

ALTER TABLE public.program_version ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.program_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- progress_event_id_seq

ALTER TABLE public.progress_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.progress_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- purge_run

CREATE TABLE public.purge_run (
    id bigint NOT NULL,
    night date,
    begun_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    last_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    finished_at timestamp with time zone,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    staff_id bigint,
    operator_id bigint,
    CONSTRAINT purge_counts_are_an_object CHECK ((jsonb_typeof(counts) = 'object'::text))
);

-- purge_run_id_seq

ALTER TABLE public.purge_run ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.purge_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- purged_file

CREATE TABLE public.purged_file (
    kind text NOT NULL,
    file_of bigint NOT NULL,
    at timestamp with time zone NOT NULL
);

-- rating_task_id_seq

ALTER TABLE public.rating_task ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rating_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- register_entry

CREATE TABLE public.register_entry (
    certificate_id text NOT NULL,
    city text,
    since timestamp with time zone NOT NULL,
    words tsvector NOT NULL,
    sort_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT register_city_has_1_to_100_characters CHECK (((char_length(city) >= 1) AND (char_length(city) <= 100)))
);

-- register_event

CREATE TABLE public.register_event (
    certificate_id text NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    wording_version smallint,
    actor text NOT NULL,
    staff_id bigint,
    operator_id bigint,
    CONSTRAINT only_holders_opt_in CHECK (((kind = 'opted_out'::text) OR ((actor = 'holder'::text) AND (wording_version IS NOT NULL)))),
    CONSTRAINT register_event_actor_is_known CHECK ((actor = ANY (ARRAY['holder'::text, 'staff'::text, 'erasure'::text]))),
    CONSTRAINT register_event_by_staff_names_them CHECK (((actor <> 'staff'::text) OR (staff_id IS NOT NULL))),
    CONSTRAINT register_event_kind_is_known CHECK ((kind = ANY (ARRAY['opted_in'::text, 'opted_out'::text]))),
    CONSTRAINT register_event_number_counts_from_1 CHECK ((number >= 1))
);

-- register_wording

CREATE TABLE public.register_wording (
    version smallint NOT NULL,
    wording text NOT NULL
);

-- reissue

CREATE TABLE public.reissue (
    id bigint NOT NULL,
    key_name text NOT NULL,
    hash bytea NOT NULL,
    certificates integer NOT NULL,
    staff_id bigint,
    operator_id bigint,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT reissue_counts_certificates CHECK ((certificates >= 0)),
    CONSTRAINT reissue_ends_after_it_began CHECK ((ended_at >= at)),
    CONSTRAINT reissue_hash_has_32_octets CHECK ((octet_length(hash) = 32))
);

-- reissue_id_seq

ALTER TABLE public.reissue ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reissue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- renewal

CREATE TABLE public.renewal (
    certificate_id text NOT NULL,
    term_ends timestamp with time zone NOT NULL,
    version smallint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    basis jsonb NOT NULL,
    staff_id bigint,
    operator_id bigint,
    CONSTRAINT renewal_basis_is_an_object CHECK ((jsonb_typeof(basis) = 'object'::text)),
    CONSTRAINT renewal_kind_is_known CHECK ((kind = ANY (ARRAY['renewed'::text, 'reinstated'::text]))),
    CONSTRAINT renewal_operator_is_named_only_for_another CHECK ((operator_id <> staff_id))
);

-- renewal_credit

CREATE TABLE public.renewal_credit (
    id bigint NOT NULL,
    certificate_id text NOT NULL,
    term_ends timestamp with time zone NOT NULL,
    kind text NOT NULL,
    minutes integer NOT NULL,
    done_on date NOT NULL,
    license_type text,
    payload_id bigint NOT NULL,
    digest bytea NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    file_digest bytea NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint,
    operator_id bigint,
    CONSTRAINT license_type_is_a_short_word CHECK ((license_type ~ '^[A-Z]{1,10}$'::text)),
    CONSTRAINT renewal_credit_digest_has_32_octets CHECK ((octet_length(digest) = 32)),
    CONSTRAINT renewal_credit_kind_is_known CHECK ((kind = ANY (ARRAY['coursework'::text, 'observation'::text, 'foundations'::text]))),
    CONSTRAINT renewal_credit_operator_is_named_only_for_another CHECK ((operator_id <> staff_id)),
    CONSTRAINT renewal_file_digest_has_32_octets CHECK ((octet_length(file_digest) = 32)),
    CONSTRAINT renewal_file_has_1_octet_to_10_megabytes CHECK (((size >= 1) AND (size <= 10485760))),
    CONSTRAINT renewal_file_type_is_known CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text, 'image/png'::text, 'text/plain'::text]))),
    CONSTRAINT renewal_minutes_are_1_to_a_month CHECK (((minutes >= 1) AND (minutes <= 44640)))
);

-- renewal_credit_id_seq

ALTER TABLE public.renewal_credit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.renewal_credit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- renewal_file

CREATE TABLE public.renewal_file (
    credit_id bigint NOT NULL,
    person_id bigint NOT NULL,
    name text NOT NULL,
    octets bytea NOT NULL,
    salt bytea NOT NULL,
    sha256 bytea NOT NULL,
    counts boolean DEFAULT true NOT NULL,
    CONSTRAINT renewal_file_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT renewal_file_salt_has_16_octets CHECK ((octet_length(salt) = 16)),
    CONSTRAINT renewal_file_sha256_has_32_octets CHECK ((octet_length(sha256) = 32))
);

-- renewal_payment

CREATE TABLE public.renewal_payment (
    id bigint NOT NULL,
    certificate_id text NOT NULL,
    term_ends timestamp with time zone NOT NULL,
    kind text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    reference text,
    value_date date,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint NOT NULL,
    operator_id bigint,
    payload_id bigint,
    digest bytea,
    CONSTRAINT a_waived_fee_has_a_reason_in_words CHECK (((kind <> 'waived'::text) OR (payload_id IS NOT NULL))),
    CONSTRAINT renewal_currency_is_an_iso_4217_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT renewal_money_has_a_reference CHECK (((kind = 'waived'::text) OR (reference IS NOT NULL))),
    CONSTRAINT renewal_payment_is_positive CHECK ((amount_minor > 0)),
    CONSTRAINT renewal_payment_kind_is_known CHECK ((kind = ANY (ARRAY['received'::text, 'refunded'::text, 'waived'::text]))),
    CONSTRAINT renewal_payment_operator_is_named_only_for_another CHECK ((operator_id <> staff_id)),
    CONSTRAINT renewal_payment_payload_has_a_digest CHECK ((((payload_id IS NULL) = (digest IS NULL)) AND (octet_length(digest) = 32))),
    CONSTRAINT renewal_reference_has_1_to_200_characters CHECK (((char_length(reference) >= 1) AND (char_length(reference) <= 200)))
);

-- renewal_payment_id_seq

ALTER TABLE public.renewal_payment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.renewal_payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- renewal_reminder

CREATE TABLE public.renewal_reminder (
    certificate_id text NOT NULL,
    term_ends timestamp with time zone NOT NULL,
    days_before smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT reminded_before_the_end CHECK ((at < term_ends)),
    CONSTRAINT renewal_reminder_is_90_60_30_or_7_days_before CHECK ((days_before = ANY (ARRAY[90, 60, 30, 7])))
);

-- renewal_review

CREATE TABLE public.renewal_review (
    id bigint NOT NULL,
    credit_id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint NOT NULL,
    operator_id bigint,
    payload_id bigint,
    digest bytea,
    CONSTRAINT a_refused_credit_has_a_reason_in_words CHECK (((kind = 'accepted'::text) OR (payload_id IS NOT NULL))),
    CONSTRAINT renewal_review_kind_is_known CHECK ((kind = ANY (ARRAY['accepted'::text, 'refused'::text]))),
    CONSTRAINT renewal_review_operator_is_named_only_for_another CHECK ((operator_id <> staff_id)),
    CONSTRAINT renewal_review_payload_has_a_digest CHECK ((((payload_id IS NULL) = (digest IS NULL)) AND (octet_length(digest) = 32)))
);

-- renewal_review_id_seq

ALTER TABLE public.renewal_review ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.renewal_review_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- renewal_text

CREATE VIEW public.renewal_text AS
 SELECT renewal_credit.certificate_id,
    renewal_credit.payload_id,
    renewal_credit.digest,
    renewal_credit.at,
    ('renewal credit '::text || renewal_credit.id) AS told_by
   FROM public.renewal_credit
UNION ALL
 SELECT credit.certificate_id,
    review.payload_id,
    review.digest,
    review.at,
    ('renewal review '::text || review.id) AS told_by
   FROM (public.renewal_review review
     JOIN public.renewal_credit credit ON ((credit.id = review.credit_id)))
  WHERE (review.payload_id IS NOT NULL)
UNION ALL
 SELECT renewal_payment.certificate_id,
    renewal_payment.payload_id,
    renewal_payment.digest,
    renewal_payment.at,
    ('renewal payment '::text || renewal_payment.id) AS told_by
   FROM public.renewal_payment
  WHERE (renewal_payment.payload_id IS NOT NULL);

-- requirement

CREATE TABLE public.requirement (
    id bigint NOT NULL,
    program_version_id bigint NOT NULL,
    module_id bigint NOT NULL,
    "position" integer NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    detail jsonb,
    CONSTRAINT requirement_detail_is_an_object CHECK ((jsonb_typeof(detail) = 'object'::text)),
    CONSTRAINT requirement_kind_is_known CHECK ((kind = ANY (ARRAY['lesson'::text, 'workshop_attendance'::text, 'skill_sign_off'::text, 'observation_hours'::text, 'case_study'::text, 'document'::text, 'written_exam'::text, 'practical_exam'::text]))),
    CONSTRAINT requirement_position_check CHECK (("position" >= 1))
);

-- requirement_id_seq

ALTER TABLE public.requirement ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.requirement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- rescore_id_seq

ALTER TABLE public.rescore ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rescore_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- rescore_key

CREATE TABLE public.rescore_key (
    rescore_id bigint NOT NULL,
    item_id bigint NOT NULL,
    option smallint NOT NULL,
    CONSTRAINT rescore_key_counts_from_1 CHECK ((option >= 1))
);

-- retention_rule

CREATE TABLE public.retention_rule (
    kind text NOT NULL,
    "position" smallint NOT NULL,
    period interval,
    takes text NOT NULL,
    because text NOT NULL,
    CONSTRAINT retention_kind_is_a_word CHECK ((kind ~ '^[a-z]+(_[a-z]+)*$'::text)),
    CONSTRAINT retention_period_is_1_day_to_100_years CHECK (((period >= '1 day'::interval) AND (period <= '100 years'::interval)))
);

-- schema_migration

CREATE TABLE public.schema_migration (
    name text NOT NULL,
    checksum bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    compatible boolean DEFAULT false NOT NULL
);

-- score_id_seq

ALTER TABLE public.score ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.score_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- seat

CREATE TABLE public.seat (
    cohort_id bigint NOT NULL,
    number smallint NOT NULL,
    CONSTRAINT seat_number_is_1_to_10 CHECK (((number >= 1) AND (number <= 10)))
);

-- session_attendance

CREATE TABLE public.session_attendance (
    id bigint NOT NULL,
    enrollment_id bigint NOT NULL,
    session_number smallint NOT NULL,
    came boolean NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint NOT NULL,
    operator_id bigint,
    CONSTRAINT attendance_operator_is_named_only_for_another CHECK ((operator_id <> staff_id))
);

-- session_attendance_id_seq

ALTER TABLE public.session_attendance ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.session_attendance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- signing_key

CREATE TABLE public.signing_key (
    name text NOT NULL,
    kind text NOT NULL,
    jwk jsonb NOT NULL,
    state text DEFAULT 'standby'::text NOT NULL,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    activated_at timestamp with time zone,
    retired_at timestamp with time zone,
    needed_until timestamp with time zone,
    compromised_at timestamp with time zone,
    CONSTRAINT signing_key_kind_is_known CHECK ((kind = ANY (ARRAY['rsa'::text, 'ed25519'::text]))),
    CONSTRAINT signing_key_name_is_a_word CHECK ((name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'::text)),
    CONSTRAINT signing_key_state_is_known CHECK ((state = ANY (ARRAY['standby'::text, 'active'::text, 'retired'::text, 'compromised'::text]))),
    CONSTRAINT signing_key_states_have_their_times CHECK ((((state = 'standby'::text) OR (activated_at IS NOT NULL) OR (compromised_at IS NOT NULL)) AND ((state <> 'retired'::text) OR (retired_at IS NOT NULL)) AND ((state = 'compromised'::text) = (compromised_at IS NOT NULL))))
);

-- staff

CREATE TABLE public.staff (
    id bigint NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    created_at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT staff_login_is_a_word CHECK ((login ~ '^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,62}$'::text)),
    CONSTRAINT staff_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
);

-- staff_id_seq

ALTER TABLE public.staff ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.staff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- staff_role

CREATE TABLE public.staff_role (
    staff_id bigint NOT NULL,
    role text NOT NULL,
    CONSTRAINT staff_role_is_known CHECK ((role = ANY (ARRAY['owner'::text, 'registrar'::text, 'instructor'::text, 'examiner'::text, 'decider'::text, 'auditor'::text])))
);

-- status_list

CREATE TABLE public.status_list (
    number integer NOT NULL,
    bits bytea DEFAULT decode(repeat('00'::text, 16384), 'hex'::text) NOT NULL,
    taken integer DEFAULT 0 NOT NULL,
    edition bigint DEFAULT 1 NOT NULL,
    signed_edition bigint,
    signed_at timestamp with time zone,
    jwt text,
    signed_by text,
    CONSTRAINT status_list_has_131072_bits CHECK ((octet_length(bits) = 16384)),
    CONSTRAINT status_list_is_at_most_half_full CHECK (((taken >= 0) AND (taken <= 65536))),
    CONSTRAINT status_list_is_signed_whole CHECK ((((signed_edition IS NULL) = (jwt IS NULL)) AND ((signed_at IS NULL) = (jwt IS NULL)))),
    CONSTRAINT status_list_number_counts_from_1 CHECK ((number >= 1)),
    CONSTRAINT status_list_signature_is_of_an_edition CHECK ((signed_edition <= edition))
);

-- suppression_event

CREATE TABLE public.suppression_event (
    id bigint NOT NULL,
    address_digest bytea NOT NULL,
    reason text NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT public.registrar_clock() NOT NULL,
    staff_id bigint,
    operator_id bigint,
    CONSTRAINT suppressed_digest_has_32_octets CHECK ((octet_length(address_digest) = 32)),
    CONSTRAINT suppression_kind_is_known CHECK ((kind = ANY (ARRAY['suppressed'::text, 'lifted'::text]))),
    CONSTRAINT suppression_reason_is_known CHECK ((reason = ANY (ARRAY['hard_bounce'::text, 'soft_bounces'::text, 'complaint'::text, 'unsubscribe'::text, 'erasure'::text, 'staff'::text])))
);

-- suppressed_address

CREATE VIEW public.suppressed_address AS
 SELECT word.address_digest,
    word.reason,
    word.at AS since
   FROM public.suppression_event word
  WHERE ((word.kind = 'suppressed'::text) AND (NOT (EXISTS ( SELECT
           FROM public.suppression_event later
          WHERE ((later.address_digest = word.address_digest) AND (later.reason = word.reason) AND (later.id > word.id))))));

-- subscriber

CREATE VIEW public.subscriber AS
 SELECT person.id,
    person.email,
    person.name,
    word.purpose,
    COALESCE(word.given_at, word.at) AS confirmed_at,
    word.source,
    word.wording_version
   FROM (public.consent_event word
     JOIN public.person ON ((person.id = word.person_id)))
  WHERE ((word.kind = 'confirmed'::text) AND (NOT (EXISTS ( SELECT
           FROM public.consent_event later
          WHERE ((later.person_id = word.person_id) AND (later.purpose = word.purpose) AND (later.id > word.id) AND (later.kind = ANY (ARRAY['confirmed'::text, 'withdrawn'::text])))))) AND (person.merged_into IS NULL) AND (person.address_digest IS NOT NULL) AND (NOT (EXISTS ( SELECT
           FROM public.suppressed_address
          WHERE (suppressed_address.address_digest = person.address_digest)))));

-- subscription

CREATE TABLE public.subscription (
    person_id bigint NOT NULL,
    generation smallint DEFAULT 0 NOT NULL,
    name text,
    source text NOT NULL,
    client_digest bytea,
    asked_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    mailed_at timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    CONSTRAINT a_request_waits_or_is_confirmed CHECK (((expires_at IS NULL) OR (confirmed_at IS NULL))),
    CONSTRAINT only_a_waiting_request_has_a_name CHECK (((name IS NULL) OR (expires_at IS NOT NULL))),
    CONSTRAINT subscription_client_digest_has_32_octets CHECK ((octet_length(client_digest) = 32)),
    CONSTRAINT subscription_generation_counts CHECK ((generation >= 0)),
    CONSTRAINT subscription_keeps_three_mails CHECK ((cardinality(mailed_at) <= 3)),
    CONSTRAINT subscription_name_has_1_to_200_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
);

-- subscription_wording

CREATE TABLE public.subscription_wording (
    person_id bigint NOT NULL,
    purpose text NOT NULL,
    wording_version smallint NOT NULL
);

-- suppression_event_id_seq

ALTER TABLE public.suppression_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.suppression_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- accommodation accommodation_pkey

ALTER TABLE ONLY public.accommodation
    ADD CONSTRAINT accommodation_pkey PRIMARY KEY (id);

-- answer answer_pkey

ALTER TABLE ONLY public.answer
    ADD CONSTRAINT answer_pkey PRIMARY KEY (id);

-- appeal_event appeal_event_pkey

ALTER TABLE ONLY public.appeal_event
    ADD CONSTRAINT appeal_event_pkey PRIMARY KEY (id);

-- appeal appeal_once_per_decision

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_once_per_decision UNIQUE (decision_id);

-- appeal appeal_pkey

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_pkey PRIMARY KEY (id);

-- attempt attempt_eligibility_used_once

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_eligibility_used_once UNIQUE (eligibility_id);

-- attempt attempt_number_once

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_number_once UNIQUE (enrollment_id, requirement_id, number);

-- attempt attempt_pkey

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (id);

-- audit_entry audit_entry_pkey

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id);

-- audit_era audit_era_pkey

ALTER TABLE ONLY public.audit_era
    ADD CONSTRAINT audit_era_pkey PRIMARY KEY (number);

-- audit_seal audit_seal_pkey

ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (number);

-- campaign campaign_pkey

ALTER TABLE ONLY public.campaign
    ADD CONSTRAINT campaign_pkey PRIMARY KEY (id);

-- candidate candidate_number_once

ALTER TABLE ONLY public.candidate
    ADD CONSTRAINT candidate_number_once UNIQUE (number);

-- candidate candidate_pkey

ALTER TABLE ONLY public.candidate
    ADD CONSTRAINT candidate_pkey PRIMARY KEY (enrollment_id);

-- certificate_event certificate_event_once

ALTER TABLE ONLY public.certificate_event
    ADD CONSTRAINT certificate_event_once PRIMARY KEY (certificate_id, number);

-- certificate_file certificate_file_once

ALTER TABLE ONLY public.certificate_file
    ADD CONSTRAINT certificate_file_once PRIMARY KEY (certificate_id, version);

-- certificate_log certificate_log_entry_once

ALTER TABLE ONLY public.certificate_log
    ADD CONSTRAINT certificate_log_entry_once UNIQUE (index);

-- certificate_log certificate_log_once

ALTER TABLE ONLY public.certificate_log
    ADD CONSTRAINT certificate_log_once PRIMARY KEY (certificate_id, version, op);

-- certificate_lookup certificate_lookup_once

ALTER TABLE ONLY public.certificate_lookup
    ADD CONSTRAINT certificate_lookup_once PRIMARY KEY (day, answer);

-- certificate_name certificate_name_pkey

ALTER TABLE ONLY public.certificate_name
    ADD CONSTRAINT certificate_name_pkey PRIMARY KEY (decision_id);

-- certificate certificate_number_once

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_number_once UNIQUE (number);

-- certificate certificate_once_per_decision

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_once_per_decision UNIQUE (decision_id);

-- certificate certificate_pkey

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_pkey PRIMARY KEY (id);

-- certificate_rendering certificate_rendering_once

ALTER TABLE ONLY public.certificate_rendering
    ADD CONSTRAINT certificate_rendering_once PRIMARY KEY (certificate_id, version, kind);

-- certificate_version certificate_version_once

ALTER TABLE ONLY public.certificate_version
    ADD CONSTRAINT certificate_version_once PRIMARY KEY (certificate_id, number);

-- clock_shift clock_shift_pkey

ALTER TABLE ONLY public.clock_shift
    ADD CONSTRAINT clock_shift_pkey PRIMARY KEY (only_row);

-- cohort cohort_code_once

ALTER TABLE ONLY public.cohort
    ADD CONSTRAINT cohort_code_once UNIQUE (code);

-- cohort_instructor cohort_instructor_once

ALTER TABLE ONLY public.cohort_instructor
    ADD CONSTRAINT cohort_instructor_once PRIMARY KEY (cohort_id, staff_id);

-- cohort cohort_pkey

ALTER TABLE ONLY public.cohort
    ADD CONSTRAINT cohort_pkey PRIMARY KEY (id);

-- consent_event consent_event_pkey

ALTER TABLE ONLY public.consent_event
    ADD CONSTRAINT consent_event_pkey PRIMARY KEY (id);

-- consent_purpose consent_purpose_pkey

ALTER TABLE ONLY public.consent_purpose
    ADD CONSTRAINT consent_purpose_pkey PRIMARY KEY (code);

-- consent_purpose consent_purpose_position_once

ALTER TABLE ONLY public.consent_purpose
    ADD CONSTRAINT consent_purpose_position_once UNIQUE ("position");

-- consent_source consent_source_pkey

ALTER TABLE ONLY public.consent_source
    ADD CONSTRAINT consent_source_pkey PRIMARY KEY (code);

-- consent_wording consent_wording_is_for_one_purpose

ALTER TABLE ONLY public.consent_wording
    ADD CONSTRAINT consent_wording_is_for_one_purpose UNIQUE (version, purpose);

-- consent_wording consent_wording_pkey

ALTER TABLE ONLY public.consent_wording
    ADD CONSTRAINT consent_wording_pkey PRIMARY KEY (version);

-- criterion criterion_code_once

ALTER TABLE ONLY public.criterion
    ADD CONSTRAINT criterion_code_once UNIQUE (practical_id, code);

-- criterion criterion_position_once

ALTER TABLE ONLY public.criterion
    ADD CONSTRAINT criterion_position_once PRIMARY KEY (practical_id, "position");

-- decision_override decision_override_pkey

ALTER TABLE ONLY public.decision_override
    ADD CONSTRAINT decision_override_pkey PRIMARY KEY (id);

-- decision decision_pkey

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_pkey PRIMARY KEY (id);

-- delivery_report delivery_report_once_per_mail

ALTER TABLE ONLY public.delivery_report
    ADD CONSTRAINT delivery_report_once_per_mail UNIQUE (job_id, kind);

-- delivery_report delivery_report_pkey

ALTER TABLE ONLY public.delivery_report
    ADD CONSTRAINT delivery_report_pkey PRIMARY KEY (id);

-- eligibility eligibility_pkey

ALTER TABLE ONLY public.eligibility
    ADD CONSTRAINT eligibility_pkey PRIMARY KEY (id);

-- enrollment_event enrollment_event_number_once

ALTER TABLE ONLY public.enrollment_event
    ADD CONSTRAINT enrollment_event_number_once PRIMARY KEY (cohort_id, number);

-- enrollment enrollment_pkey

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_pkey PRIMARY KEY (id);

-- entry entry_pkey

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (id);

-- erased_payload erased_payload_pkey

ALTER TABLE ONLY public.erased_payload
    ADD CONSTRAINT erased_payload_pkey PRIMARY KEY (payload_id);

-- evidence_file evidence_file_pkey

ALTER TABLE ONLY public.evidence_file
    ADD CONSTRAINT evidence_file_pkey PRIMARY KEY (evidence_id);

-- evidence evidence_pkey

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (id);

-- exam exam_code_once

ALTER TABLE ONLY public.exam
    ADD CONSTRAINT exam_code_once UNIQUE (code);

-- exam_form exam_form_pkey

ALTER TABLE ONLY public.exam_form
    ADD CONSTRAINT exam_form_pkey PRIMARY KEY (id);

-- exam_form exam_form_version_once

ALTER TABLE ONLY public.exam_form
    ADD CONSTRAINT exam_form_version_once UNIQUE (exam_id, code, version);

-- exam exam_pkey

ALTER TABLE ONLY public.exam
    ADD CONSTRAINT exam_pkey PRIMARY KEY (id);

-- purged_file files_are_purged_once

ALTER TABLE ONLY public.purged_file
    ADD CONSTRAINT files_are_purged_once PRIMARY KEY (kind, file_of);

-- form_item form_item_once

ALTER TABLE ONLY public.form_item
    ADD CONSTRAINT form_item_once UNIQUE (form_id, item_id);

-- form_item form_item_position_once

ALTER TABLE ONLY public.form_item
    ADD CONSTRAINT form_item_position_once PRIMARY KEY (form_id, "position");

-- idempotency idempotency_key_once

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_key_once PRIMARY KEY (cohort_id, key_digest);

-- institute institute_pkey

ALTER TABLE ONLY public.institute
    ADD CONSTRAINT institute_pkey PRIMARY KEY (only_row);

-- issue_order issue_order_pkey

ALTER TABLE ONLY public.issue_order
    ADD CONSTRAINT issue_order_pkey PRIMARY KEY (id);

-- item_key item_key_version_once

ALTER TABLE ONLY public.item_key
    ADD CONSTRAINT item_key_version_once PRIMARY KEY (item_id, version);

-- item item_pkey

ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_pkey PRIMARY KEY (id);

-- item_text item_text_pkey

ALTER TABLE ONLY public.item_text
    ADD CONSTRAINT item_text_pkey PRIMARY KEY (item_id);

-- item item_version_once

ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_version_once UNIQUE (exam_id, code, version);

-- job job_pkey

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);

-- legacy_certificate legacy_certificate_pkey

ALTER TABLE ONLY public.legacy_certificate
    ADD CONSTRAINT legacy_certificate_pkey PRIMARY KEY (certificate_id);

-- legacy_import legacy_import_once

ALTER TABLE ONLY public.legacy_import
    ADD CONSTRAINT legacy_import_once UNIQUE (hash);

-- legacy_import legacy_import_pkey

ALTER TABLE ONLY public.legacy_import
    ADD CONSTRAINT legacy_import_pkey PRIMARY KEY (id);

-- legacy_certificate legacy_line_once

ALTER TABLE ONLY public.legacy_certificate
    ADD CONSTRAINT legacy_line_once UNIQUE (import_id, line);

-- legacy_certificate legacy_number_once

ALTER TABLE ONLY public.legacy_certificate
    ADD CONSTRAINT legacy_number_once UNIQUE (number_key);

-- legal_hold legal_hold_pkey

ALTER TABLE ONLY public.legal_hold
    ADD CONSTRAINT legal_hold_pkey PRIMARY KEY (id);

-- log_entry log_entry_pkey

ALTER TABLE ONLY public.log_entry
    ADD CONSTRAINT log_entry_pkey PRIMARY KEY (index);

-- log_head log_head_pkey

ALTER TABLE ONLY public.log_head
    ADD CONSTRAINT log_head_pkey PRIMARY KEY (only_row);

-- log_key log_key_name_once

ALTER TABLE ONLY public.log_key
    ADD CONSTRAINT log_key_name_once UNIQUE (name);

-- log_key log_key_pkey

ALTER TABLE ONLY public.log_key
    ADD CONSTRAINT log_key_pkey PRIMARY KEY (number);

-- log_node log_node_once

ALTER TABLE ONLY public.log_node
    ADD CONSTRAINT log_node_once PRIMARY KEY (level, index);

-- log_waiting log_waiting_once

ALTER TABLE ONLY public.log_waiting
    ADD CONSTRAINT log_waiting_once PRIMARY KEY (xid, number);

-- mail_outage mail_outage_pkey

ALTER TABLE ONLY public.mail_outage
    ADD CONSTRAINT mail_outage_pkey PRIMARY KEY (only_row);

-- mail_pace mail_pace_once_per_domain

ALTER TABLE ONLY public.mail_pace
    ADD CONSTRAINT mail_pace_once_per_domain PRIMARY KEY (domain_digest, is_bulk);

-- merge_proposal merge_proposal_once

ALTER TABLE ONLY public.merge_proposal
    ADD CONSTRAINT merge_proposal_once PRIMARY KEY (person_id, other_id);

-- module module_code_once

ALTER TABLE ONLY public.module
    ADD CONSTRAINT module_code_once UNIQUE (program_version_id, code);

-- module module_pkey

ALTER TABLE ONLY public.module
    ADD CONSTRAINT module_pkey PRIMARY KEY (id);

-- module module_position_once

ALTER TABLE ONLY public.module
    ADD CONSTRAINT module_position_once UNIQUE (program_version_id, "position");

-- purge_run one_purge_a_night

ALTER TABLE ONLY public.purge_run
    ADD CONSTRAINT one_purge_a_night UNIQUE (night);

-- rating_task one_task_per_rater

ALTER TABLE ONLY public.rating_task
    ADD CONSTRAINT one_task_per_rater UNIQUE (attempt_id, rater_id);

-- decision_override override_once

ALTER TABLE ONLY public.decision_override
    ADD CONSTRAINT override_once UNIQUE (enrollment_id, decider_id);

-- payload payload_pkey

ALTER TABLE ONLY public.payload
    ADD CONSTRAINT payload_pkey PRIMARY KEY (id);

-- payment_case payment_case_pkey

ALTER TABLE ONLY public.payment_case
    ADD CONSTRAINT payment_case_pkey PRIMARY KEY (id);

-- payment payment_pkey

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (id);

-- person person_email_once

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_email_once UNIQUE (email);

-- person_merge person_merge_pkey

ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_pkey PRIMARY KEY (id);

-- person person_pkey

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

-- plan plan_once

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_once PRIMARY KEY (hash);

-- practical_attempt practical_attempt_pkey

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_attempt_pkey PRIMARY KEY (id);

-- practical_cancellation practical_cancellation_pkey

ALTER TABLE ONLY public.practical_cancellation
    ADD CONSTRAINT practical_cancellation_pkey PRIMARY KEY (attempt_id);

-- practical_attempt practical_eligibility_used_once

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_eligibility_used_once UNIQUE (eligibility_id);

-- practical_attempt practical_moves_on_once

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_moves_on_once UNIQUE (moved_from);

-- practical practical_pkey

ALTER TABLE ONLY public.practical
    ADD CONSTRAINT practical_pkey PRIMARY KEY (id);

-- practical_score practical_score_pkey

ALTER TABLE ONLY public.practical_score
    ADD CONSTRAINT practical_score_pkey PRIMARY KEY (attempt_id);

-- practical_attempt practical_sitting_once

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_sitting_once UNIQUE (enrollment_id, requirement_id, number, sitting);

-- practical practical_version_once

ALTER TABLE ONLY public.practical
    ADD CONSTRAINT practical_version_once UNIQUE (code, version);

-- program program_code_once

ALTER TABLE ONLY public.program
    ADD CONSTRAINT program_code_once UNIQUE (code);

-- program program_pkey

ALTER TABLE ONLY public.program
    ADD CONSTRAINT program_pkey PRIMARY KEY (id);

-- program_version program_version_number_once

ALTER TABLE ONLY public.program_version
    ADD CONSTRAINT program_version_number_once UNIQUE (program_id, number);

-- program_version program_version_pkey

ALTER TABLE ONLY public.program_version
    ADD CONSTRAINT program_version_pkey PRIMARY KEY (id);

-- progress_event progress_event_pkey

ALTER TABLE ONLY public.progress_event
    ADD CONSTRAINT progress_event_pkey PRIMARY KEY (id);

-- purge_run purge_run_pkey

ALTER TABLE ONLY public.purge_run
    ADD CONSTRAINT purge_run_pkey PRIMARY KEY (id);

-- rating rating_pkey

ALTER TABLE ONLY public.rating
    ADD CONSTRAINT rating_pkey PRIMARY KEY (task_id);

-- rating_task rating_task_pkey

ALTER TABLE ONLY public.rating_task
    ADD CONSTRAINT rating_task_pkey PRIMARY KEY (id);

-- register_entry register_entry_pkey

ALTER TABLE ONLY public.register_entry
    ADD CONSTRAINT register_entry_pkey PRIMARY KEY (certificate_id);

-- register_event register_event_once

ALTER TABLE ONLY public.register_event
    ADD CONSTRAINT register_event_once PRIMARY KEY (certificate_id, number);

-- register_wording register_wording_pkey

ALTER TABLE ONLY public.register_wording
    ADD CONSTRAINT register_wording_pkey PRIMARY KEY (version);

-- reissue reissue_once_per_plan

ALTER TABLE ONLY public.reissue
    ADD CONSTRAINT reissue_once_per_plan UNIQUE (hash);

-- reissue reissue_pkey

ALTER TABLE ONLY public.reissue
    ADD CONSTRAINT reissue_pkey PRIMARY KEY (id);

-- renewal_reminder reminded_once_per_term

ALTER TABLE ONLY public.renewal_reminder
    ADD CONSTRAINT reminded_once_per_term PRIMARY KEY (certificate_id, term_ends, days_before);

-- renewal_credit renewal_credit_pkey

ALTER TABLE ONLY public.renewal_credit
    ADD CONSTRAINT renewal_credit_pkey PRIMARY KEY (id);

-- renewal_file renewal_file_pkey

ALTER TABLE ONLY public.renewal_file
    ADD CONSTRAINT renewal_file_pkey PRIMARY KEY (credit_id);

-- renewal renewal_once_per_version

ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT renewal_once_per_version UNIQUE (certificate_id, version);

-- renewal_payment renewal_payment_pkey

ALTER TABLE ONLY public.renewal_payment
    ADD CONSTRAINT renewal_payment_pkey PRIMARY KEY (id);

-- renewal_review renewal_review_pkey

ALTER TABLE ONLY public.renewal_review
    ADD CONSTRAINT renewal_review_pkey PRIMARY KEY (id);

-- renewal renewed_once_per_term

ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT renewed_once_per_term PRIMARY KEY (certificate_id, term_ends);

-- requirement requirement_code_once

ALTER TABLE ONLY public.requirement
    ADD CONSTRAINT requirement_code_once UNIQUE (program_version_id, code);

-- requirement requirement_pkey

ALTER TABLE ONLY public.requirement
    ADD CONSTRAINT requirement_pkey PRIMARY KEY (id);

-- requirement requirement_position_once

ALTER TABLE ONLY public.requirement
    ADD CONSTRAINT requirement_position_once UNIQUE (module_id, "position");

-- rescore_key rescore_key_once

ALTER TABLE ONLY public.rescore_key
    ADD CONSTRAINT rescore_key_once PRIMARY KEY (rescore_id, item_id);

-- rescore rescore_pkey

ALTER TABLE ONLY public.rescore
    ADD CONSTRAINT rescore_pkey PRIMARY KEY (id);

-- retention_rule retention_position_once

ALTER TABLE ONLY public.retention_rule
    ADD CONSTRAINT retention_position_once UNIQUE ("position");

-- retention_rule retention_rule_pkey

ALTER TABLE ONLY public.retention_rule
    ADD CONSTRAINT retention_rule_pkey PRIMARY KEY (kind);

-- schema_migration schema_migration_pkey

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (name);

-- score score_number_once

ALTER TABLE ONLY public.score
    ADD CONSTRAINT score_number_once UNIQUE (attempt_id, number);

-- score score_pkey

ALTER TABLE ONLY public.score
    ADD CONSTRAINT score_pkey PRIMARY KEY (id);

-- seat seat_number_once

ALTER TABLE ONLY public.seat
    ADD CONSTRAINT seat_number_once PRIMARY KEY (cohort_id, number);

-- session_attendance session_attendance_pkey

ALTER TABLE ONLY public.session_attendance
    ADD CONSTRAINT session_attendance_pkey PRIMARY KEY (id);

-- session session_number_once

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_number_once PRIMARY KEY (cohort_id, number);

-- signing_key signing_key_pkey

ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (name);

-- staff staff_login_once

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_login_once UNIQUE (login);

-- staff staff_pkey

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);

-- staff_role staff_role_once

ALTER TABLE ONLY public.staff_role
    ADD CONSTRAINT staff_role_once PRIMARY KEY (staff_id, role);

-- status_list status_list_pkey

ALTER TABLE ONLY public.status_list
    ADD CONSTRAINT status_list_pkey PRIMARY KEY (number);

-- certificate_version status_place_once

ALTER TABLE ONLY public.certificate_version
    ADD CONSTRAINT status_place_once UNIQUE (status_list, status_index);

-- subscription subscription_pkey

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (person_id);

-- subscription_wording subscription_wording_pkey

ALTER TABLE ONLY public.subscription_wording
    ADD CONSTRAINT subscription_wording_pkey PRIMARY KEY (person_id, purpose);

-- suppression_event suppression_event_pkey

ALTER TABLE ONLY public.suppression_event
    ADD CONSTRAINT suppression_event_pkey PRIMARY KEY (id);

-- answer_by_attempt

CREATE INDEX answer_by_attempt ON public.answer USING btree (attempt_id, "position", id);

-- appeal_ends_once

CREATE UNIQUE INDEX appeal_ends_once ON public.appeal_event USING btree (appeal_id) WHERE (kind <> 'filed'::text);

-- appeal_event_once

CREATE UNIQUE INDEX appeal_event_once ON public.appeal_event USING btree (appeal_id, kind);

-- arrival_once

CREATE UNIQUE INDEX arrival_once ON public.enrollment USING btree (cohort_id, arrival) WHERE (restored_at IS NULL);

-- attempt_by_form

CREATE INDEX attempt_by_form ON public.attempt USING btree (form_id);

-- audit_entry_by_seal_order

CREATE INDEX audit_entry_by_seal_order ON public.audit_entry USING btree (era, xid, id);

-- campaign_mail_once_per_person

CREATE UNIQUE INDEX campaign_mail_once_per_person ON public.job USING btree (campaign_id, person_id) WHERE (campaign_id IS NOT NULL);

-- certificate_by_end

CREATE INDEX certificate_by_end ON public.certificate USING btree (valid_until) WHERE ((state = 'active'::text) AND (erased_at IS NULL));

-- certificate_by_person

CREATE INDEX certificate_by_person ON public.certificate USING btree (person_id);

-- certificate_that_is_no_test

CREATE INDEX certificate_that_is_no_test ON public.certificate USING btree (is_test) WHERE (NOT is_test);

-- certificate_without_a_version

CREATE INDEX certificate_without_a_version ON public.certificate USING btree (valid_until) WHERE (version = 0);

-- consent_event_by_enrollment

CREATE INDEX consent_event_by_enrollment ON public.consent_event USING btree (enrollment_id) WHERE (enrollment_id IS NOT NULL);

-- consent_event_by_person

CREATE INDEX consent_event_by_person ON public.consent_event USING btree (person_id, purpose, id DESC);

-- decision_by_enrollment

CREATE INDEX decision_by_enrollment ON public.decision USING btree (enrollment_id, id);

-- delivery_report_by_time

CREATE INDEX delivery_report_by_time ON public.delivery_report USING btree (at) WHERE (kind = 'soft'::text);

-- eligibility_by_enrollment

CREATE INDEX eligibility_by_enrollment ON public.eligibility USING btree (enrollment_id);

-- enrollment_by_entry

CREATE INDEX enrollment_by_entry ON public.enrollment USING btree (entry_id) WHERE (entry_id IS NOT NULL);

-- enrollment_by_person

CREATE INDEX enrollment_by_person ON public.enrollment USING btree (person_id);

-- enrollment_by_unconfirmed_client

CREATE INDEX enrollment_by_unconfirmed_client ON public.enrollment USING btree (cohort_id, client_digest) WHERE (client_digest IS NOT NULL);

-- enrollment_event_by_enrollment

CREATE INDEX enrollment_event_by_enrollment ON public.enrollment_event USING btree (enrollment_id);

-- enrollment_event_giving_a_seat

CREATE INDEX enrollment_event_giving_a_seat ON public.enrollment_event USING btree (cohort_id, number) WHERE (kind = ANY (ARRAY['held'::text, 'offered'::text, 'confirmed'::text, 'preferred'::text]));

-- enrollment_not_waiting

CREATE INDEX enrollment_not_waiting ON public.enrollment USING btree (cohort_id, arrival) WHERE ((state <> 'waitlisted'::text) AND (restored_at IS NULL));

-- enrollment_preferred

CREATE INDEX enrollment_preferred ON public.enrollment USING btree (cohort_id, preferred_at) WHERE ((state = 'waitlisted'::text) AND (preferred_at IS NOT NULL));

-- enrollment_waiting_by_entry

CREATE INDEX enrollment_waiting_by_entry ON public.enrollment USING btree (cohort_id, entry_id) WHERE ((state = 'waitlisted'::text) AND (entry_id IS NOT NULL));

-- enrollment_waiting_with_a_confirmed_address

CREATE INDEX enrollment_waiting_with_a_confirmed_address ON public.enrollment USING btree (cohort_id, arrival) WHERE ((state = 'waitlisted'::text) AND (address_confirmed_at IS NOT NULL));

-- enrollment_with_a_deadline

CREATE INDEX enrollment_with_a_deadline ON public.enrollment USING btree (expires_at, cohort_id) WHERE (state = ANY (ARRAY['held'::text, 'offered'::text]));

-- evidence_by_enrollment

CREATE INDEX evidence_by_enrollment ON public.evidence USING btree (enrollment_id);

-- expected_once_per_enrollment

CREATE UNIQUE INDEX expected_once_per_enrollment ON public.payment USING btree (enrollment_id) WHERE (kind = 'expected'::text);

-- idempotency_by_age

CREATE INDEX idempotency_by_age ON public.idempotency USING brin (answered_at);

-- issue_order_open_once

CREATE UNIQUE INDEX issue_order_open_once ON public.issue_order USING btree (hash) WHERE (ended_at IS NULL);

-- job_by_certificate

CREATE INDEX job_by_certificate ON public.job USING btree (certificate_id) WHERE (certificate_id IS NOT NULL);

-- job_by_enrollment

CREATE INDEX job_by_enrollment ON public.job USING btree (enrollment_id);

-- job_by_person

CREATE INDEX job_by_person ON public.job USING btree (person_id) WHERE (person_id IS NOT NULL);

-- job_dead

CREATE INDEX job_dead ON public.job USING btree (id) WHERE (dead_at IS NOT NULL);

-- job_to_do

CREATE INDEX job_to_do ON public.job USING btree (run_at, id) WHERE ((finished_at IS NULL) AND (dead_at IS NULL) AND (kind <> 'cohort.settle'::text) AND (NOT is_bulk));

-- job_to_do_at_home

CREATE INDEX job_to_do_at_home ON public.job USING btree (run_at, id) WHERE ((finished_at IS NULL) AND (dead_at IS NULL) AND (kind = ANY (ARRAY['exam.finish'::text, 'mail.erase'::text])));

-- job_to_do_in_bulk

CREATE INDEX job_to_do_in_bulk ON public.job USING btree (campaign_id, has_turn DESC, run_at, id) WHERE ((finished_at IS NULL) AND (dead_at IS NULL) AND (kind <> 'cohort.settle'::text) AND is_bulk);

-- job_to_settle

CREATE INDEX job_to_settle ON public.job USING btree (run_at, id) WHERE ((finished_at IS NULL) AND (dead_at IS NULL) AND (kind = 'cohort.settle'::text));

-- legacy_certificate_by_holder

CREATE INDEX legacy_certificate_by_holder ON public.legacy_certificate USING btree (holder_key) WHERE (holder_key IS NOT NULL);

-- log_entry_of_the_institute

CREATE INDEX log_entry_of_the_institute ON public.log_entry USING btree (op, index) WHERE (op = ANY (ARRAY['did'::text, 'audit'::text]));

-- one_active_key_per_kind

CREATE UNIQUE INDEX one_active_key_per_kind ON public.signing_key USING btree (kind) WHERE (state = 'active'::text);

-- one_live_row_per_person_and_cohort

CREATE UNIQUE INDEX one_live_row_per_person_and_cohort ON public.enrollment USING btree (cohort_id, person_id) WHERE (state = ANY (ARRAY['waitlisted'::text, 'held'::text, 'offered'::text, 'confirmed'::text, 'attended'::text, 'no_show'::text]));

-- one_open_attempt_per_candidate

CREATE UNIQUE INDEX one_open_attempt_per_candidate ON public.attempt USING btree (enrollment_id) WHERE (finished_at IS NULL);

-- one_open_case_per_enrollment_and_kind

CREATE UNIQUE INDEX one_open_case_per_enrollment_and_kind ON public.payment_case USING btree (enrollment_id, kind) WHERE (settled_at IS NULL);

-- one_open_hold_per_person

CREATE UNIQUE INDEX one_open_hold_per_person ON public.legal_hold USING btree (person_id) WHERE (lifted_at IS NULL);

-- one_open_offer_per_entry

CREATE UNIQUE INDEX one_open_offer_per_entry ON public.enrollment USING btree (entry_id) WHERE (state = 'offered'::text);

-- one_standby_key_per_kind

CREATE UNIQUE INDEX one_standby_key_per_kind ON public.signing_key USING btree (kind) WHERE (state = 'standby'::text);

-- one_successor_per_enrollment

CREATE UNIQUE INDEX one_successor_per_enrollment ON public.enrollment USING btree (predecessor_id) WHERE (predecessor_id IS NOT NULL);

-- payment_by_enrollment

CREATE INDEX payment_by_enrollment ON public.payment USING btree (enrollment_id);

-- payment_case_by_enrollment

CREATE INDEX payment_case_by_enrollment ON public.payment_case USING btree (enrollment_id);

-- payment_reference_once

CREATE UNIQUE INDEX payment_reference_once ON public.payment USING btree (kind, reference) WHERE (reference IS NOT NULL);

-- person_by_address_digest

CREATE INDEX person_by_address_digest ON public.person USING btree (address_digest) WHERE (address_digest IS NOT NULL);

-- person_by_whom_they_became

CREATE INDEX person_by_whom_they_became ON public.person USING btree (merged_into) WHERE (merged_into IS NOT NULL);

-- person_merge_by_person

CREATE INDEX person_merge_by_person ON public.person_merge USING btree (person_id, id DESC);

-- person_without_digest

CREATE INDEX person_without_digest ON public.person USING btree (id) WHERE ((address_digest IS NULL) AND (erased_at IS NULL));

-- plan_by_cohort

CREATE INDEX plan_by_cohort ON public.plan USING btree (cohort_id, applied_at) WHERE (cohort_id IS NOT NULL);

-- progress_event_by_enrollment

CREATE INDEX progress_event_by_enrollment ON public.progress_event USING btree (enrollment_id, requirement_id, id);

-- purge_run_finished

CREATE INDEX purge_run_finished ON public.purge_run USING btree (finished_at);

-- register_entry_by_word

CREATE INDEX register_entry_by_word ON public.register_entry USING gin (words);

-- reissue_open_once_per_key

CREATE UNIQUE INDEX reissue_open_once_per_key ON public.reissue USING btree (key_name) WHERE (ended_at IS NULL);

-- renewal_credit_by_certificate

CREATE INDEX renewal_credit_by_certificate ON public.renewal_credit USING btree (certificate_id, term_ends);

-- renewal_evidence_once_per_holder

CREATE UNIQUE INDEX renewal_evidence_once_per_holder ON public.renewal_file USING btree (person_id, sha256) WHERE counts;

-- renewal_payment_by_certificate

CREATE INDEX renewal_payment_by_certificate ON public.renewal_payment USING btree (certificate_id, term_ends);

-- renewal_reference_once

CREATE UNIQUE INDEX renewal_reference_once ON public.renewal_payment USING btree (kind, reference) WHERE (reference IS NOT NULL);

-- renewal_review_by_credit

CREATE INDEX renewal_review_by_credit ON public.renewal_review USING btree (credit_id, id);

-- seat_taken_once

CREATE UNIQUE INDEX seat_taken_once ON public.enrollment USING btree (cohort_id, seat_number) WHERE (seat_number IS NOT NULL);

-- session_attendance_by_enrollment

CREATE INDEX session_attendance_by_enrollment ON public.session_attendance USING btree (enrollment_id, session_number, id);

-- subscription_by_client

CREATE INDEX subscription_by_client ON public.subscription USING btree (client_digest, asked_at) WHERE (client_digest IS NOT NULL);

-- subscription_waiting

CREATE INDEX subscription_waiting ON public.subscription USING btree (expires_at) WHERE (expires_at IS NOT NULL);

-- suppression_event_by_address

CREATE INDEX suppression_event_by_address ON public.suppression_event USING btree (address_digest, reason, id DESC);

-- answer answer_is_dated_and_possible

CREATE TRIGGER answer_is_dated_and_possible BEFORE INSERT ON public.answer FOR EACH ROW EXECUTE FUNCTION public.answer_is_dated_and_possible();

-- appeal_event appeal_keeps_the_rules

CREATE TRIGGER appeal_keeps_the_rules BEFORE INSERT ON public.appeal_event FOR EACH ROW EXECUTE FUNCTION public.appeal_keeps_the_rules();

-- attempt attempt_ends_once

CREATE TRIGGER attempt_ends_once BEFORE UPDATE ON public.attempt FOR EACH ROW EXECUTE FUNCTION public.attempt_ends_once();

-- session_attendance attendance_is_of_an_own_session

CREATE TRIGGER attendance_is_of_an_own_session BEFORE INSERT ON public.session_attendance FOR EACH ROW EXECUTE FUNCTION public.attendance_is_of_an_own_session();

-- practical_score cancelled_practical_takes_no_rating

CREATE TRIGGER cancelled_practical_takes_no_rating BEFORE INSERT ON public.practical_score FOR EACH ROW EXECUTE FUNCTION public.cancelled_practical_takes_no_rating();

-- rating cancelled_practical_takes_no_rating

CREATE TRIGGER cancelled_practical_takes_no_rating BEFORE INSERT ON public.rating FOR EACH ROW EXECUTE FUNCTION public.cancelled_practical_takes_no_rating();

-- rating_task cancelled_practical_takes_no_rating

CREATE TRIGGER cancelled_practical_takes_no_rating BEFORE INSERT OR UPDATE ON public.rating_task FOR EACH ROW EXECUTE FUNCTION public.cancelled_practical_takes_no_rating();

-- certificate certificate_moves_along_its_life

CREATE TRIGGER certificate_moves_along_its_life BEFORE UPDATE OF id, state ON public.certificate FOR EACH ROW WHEN (((old.id <> new.id) OR (old.state <> new.state))) EXECUTE FUNCTION public.certificate_moves_along_its_life();

-- certificate certificate_rests_on_a_grant_that_holds

CREATE TRIGGER certificate_rests_on_a_grant_that_holds BEFORE INSERT ON public.certificate FOR EACH ROW WHEN ((new.decision_id IS NOT NULL)) EXECUTE FUNCTION public.certificate_rests_on_a_grant_that_holds();

-- cohort cohort_moves_along_its_states

CREATE TRIGGER cohort_moves_along_its_states BEFORE UPDATE OF state ON public.cohort FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION public.cohort_moves_along_its_states();

-- renewal_credit credit_fits_its_term

CREATE TRIGGER credit_fits_its_term BEFORE INSERT ON public.renewal_credit FOR EACH ROW EXECUTE FUNCTION public.credit_fits_its_term();

-- renewal_review credit_is_reviewed_before_its_renewal

CREATE TRIGGER credit_is_reviewed_before_its_renewal BEFORE INSERT ON public.renewal_review FOR EACH ROW EXECUTE FUNCTION public.credit_is_reviewed_before_its_renewal();

-- exam_form cut_is_1_to_the_scored_items

CREATE TRIGGER cut_is_1_to_the_scored_items BEFORE UPDATE OF frozen_at ON public.exam_form FOR EACH ROW EXECUTE FUNCTION public.cut_is_1_to_the_scored_items();

-- decision decision_keeps_the_rules

CREATE TRIGGER decision_keeps_the_rules BEFORE INSERT ON public.decision FOR EACH ROW EXECUTE FUNCTION public.decision_keeps_the_rules();

-- enrollment enrollment_moves_along_the_machine

CREATE TRIGGER enrollment_moves_along_the_machine BEFORE UPDATE OF state ON public.enrollment FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION public.enrollment_moves_along_the_machine();

-- form_item form_item_is_of_the_exam

CREATE TRIGGER form_item_is_of_the_exam BEFORE INSERT OR UPDATE ON public.form_item FOR EACH ROW EXECUTE FUNCTION public.form_item_is_of_the_exam();

-- exam_form frozen_form_never_changes

CREATE TRIGGER frozen_form_never_changes BEFORE DELETE OR UPDATE ON public.exam_form FOR EACH ROW EXECUTE FUNCTION public.frozen_form_never_changes();

-- form_item frozen_form_never_changes

CREATE TRIGGER frozen_form_never_changes BEFORE INSERT OR DELETE OR UPDATE ON public.form_item FOR EACH ROW EXECUTE FUNCTION public.frozen_form_never_changes();

-- criterion frozen_practical_never_changes

CREATE TRIGGER frozen_practical_never_changes BEFORE INSERT OR DELETE OR UPDATE ON public.criterion FOR EACH ROW EXECUTE FUNCTION public.frozen_practical_never_changes();

-- practical frozen_practical_never_changes

CREATE TRIGGER frozen_practical_never_changes BEFORE DELETE OR UPDATE ON public.practical FOR EACH ROW EXECUTE FUNCTION public.frozen_practical_never_changes();

-- module frozen_version_never_changes

CREATE TRIGGER frozen_version_never_changes BEFORE INSERT OR DELETE OR UPDATE ON public.module FOR EACH ROW EXECUTE FUNCTION public.frozen_version_never_changes();

-- program_version frozen_version_never_changes

CREATE TRIGGER frozen_version_never_changes BEFORE DELETE OR UPDATE ON public.program_version FOR EACH ROW EXECUTE FUNCTION public.frozen_version_never_changes();

-- requirement frozen_version_never_changes

CREATE TRIGGER frozen_version_never_changes BEFORE INSERT OR DELETE OR UPDATE ON public.requirement FOR EACH ROW EXECUTE FUNCTION public.frozen_version_never_changes();

-- enrollment granted_claim_stays_attended

CREATE TRIGGER granted_claim_stays_attended BEFORE UPDATE OF state ON public.enrollment FOR EACH ROW WHEN (((old.state = 'attended'::text) AND (new.state <> 'attended'::text))) EXECUTE FUNCTION public.granted_claim_stays_attended();

-- accommodation history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.accommodation FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- answer history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.answer FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- appeal history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.appeal FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- appeal_event history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.appeal_event FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- audit_entry history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- audit_era history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_era FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- audit_seal history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_seal FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- certificate_event history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.certificate_event FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- certificate_log history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.certificate_log FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- certificate_version history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.certificate_version FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- consent_event history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.consent_event FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- decision history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.decision FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- delivery_report history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.delivery_report FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- eligibility history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.eligibility FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- enrollment_event history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.enrollment_event FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- erased_payload history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.erased_payload FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- evidence history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.evidence FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- item history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.item FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- item_key history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.item_key FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- item_text history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.item_text FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- legacy_import history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.legacy_import FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- log_entry history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_entry FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- log_key history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_key FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- log_node history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_node FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- merge_proposal history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.merge_proposal FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- payment history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OF id, enrollment_id, kind, amount_minor, currency, value_date, at, staff_id OR TRUNCATE ON public.payment FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- person_merge history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.person_merge FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- practical_attempt history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.practical_attempt FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- practical_cancellation history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.practical_cancellation FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- practical_score history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.practical_score FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- progress_event history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.progress_event FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- purged_file history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.purged_file FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- rating history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.rating FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- register_event history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.register_event FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- renewal history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.renewal FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- renewal_credit history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.renewal_credit FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- renewal_payment history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OF id, certificate_id, term_ends, kind, amount_minor, currency, value_date, at, staff_id, operator_id, payload_id, digest OR TRUNCATE ON public.renewal_payment FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- renewal_reminder history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.renewal_reminder FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- renewal_review history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.renewal_review FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- rescore_key history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.rescore_key FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- score history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.score FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- session_attendance history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.session_attendance FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- suppression_event history_only_grows

CREATE TRIGGER history_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.suppression_event FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- item_key item_words_fit_the_item

CREATE TRIGGER item_words_fit_the_item BEFORE INSERT ON public.item_key FOR EACH ROW EXECUTE FUNCTION public.item_words_fit_the_item();

-- item_text item_words_fit_the_item

CREATE TRIGGER item_words_fit_the_item BEFORE INSERT ON public.item_text FOR EACH ROW EXECUTE FUNCTION public.item_words_fit_the_item();

-- log_entry log_follows_itself

CREATE TRIGGER log_follows_itself AFTER INSERT ON public.log_entry REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION public.log_follows_itself();

-- log_head log_head_stays

CREATE TRIGGER log_head_stays BEFORE DELETE OR TRUNCATE ON public.log_head FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- log_head log_never_shrinks

CREATE TRIGGER log_never_shrinks BEFORE UPDATE ON public.log_head FOR EACH ROW EXECUTE FUNCTION public.log_never_shrinks();

-- person merged_people_are_one_step_apart

CREATE TRIGGER merged_people_are_one_step_apart BEFORE UPDATE OF merged_into ON public.person FOR EACH ROW WHEN (((new.merged_into IS DISTINCT FROM old.merged_into) AND (new.merged_into IS NOT NULL))) EXECUTE FUNCTION public.merged_people_are_one_step_apart();

-- practical_cancellation moved_practical_goes_on

CREATE CONSTRAINT TRIGGER moved_practical_goes_on AFTER INSERT ON public.practical_cancellation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.reason_class = 'moved'::text)) EXECUTE FUNCTION public.moved_practical_goes_on();

-- certificate new_times_are_instants

CREATE TRIGGER new_times_are_instants BEFORE UPDATE OF valid_until, state_since ON public.certificate FOR EACH ROW WHEN ((old.origin = 'legacy'::text)) EXECUTE FUNCTION public.new_times_are_instants();

-- certificate_version only_active_keys_sign

CREATE TRIGGER only_active_keys_sign BEFORE INSERT ON public.certificate_version FOR EACH ROW EXECUTE FUNCTION public.only_active_keys_sign();

-- reissue only_compromised_keys_are_reissued

CREATE TRIGGER only_compromised_keys_are_reissued BEFORE INSERT ON public.reissue FOR EACH ROW EXECUTE FUNCTION public.only_compromised_keys_are_reissued();

-- decision_override override_is_agreed_once

CREATE TRIGGER override_is_agreed_once BEFORE INSERT OR UPDATE ON public.decision_override FOR EACH ROW EXECUTE FUNCTION public.override_is_agreed_once();

-- practical_attempt practical_is_the_one_required

CREATE TRIGGER practical_is_the_one_required BEFORE INSERT ON public.practical_attempt FOR EACH ROW EXECUTE FUNCTION public.practical_is_the_one_required();

-- practical_score practical_score_rests_on_its_ratings

CREATE TRIGGER practical_score_rests_on_its_ratings BEFORE INSERT ON public.practical_score FOR EACH ROW EXECUTE FUNCTION public.practical_score_rests_on_its_ratings();

-- practical_attempt practical_sitting_keeps_the_rules

CREATE TRIGGER practical_sitting_keeps_the_rules BEFORE INSERT ON public.practical_attempt FOR EACH ROW EXECUTE FUNCTION public.practical_sitting_keeps_the_rules();

-- progress_event progress_fits_its_requirement

CREATE TRIGGER progress_fits_its_requirement BEFORE INSERT ON public.progress_event FOR EACH ROW EXECUTE FUNCTION public.progress_fits_its_requirement();

-- eligibility progress_is_of_the_own_program

CREATE TRIGGER progress_is_of_the_own_program BEFORE INSERT ON public.eligibility FOR EACH ROW EXECUTE FUNCTION public.progress_is_of_the_own_program();

-- evidence progress_is_of_the_own_program

CREATE TRIGGER progress_is_of_the_own_program BEFORE INSERT ON public.evidence FOR EACH ROW EXECUTE FUNCTION public.progress_is_of_the_own_program();

-- progress_event progress_is_of_the_own_program

CREATE TRIGGER progress_is_of_the_own_program BEFORE INSERT ON public.progress_event FOR EACH ROW EXECUTE FUNCTION public.progress_is_of_the_own_program();

-- institute public_url_stays_once_issued

CREATE TRIGGER public_url_stays_once_issued BEFORE UPDATE OF public_url ON public.institute FOR EACH ROW WHEN ((old.public_url <> new.public_url)) EXECUTE FUNCTION public.public_url_stays_once_issued();

-- practical_cancellation rated_practical_is_not_called_off

CREATE TRIGGER rated_practical_is_not_called_off BEFORE INSERT ON public.practical_cancellation FOR EACH ROW EXECUTE FUNCTION public.rated_practical_is_not_called_off();

-- rating raters_are_different_humans

CREATE TRIGGER raters_are_different_humans BEFORE INSERT ON public.rating FOR EACH ROW EXECUTE FUNCTION public.raters_are_different_humans();

-- rating_task raters_are_different_humans

CREATE TRIGGER raters_are_different_humans BEFORE INSERT OR UPDATE ON public.rating_task FOR EACH ROW EXECUTE FUNCTION public.raters_are_different_humans();

-- rating rating_keeps_the_rules

CREATE TRIGGER rating_keeps_the_rules BEFORE INSERT ON public.rating FOR EACH ROW EXECUTE FUNCTION public.rating_keeps_the_rules();

-- rating rating_rates_every_criterion

CREATE TRIGGER rating_rates_every_criterion BEFORE INSERT ON public.rating FOR EACH ROW EXECUTE FUNCTION public.rating_rates_every_criterion();

-- rating_task rating_task_keeps_the_rules

CREATE TRIGGER rating_task_keeps_the_rules BEFORE INSERT OR UPDATE ON public.rating_task FOR EACH ROW EXECUTE FUNCTION public.rating_task_keeps_the_rules();

-- payment reference_goes_with_its_person

CREATE TRIGGER reference_goes_with_its_person BEFORE UPDATE OF reference ON public.payment FOR EACH ROW EXECUTE FUNCTION public.reference_goes_with_its_person();

-- reissue reissue_only_ends

CREATE TRIGGER reissue_only_ends BEFORE UPDATE ON public.reissue FOR EACH ROW EXECUTE FUNCTION public.reissue_only_ends();

-- renewal renewal_is_earned

CREATE TRIGGER renewal_is_earned BEFORE INSERT ON public.renewal FOR EACH ROW EXECUTE FUNCTION public.renewal_is_earned();

-- renewal_payment renewal_reference_goes_with_its_person

CREATE TRIGGER renewal_reference_goes_with_its_person BEFORE UPDATE OF reference ON public.renewal_payment FOR EACH ROW EXECUTE FUNCTION public.renewal_reference_goes_with_its_person();

-- rescore rescore_is_approved_once

CREATE TRIGGER rescore_is_approved_once BEFORE INSERT OR UPDATE ON public.rescore FOR EACH ROW EXECUTE FUNCTION public.rescore_is_approved_once();

-- rescore rescore_stays

CREATE TRIGGER rescore_stays BEFORE DELETE OR TRUNCATE ON public.rescore FOR EACH STATEMENT EXECUTE FUNCTION public.history_only_grows();

-- score rescored_as_approved

CREATE TRIGGER rescored_as_approved BEFORE INSERT ON public.score FOR EACH ROW WHEN ((new.rescore_id IS NOT NULL)) EXECUTE FUNCTION public.rescored_as_approved();

-- score score_follows_the_attempt

CREATE TRIGGER score_follows_the_attempt BEFORE INSERT ON public.score FOR EACH ROW EXECUTE FUNCTION public.score_follows_the_attempt();

-- cohort seats_follow_capacity

CREATE TRIGGER seats_follow_capacity AFTER INSERT OR UPDATE OF capacity ON public.cohort FOR EACH ROW EXECUTE FUNCTION public.seats_follow_capacity();

-- payment_case settled_case_never_changes

CREATE TRIGGER settled_case_never_changes BEFORE UPDATE ON public.payment_case FOR EACH ROW WHEN ((old.settled_at IS NOT NULL)) EXECUTE FUNCTION public.settled_case_never_changes();

-- signing_key signing_key_moves_along_its_life

CREATE TRIGGER signing_key_moves_along_its_life BEFORE UPDATE ON public.signing_key FOR EACH ROW EXECUTE FUNCTION public.signing_key_moves_along_its_life();

-- attempt try_follows_the_policy

CREATE TRIGGER try_follows_the_policy BEFORE INSERT ON public.attempt FOR EACH ROW EXECUTE FUNCTION public.try_follows_the_policy();

-- practical_attempt try_follows_the_policy

CREATE TRIGGER try_follows_the_policy BEFORE INSERT ON public.practical_attempt FOR EACH ROW EXECUTE FUNCTION public.try_follows_the_policy();

-- certificate_version versions_are_logged

CREATE TRIGGER versions_are_logged AFTER INSERT ON public.certificate_version FOR EACH ROW EXECUTE FUNCTION public.versions_are_logged();

-- log_waiting what_waits_is_logged

CREATE CONSTRAINT TRIGGER what_waits_is_logged AFTER INSERT ON public.log_waiting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.what_waits_is_logged();

-- progress_event who_teaches_waives_no_exam

CREATE TRIGGER who_teaches_waives_no_exam BEFORE INSERT ON public.progress_event FOR EACH ROW WHEN ((new.kind = 'waived'::text)) EXECUTE FUNCTION public.who_teaches_waives_no_exam();

-- accommodation accommodation_enrollment_id_fkey

ALTER TABLE ONLY public.accommodation
    ADD CONSTRAINT accommodation_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- accommodation accommodation_operator_id_fkey

ALTER TABLE ONLY public.accommodation
    ADD CONSTRAINT accommodation_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- accommodation accommodation_staff_id_fkey

ALTER TABLE ONLY public.accommodation
    ADD CONSTRAINT accommodation_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- answer answer_attempt_id_fkey

ALTER TABLE ONLY public.answer
    ADD CONSTRAINT answer_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES public.attempt(id);

-- appeal appeal_decision_id_fkey

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES public.decision(id);

-- appeal_event appeal_event_appeal_id_fkey

ALTER TABLE ONLY public.appeal_event
    ADD CONSTRAINT appeal_event_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES public.appeal(id);

-- appeal_event appeal_event_operator_id_fkey

ALTER TABLE ONLY public.appeal_event
    ADD CONSTRAINT appeal_event_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- appeal_event appeal_event_staff_id_fkey

ALTER TABLE ONLY public.appeal_event
    ADD CONSTRAINT appeal_event_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- attempt attempt_eligibility_id_fkey

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_eligibility_id_fkey FOREIGN KEY (eligibility_id) REFERENCES public.eligibility(id);

-- attempt attempt_enrollment_id_fkey

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- attempt attempt_form_id_fkey

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_form_id_fkey FOREIGN KEY (form_id) REFERENCES public.exam_form(id);

-- attempt attempt_requirement_id_fkey

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirement(id);

-- audit_entry audit_entry_era_fkey

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_era_fkey FOREIGN KEY (era) REFERENCES public.audit_era(number);

-- audit_entry audit_entry_operator_id_fkey

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- audit_entry audit_entry_staff_id_fkey

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- audit_seal audit_seal_era_fkey

ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_era_fkey FOREIGN KEY (era) REFERENCES public.audit_era(number);

-- campaign campaign_operator_id_fkey

ALTER TABLE ONLY public.campaign
    ADD CONSTRAINT campaign_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- campaign campaign_purpose_fkey

ALTER TABLE ONLY public.campaign
    ADD CONSTRAINT campaign_purpose_fkey FOREIGN KEY (purpose) REFERENCES public.consent_purpose(code);

-- campaign campaign_staff_id_fkey

ALTER TABLE ONLY public.campaign
    ADD CONSTRAINT campaign_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- candidate candidate_enrollment_id_fkey

ALTER TABLE ONLY public.candidate
    ADD CONSTRAINT candidate_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- certificate certificate_decision_id_fkey

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES public.decision(id);

-- certificate_event certificate_event_certificate_id_fkey

ALTER TABLE ONLY public.certificate_event
    ADD CONSTRAINT certificate_event_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

-- certificate_event certificate_event_operator_id_fkey

ALTER TABLE ONLY public.certificate_event
    ADD CONSTRAINT certificate_event_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- certificate_event certificate_event_staff_id_fkey

ALTER TABLE ONLY public.certificate_event
    ADD CONSTRAINT certificate_event_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- certificate_file certificate_file_is_of_a_version

ALTER TABLE ONLY public.certificate_file
    ADD CONSTRAINT certificate_file_is_of_a_version FOREIGN KEY (certificate_id, version) REFERENCES public.certificate_version(certificate_id, number);

-- certificate_log certificate_log_index_fkey

ALTER TABLE ONLY public.certificate_log
    ADD CONSTRAINT certificate_log_index_fkey FOREIGN KEY (index) REFERENCES public.log_entry(index);

-- certificate_log certificate_log_is_of_a_version

ALTER TABLE ONLY public.certificate_log
    ADD CONSTRAINT certificate_log_is_of_a_version FOREIGN KEY (certificate_id, version) REFERENCES public.certificate_version(certificate_id, number);

-- certificate_name certificate_name_decision_id_fkey

ALTER TABLE ONLY public.certificate_name
    ADD CONSTRAINT certificate_name_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES public.decision(id);

-- certificate certificate_person_id_fkey

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- certificate certificate_program_version_id_fkey

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_program_version_id_fkey FOREIGN KEY (program_version_id) REFERENCES public.program_version(id);

-- certificate_rendering certificate_rendering_is_of_a_version

ALTER TABLE ONLY public.certificate_rendering
    ADD CONSTRAINT certificate_rendering_is_of_a_version FOREIGN KEY (certificate_id, version) REFERENCES public.certificate_version(certificate_id, number);

-- certificate_version certificate_version_certificate_id_fkey

ALTER TABLE ONLY public.certificate_version
    ADD CONSTRAINT certificate_version_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

-- certificate_version certificate_version_jwt_key_fkey

ALTER TABLE ONLY public.certificate_version
    ADD CONSTRAINT certificate_version_jwt_key_fkey FOREIGN KEY (jwt_key) REFERENCES public.signing_key(name);

-- certificate_version certificate_version_proof_key_fkey

ALTER TABLE ONLY public.certificate_version
    ADD CONSTRAINT certificate_version_proof_key_fkey FOREIGN KEY (proof_key) REFERENCES public.signing_key(name);

-- cohort_instructor cohort_instructor_cohort_id_fkey

ALTER TABLE ONLY public.cohort_instructor
    ADD CONSTRAINT cohort_instructor_cohort_id_fkey FOREIGN KEY (cohort_id) REFERENCES public.cohort(id);

-- cohort_instructor cohort_instructor_staff_id_fkey

ALTER TABLE ONLY public.cohort_instructor
    ADD CONSTRAINT cohort_instructor_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- cohort cohort_program_version_id_fkey

ALTER TABLE ONLY public.cohort
    ADD CONSTRAINT cohort_program_version_id_fkey FOREIGN KEY (program_version_id) REFERENCES public.program_version(id);

-- consent_event consent_event_enrollment_id_fkey

ALTER TABLE ONLY public.consent_event
    ADD CONSTRAINT consent_event_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- consent_event consent_event_person_id_fkey

ALTER TABLE ONLY public.consent_event
    ADD CONSTRAINT consent_event_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- consent_event consent_event_wording_version_fkey

ALTER TABLE ONLY public.consent_event
    ADD CONSTRAINT consent_event_wording_version_fkey FOREIGN KEY (wording_version) REFERENCES public.consent_wording(version);

-- consent_event consent_is_for_the_purpose_of_its_wording

ALTER TABLE ONLY public.consent_event
    ADD CONSTRAINT consent_is_for_the_purpose_of_its_wording FOREIGN KEY (wording_version, purpose) REFERENCES public.consent_wording(version, purpose);

-- consent_event consent_source_is_known

ALTER TABLE ONLY public.consent_event
    ADD CONSTRAINT consent_source_is_known FOREIGN KEY (source) REFERENCES public.consent_source(code);

-- consent_wording consent_wording_purpose_fkey

ALTER TABLE ONLY public.consent_wording
    ADD CONSTRAINT consent_wording_purpose_fkey FOREIGN KEY (purpose) REFERENCES public.consent_purpose(code);

-- criterion criterion_practical_id_fkey

ALTER TABLE ONLY public.criterion
    ADD CONSTRAINT criterion_practical_id_fkey FOREIGN KEY (practical_id) REFERENCES public.practical(id);

-- decision decision_enrollment_id_fkey

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- decision decision_operator_id_fkey

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- decision_override decision_override_agreed_by_fkey

ALTER TABLE ONLY public.decision_override
    ADD CONSTRAINT decision_override_agreed_by_fkey FOREIGN KEY (agreed_by) REFERENCES public.staff(id);

-- decision_override decision_override_decider_id_fkey

ALTER TABLE ONLY public.decision_override
    ADD CONSTRAINT decision_override_decider_id_fkey FOREIGN KEY (decider_id) REFERENCES public.staff(id);

-- decision_override decision_override_enrollment_id_fkey

ALTER TABLE ONLY public.decision_override
    ADD CONSTRAINT decision_override_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- decision decision_override_id_fkey

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_override_id_fkey FOREIGN KEY (override_id) REFERENCES public.decision_override(id);

-- decision_override decision_override_operator_id_fkey

ALTER TABLE ONLY public.decision_override
    ADD CONSTRAINT decision_override_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- decision decision_staff_id_fkey

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- delivery_report delivery_report_job_id_fkey

ALTER TABLE ONLY public.delivery_report
    ADD CONSTRAINT delivery_report_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.job(id);

-- eligibility eligibility_enrollment_id_fkey

ALTER TABLE ONLY public.eligibility
    ADD CONSTRAINT eligibility_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- eligibility eligibility_requirement_id_fkey

ALTER TABLE ONLY public.eligibility
    ADD CONSTRAINT eligibility_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirement(id);

-- enrollment enrollment_cohort_id_fkey

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_cohort_id_fkey FOREIGN KEY (cohort_id) REFERENCES public.cohort(id);

-- enrollment enrollment_entry_id_fkey

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.entry(id);

-- enrollment_event enrollment_event_enrollment_id_fkey

ALTER TABLE ONLY public.enrollment_event
    ADD CONSTRAINT enrollment_event_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- enrollment_event enrollment_event_staff_id_fkey

ALTER TABLE ONLY public.enrollment_event
    ADD CONSTRAINT enrollment_event_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- enrollment enrollment_person_id_fkey

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- enrollment enrollment_predecessor_id_fkey

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_predecessor_id_fkey FOREIGN KEY (predecessor_id) REFERENCES public.enrollment(id);

-- entry entry_person_id_fkey

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- erased_payload erased_payload_person_id_fkey

ALTER TABLE ONLY public.erased_payload
    ADD CONSTRAINT erased_payload_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- erased_payload erased_payload_purged_as_fkey

ALTER TABLE ONLY public.erased_payload
    ADD CONSTRAINT erased_payload_purged_as_fkey FOREIGN KEY (purged_as) REFERENCES public.retention_rule(kind);

-- evidence evidence_enrollment_id_fkey

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- evidence_file evidence_file_evidence_id_fkey

ALTER TABLE ONLY public.evidence_file
    ADD CONSTRAINT evidence_file_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES public.evidence(id);

-- evidence evidence_operator_id_fkey

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- evidence evidence_requirement_id_fkey

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirement(id);

-- evidence evidence_staff_id_fkey

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- exam_form exam_form_exam_id_fkey

ALTER TABLE ONLY public.exam_form
    ADD CONSTRAINT exam_form_exam_id_fkey FOREIGN KEY (exam_id) REFERENCES public.exam(id);

-- form_item form_item_form_id_fkey

ALTER TABLE ONLY public.form_item
    ADD CONSTRAINT form_item_form_id_fkey FOREIGN KEY (form_id) REFERENCES public.exam_form(id);

-- form_item form_item_item_id_fkey

ALTER TABLE ONLY public.form_item
    ADD CONSTRAINT form_item_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);

-- idempotency idempotency_cohort_id_fkey

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_cohort_id_fkey FOREIGN KEY (cohort_id) REFERENCES public.cohort(id);

-- idempotency idempotency_enrollment_id_fkey

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- issue_order issue_order_operator_id_fkey

ALTER TABLE ONLY public.issue_order
    ADD CONSTRAINT issue_order_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- issue_order issue_order_staff_id_fkey

ALTER TABLE ONLY public.issue_order
    ADD CONSTRAINT issue_order_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- item item_exam_id_fkey

ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_exam_id_fkey FOREIGN KEY (exam_id) REFERENCES public.exam(id);

-- item_key item_key_approved_by_fkey

ALTER TABLE ONLY public.item_key
    ADD CONSTRAINT item_key_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.staff(id);

-- item_key item_key_item_id_fkey

ALTER TABLE ONLY public.item_key
    ADD CONSTRAINT item_key_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);

-- item_key item_key_operator_id_fkey

ALTER TABLE ONLY public.item_key
    ADD CONSTRAINT item_key_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- item_key item_key_staff_id_fkey

ALTER TABLE ONLY public.item_key
    ADD CONSTRAINT item_key_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- item_text item_text_item_id_fkey

ALTER TABLE ONLY public.item_text
    ADD CONSTRAINT item_text_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);

-- job job_attempt_id_fkey

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES public.attempt(id);

-- job job_campaign_id_fkey

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.campaign(id);

-- job job_certificate_id_fkey

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

-- job job_cohort_id_fkey

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_cohort_id_fkey FOREIGN KEY (cohort_id) REFERENCES public.cohort(id);

-- job job_enrollment_id_fkey

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- job job_person_id_fkey

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- job job_practical_attempt_id_fkey

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_practical_attempt_id_fkey FOREIGN KEY (practical_attempt_id) REFERENCES public.practical_attempt(id);

-- job job_rating_task_id_fkey

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_rating_task_id_fkey FOREIGN KEY (rating_task_id) REFERENCES public.rating_task(id);

-- legacy_certificate legacy_certificate_certificate_id_fkey

ALTER TABLE ONLY public.legacy_certificate
    ADD CONSTRAINT legacy_certificate_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

-- legacy_certificate legacy_certificate_import_id_fkey

ALTER TABLE ONLY public.legacy_certificate
    ADD CONSTRAINT legacy_certificate_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.legacy_import(id);

-- legacy_import legacy_import_operator_id_fkey

ALTER TABLE ONLY public.legacy_import
    ADD CONSTRAINT legacy_import_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- legacy_import legacy_import_staff_id_fkey

ALTER TABLE ONLY public.legacy_import
    ADD CONSTRAINT legacy_import_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- legal_hold legal_hold_lifted_by_fkey

ALTER TABLE ONLY public.legal_hold
    ADD CONSTRAINT legal_hold_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES public.staff(id);

-- legal_hold legal_hold_lifted_operator_id_fkey

ALTER TABLE ONLY public.legal_hold
    ADD CONSTRAINT legal_hold_lifted_operator_id_fkey FOREIGN KEY (lifted_operator_id) REFERENCES public.staff(id);

-- legal_hold legal_hold_operator_id_fkey

ALTER TABLE ONLY public.legal_hold
    ADD CONSTRAINT legal_hold_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- legal_hold legal_hold_person_id_fkey

ALTER TABLE ONLY public.legal_hold
    ADD CONSTRAINT legal_hold_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- legal_hold legal_hold_staff_id_fkey

ALTER TABLE ONLY public.legal_hold
    ADD CONSTRAINT legal_hold_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- log_head log_head_signed_by_fkey

ALTER TABLE ONLY public.log_head
    ADD CONSTRAINT log_head_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES public.log_key(number);

-- merge_proposal merge_proposal_import_id_fkey

ALTER TABLE ONLY public.merge_proposal
    ADD CONSTRAINT merge_proposal_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.legacy_import(id);

-- merge_proposal merge_proposal_other_id_fkey

ALTER TABLE ONLY public.merge_proposal
    ADD CONSTRAINT merge_proposal_other_id_fkey FOREIGN KEY (other_id) REFERENCES public.person(id);

-- merge_proposal merge_proposal_person_id_fkey

ALTER TABLE ONLY public.merge_proposal
    ADD CONSTRAINT merge_proposal_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- module module_program_version_id_fkey

ALTER TABLE ONLY public.module
    ADD CONSTRAINT module_program_version_id_fkey FOREIGN KEY (program_version_id) REFERENCES public.program_version(id);

-- payment_case payment_case_enrollment_id_fkey

ALTER TABLE ONLY public.payment_case
    ADD CONSTRAINT payment_case_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- payment_case payment_case_staff_id_fkey

ALTER TABLE ONLY public.payment_case
    ADD CONSTRAINT payment_case_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- payment payment_enrollment_id_fkey

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- payment payment_staff_id_fkey

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- person_merge person_merge_into_id_fkey

ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_into_id_fkey FOREIGN KEY (into_id) REFERENCES public.person(id);

-- person_merge person_merge_operator_id_fkey

ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- person_merge person_merge_person_id_fkey

ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- person_merge person_merge_staff_id_fkey

ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- person_merge person_merge_was_into_id_fkey

ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_was_into_id_fkey FOREIGN KEY (was_into_id) REFERENCES public.person(id);

-- person person_merged_into_fkey

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES public.person(id);

-- plan plan_cohort_id_fkey

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_cohort_id_fkey FOREIGN KEY (cohort_id) REFERENCES public.cohort(id);

-- practical_attempt practical_attempt_eligibility_id_fkey

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_attempt_eligibility_id_fkey FOREIGN KEY (eligibility_id) REFERENCES public.eligibility(id);

-- practical_attempt practical_attempt_enrollment_id_fkey

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_attempt_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- practical_attempt practical_attempt_moved_from_fkey

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_attempt_moved_from_fkey FOREIGN KEY (moved_from) REFERENCES public.practical_attempt(id);

-- practical_attempt practical_attempt_operator_id_fkey

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_attempt_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- practical_attempt practical_attempt_practical_id_fkey

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_attempt_practical_id_fkey FOREIGN KEY (practical_id) REFERENCES public.practical(id);

-- practical_attempt practical_attempt_requirement_id_fkey

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_attempt_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirement(id);

-- practical_attempt practical_attempt_staff_id_fkey

ALTER TABLE ONLY public.practical_attempt
    ADD CONSTRAINT practical_attempt_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- practical_cancellation practical_cancellation_attempt_id_fkey

ALTER TABLE ONLY public.practical_cancellation
    ADD CONSTRAINT practical_cancellation_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES public.practical_attempt(id);

-- practical_cancellation practical_cancellation_operator_id_fkey

ALTER TABLE ONLY public.practical_cancellation
    ADD CONSTRAINT practical_cancellation_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- practical_cancellation practical_cancellation_staff_id_fkey

ALTER TABLE ONLY public.practical_cancellation
    ADD CONSTRAINT practical_cancellation_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- practical_score practical_score_attempt_id_fkey

ALTER TABLE ONLY public.practical_score
    ADD CONSTRAINT practical_score_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES public.practical_attempt(id);

-- program_version program_version_program_id_fkey

ALTER TABLE ONLY public.program_version
    ADD CONSTRAINT program_version_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.program(id);

-- progress_event progress_event_enrollment_id_fkey

ALTER TABLE ONLY public.progress_event
    ADD CONSTRAINT progress_event_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- progress_event progress_event_evidence_id_fkey

ALTER TABLE ONLY public.progress_event
    ADD CONSTRAINT progress_event_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES public.evidence(id);

-- progress_event progress_event_operator_id_fkey

ALTER TABLE ONLY public.progress_event
    ADD CONSTRAINT progress_event_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- progress_event progress_event_requirement_id_fkey

ALTER TABLE ONLY public.progress_event
    ADD CONSTRAINT progress_event_requirement_id_fkey FOREIGN KEY (requirement_id) REFERENCES public.requirement(id);

-- progress_event progress_event_staff_id_fkey

ALTER TABLE ONLY public.progress_event
    ADD CONSTRAINT progress_event_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- purge_run purge_run_operator_id_fkey

ALTER TABLE ONLY public.purge_run
    ADD CONSTRAINT purge_run_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- purge_run purge_run_staff_id_fkey

ALTER TABLE ONLY public.purge_run
    ADD CONSTRAINT purge_run_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- purged_file purged_file_kind_fkey

ALTER TABLE ONLY public.purged_file
    ADD CONSTRAINT purged_file_kind_fkey FOREIGN KEY (kind) REFERENCES public.retention_rule(kind);

-- rating rating_operator_id_fkey

ALTER TABLE ONLY public.rating
    ADD CONSTRAINT rating_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- rating_task rating_task_attempt_id_fkey

ALTER TABLE ONLY public.rating_task
    ADD CONSTRAINT rating_task_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES public.practical_attempt(id);

-- rating rating_task_id_fkey

ALTER TABLE ONLY public.rating
    ADD CONSTRAINT rating_task_id_fkey FOREIGN KEY (task_id) REFERENCES public.rating_task(id);

-- rating_task rating_task_operator_id_fkey

ALTER TABLE ONLY public.rating_task
    ADD CONSTRAINT rating_task_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- rating_task rating_task_rater_id_fkey

ALTER TABLE ONLY public.rating_task
    ADD CONSTRAINT rating_task_rater_id_fkey FOREIGN KEY (rater_id) REFERENCES public.staff(id);

-- rating_task rating_task_staff_id_fkey

ALTER TABLE ONLY public.rating_task
    ADD CONSTRAINT rating_task_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- register_entry register_entry_certificate_id_fkey

ALTER TABLE ONLY public.register_entry
    ADD CONSTRAINT register_entry_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

-- register_event register_event_certificate_id_fkey

ALTER TABLE ONLY public.register_event
    ADD CONSTRAINT register_event_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

-- register_event register_event_operator_id_fkey

ALTER TABLE ONLY public.register_event
    ADD CONSTRAINT register_event_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- register_event register_event_staff_id_fkey

ALTER TABLE ONLY public.register_event
    ADD CONSTRAINT register_event_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- register_event register_event_wording_version_fkey

ALTER TABLE ONLY public.register_event
    ADD CONSTRAINT register_event_wording_version_fkey FOREIGN KEY (wording_version) REFERENCES public.register_wording(version);

-- reissue reissue_key_name_fkey

ALTER TABLE ONLY public.reissue
    ADD CONSTRAINT reissue_key_name_fkey FOREIGN KEY (key_name) REFERENCES public.signing_key(name);

-- reissue reissue_operator_id_fkey

ALTER TABLE ONLY public.reissue
    ADD CONSTRAINT reissue_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- reissue reissue_staff_id_fkey

ALTER TABLE ONLY public.reissue
    ADD CONSTRAINT reissue_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- renewal renewal_certificate_id_fkey

ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT renewal_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

-- renewal_credit renewal_credit_certificate_id_fkey

ALTER TABLE ONLY public.renewal_credit
    ADD CONSTRAINT renewal_credit_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

-- renewal_credit renewal_credit_operator_id_fkey

ALTER TABLE ONLY public.renewal_credit
    ADD CONSTRAINT renewal_credit_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- renewal_credit renewal_credit_staff_id_fkey

ALTER TABLE ONLY public.renewal_credit
    ADD CONSTRAINT renewal_credit_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- renewal_file renewal_file_credit_id_fkey

ALTER TABLE ONLY public.renewal_file
    ADD CONSTRAINT renewal_file_credit_id_fkey FOREIGN KEY (credit_id) REFERENCES public.renewal_credit(id);

-- renewal_file renewal_file_person_id_fkey

ALTER TABLE ONLY public.renewal_file
    ADD CONSTRAINT renewal_file_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- renewal renewal_is_of_a_version

ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT renewal_is_of_a_version FOREIGN KEY (certificate_id, version) REFERENCES public.certificate_version(certificate_id, number) DEFERRABLE INITIALLY DEFERRED;

-- renewal renewal_operator_id_fkey

ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT renewal_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- renewal_payment renewal_payment_certificate_id_fkey

ALTER TABLE ONLY public.renewal_payment
    ADD CONSTRAINT renewal_payment_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

-- renewal_payment renewal_payment_operator_id_fkey

ALTER TABLE ONLY public.renewal_payment
    ADD CONSTRAINT renewal_payment_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- renewal_payment renewal_payment_staff_id_fkey

ALTER TABLE ONLY public.renewal_payment
    ADD CONSTRAINT renewal_payment_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- renewal_reminder renewal_reminder_certificate_id_fkey

ALTER TABLE ONLY public.renewal_reminder
    ADD CONSTRAINT renewal_reminder_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(id);

-- renewal_review renewal_review_credit_id_fkey

ALTER TABLE ONLY public.renewal_review
    ADD CONSTRAINT renewal_review_credit_id_fkey FOREIGN KEY (credit_id) REFERENCES public.renewal_credit(id);

-- renewal_review renewal_review_operator_id_fkey

ALTER TABLE ONLY public.renewal_review
    ADD CONSTRAINT renewal_review_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- renewal_review renewal_review_staff_id_fkey

ALTER TABLE ONLY public.renewal_review
    ADD CONSTRAINT renewal_review_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- renewal renewal_staff_id_fkey

ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT renewal_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- requirement requirement_module_id_fkey

ALTER TABLE ONLY public.requirement
    ADD CONSTRAINT requirement_module_id_fkey FOREIGN KEY (module_id) REFERENCES public.module(id);

-- requirement requirement_program_version_id_fkey

ALTER TABLE ONLY public.requirement
    ADD CONSTRAINT requirement_program_version_id_fkey FOREIGN KEY (program_version_id) REFERENCES public.program_version(id);

-- rescore rescore_approved_by_fkey

ALTER TABLE ONLY public.rescore
    ADD CONSTRAINT rescore_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.staff(id);

-- rescore rescore_attempt_id_fkey

ALTER TABLE ONLY public.rescore
    ADD CONSTRAINT rescore_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES public.attempt(id);

-- rescore rescore_form_id_fkey

ALTER TABLE ONLY public.rescore
    ADD CONSTRAINT rescore_form_id_fkey FOREIGN KEY (form_id) REFERENCES public.exam_form(id);

-- rescore_key rescore_key_item_id_fkey

ALTER TABLE ONLY public.rescore_key
    ADD CONSTRAINT rescore_key_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);

-- rescore_key rescore_key_rescore_id_fkey

ALTER TABLE ONLY public.rescore_key
    ADD CONSTRAINT rescore_key_rescore_id_fkey FOREIGN KEY (rescore_id) REFERENCES public.rescore(id);

-- rescore rescore_operator_id_fkey

ALTER TABLE ONLY public.rescore
    ADD CONSTRAINT rescore_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- rescore rescore_staff_id_fkey

ALTER TABLE ONLY public.rescore
    ADD CONSTRAINT rescore_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- score score_approved_by_fkey

ALTER TABLE ONLY public.score
    ADD CONSTRAINT score_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.staff(id);

-- score score_attempt_id_fkey

ALTER TABLE ONLY public.score
    ADD CONSTRAINT score_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES public.attempt(id);

-- score score_operator_id_fkey

ALTER TABLE ONLY public.score
    ADD CONSTRAINT score_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- score score_rescore_id_fkey

ALTER TABLE ONLY public.score
    ADD CONSTRAINT score_rescore_id_fkey FOREIGN KEY (rescore_id) REFERENCES public.rescore(id);

-- score score_staff_id_fkey

ALTER TABLE ONLY public.score
    ADD CONSTRAINT score_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- seat seat_cohort_id_fkey

ALTER TABLE ONLY public.seat
    ADD CONSTRAINT seat_cohort_id_fkey FOREIGN KEY (cohort_id) REFERENCES public.cohort(id);

-- enrollment seat_exists

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT seat_exists FOREIGN KEY (cohort_id, seat_number) REFERENCES public.seat(cohort_id, number);

-- session_attendance session_attendance_enrollment_id_fkey

ALTER TABLE ONLY public.session_attendance
    ADD CONSTRAINT session_attendance_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id);

-- session_attendance session_attendance_operator_id_fkey

ALTER TABLE ONLY public.session_attendance
    ADD CONSTRAINT session_attendance_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- session_attendance session_attendance_staff_id_fkey

ALTER TABLE ONLY public.session_attendance
    ADD CONSTRAINT session_attendance_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- session session_cohort_id_fkey

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_cohort_id_fkey FOREIGN KEY (cohort_id) REFERENCES public.cohort(id);

-- staff_role staff_role_staff_id_fkey

ALTER TABLE ONLY public.staff_role
    ADD CONSTRAINT staff_role_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- status_list status_list_signed_by_fkey

ALTER TABLE ONLY public.status_list
    ADD CONSTRAINT status_list_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES public.signing_key(name);

-- subscription_wording subscription_is_for_the_purpose_of_its_wording

ALTER TABLE ONLY public.subscription_wording
    ADD CONSTRAINT subscription_is_for_the_purpose_of_its_wording FOREIGN KEY (wording_version, purpose) REFERENCES public.consent_wording(version, purpose);

-- subscription subscription_person_id_fkey

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

-- subscription subscription_source_fkey

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_source_fkey FOREIGN KEY (source) REFERENCES public.consent_source(code);

-- subscription_wording subscription_wording_person_id_fkey

ALTER TABLE ONLY public.subscription_wording
    ADD CONSTRAINT subscription_wording_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.subscription(person_id);

-- suppression_event suppression_event_operator_id_fkey

ALTER TABLE ONLY public.suppression_event
    ADD CONSTRAINT suppression_event_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.staff(id);

-- suppression_event suppression_event_staff_id_fkey

ALTER TABLE ONLY public.suppression_event
    ADD CONSTRAINT suppression_event_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);

-- FUNCTION append_to_log(ops text[], digests bytea[])

REVOKE ALL ON FUNCTION public.append_to_log(ops text[], digests bytea[]) FROM PUBLIC;

-- TABLE audit_entry

GRANT SELECT,INSERT ON TABLE public.audit_entry TO registrar_service;

-- FUNCTION erase_person(erased bigint, by_staff bigint, by_operator bigint)

REVOKE ALL ON FUNCTION public.erase_person(erased bigint, by_staff bigint, by_operator bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.erase_person(erased bigint, by_staff bigint, by_operator bigint) TO registrar_service;

-- TABLE progress_event

GRANT SELECT,INSERT ON TABLE public.progress_event TO registrar_service;

-- FUNCTION purge(what text, most bigint)

REVOKE ALL ON FUNCTION public.purge(what text, most bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.purge(what text, most bigint) TO registrar_service;

-- FUNCTION sitting_text(attempt bigint, positions integer[])

REVOKE ALL ON FUNCTION public.sitting_text(attempt bigint, positions integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.sitting_text(attempt bigint, positions integer[]) TO registrar_service;

-- TABLE accommodation

GRANT SELECT,INSERT ON TABLE public.accommodation TO registrar_service;

-- TABLE answer

GRANT SELECT,INSERT ON TABLE public.answer TO registrar_service;

-- TABLE appeal

GRANT SELECT,INSERT ON TABLE public.appeal TO registrar_service;

-- TABLE appeal_event

GRANT SELECT,INSERT ON TABLE public.appeal_event TO registrar_service;

-- TABLE attempt

GRANT SELECT,INSERT,UPDATE ON TABLE public.attempt TO registrar_service;

-- TABLE audit_era

GRANT SELECT,INSERT ON TABLE public.audit_era TO registrar_service;

-- TABLE audit_seal

GRANT SELECT,INSERT ON TABLE public.audit_seal TO registrar_service;

-- TABLE campaign

GRANT SELECT,INSERT ON TABLE public.campaign TO registrar_service;

-- COLUMN campaign.state

GRANT UPDATE(state) ON TABLE public.campaign TO registrar_service;

-- TABLE candidate

GRANT SELECT,INSERT ON TABLE public.candidate TO registrar_service;

-- TABLE decision

GRANT SELECT,INSERT ON TABLE public.decision TO registrar_service;

-- TABLE decision_override

GRANT SELECT,INSERT,UPDATE ON TABLE public.decision_override TO registrar_service;

-- TABLE practical_attempt

GRANT SELECT,INSERT ON TABLE public.practical_attempt TO registrar_service;

-- TABLE practical_cancellation

GRANT SELECT,INSERT ON TABLE public.practical_cancellation TO registrar_service;

-- TABLE rating

GRANT SELECT,INSERT ON TABLE public.rating TO registrar_service;

-- TABLE rating_task

GRANT SELECT,INSERT,UPDATE ON TABLE public.rating_task TO registrar_service;

-- TABLE rescore

GRANT SELECT,INSERT,UPDATE ON TABLE public.rescore TO registrar_service;

-- TABLE score

GRANT SELECT,INSERT ON TABLE public.score TO registrar_service;

-- TABLE candidate_text

GRANT SELECT ON TABLE public.candidate_text TO registrar_service;

-- TABLE certificate

GRANT SELECT,INSERT,UPDATE ON TABLE public.certificate TO registrar_service;

-- TABLE certificate_event

GRANT SELECT,INSERT ON TABLE public.certificate_event TO registrar_service;

-- TABLE certificate_file

GRANT SELECT,INSERT ON TABLE public.certificate_file TO registrar_service;

-- TABLE certificate_log

GRANT SELECT ON TABLE public.certificate_log TO registrar_service;

-- TABLE certificate_lookup

GRANT SELECT,INSERT,UPDATE ON TABLE public.certificate_lookup TO registrar_service;

-- TABLE certificate_name

GRANT SELECT,INSERT,UPDATE ON TABLE public.certificate_name TO registrar_service;

-- TABLE certificate_rendering

GRANT SELECT,INSERT ON TABLE public.certificate_rendering TO registrar_service;

-- TABLE certificate_version

GRANT SELECT,INSERT ON TABLE public.certificate_version TO registrar_service;

-- TABLE cohort

GRANT SELECT,INSERT,UPDATE ON TABLE public.cohort TO registrar_service;

-- TABLE enrollment

GRANT SELECT,INSERT,UPDATE ON TABLE public.enrollment TO registrar_service;

-- TABLE payment

GRANT SELECT,INSERT ON TABLE public.payment TO registrar_service;

-- TABLE claim_money

GRANT SELECT ON TABLE public.claim_money TO registrar_service;

-- TABLE person

GRANT SELECT,INSERT,UPDATE ON TABLE public.person TO registrar_service;

-- TABLE program

GRANT SELECT,INSERT,UPDATE ON TABLE public.program TO registrar_service;

-- TABLE program_version

GRANT SELECT,INSERT,UPDATE ON TABLE public.program_version TO registrar_service;

-- TABLE claim_now

GRANT SELECT ON TABLE public.claim_now TO registrar_service;

-- TABLE clock_shift

GRANT SELECT ON TABLE public.clock_shift TO registrar_service;
GRANT SELECT ON TABLE public.clock_shift TO registrar_examiner;

-- TABLE cohort_instructor

GRANT SELECT,INSERT,DELETE ON TABLE public.cohort_instructor TO registrar_service;

-- TABLE session

GRANT SELECT,INSERT,DELETE ON TABLE public.session TO registrar_service;

-- TABLE cohort_now

GRANT SELECT ON TABLE public.cohort_now TO registrar_service;

-- TABLE consent_event

GRANT SELECT,INSERT ON TABLE public.consent_event TO registrar_service;

-- TABLE consent_purpose

GRANT SELECT ON TABLE public.consent_purpose TO registrar_service;

-- TABLE consent_source

GRANT SELECT ON TABLE public.consent_source TO registrar_service;

-- TABLE consent_wording

GRANT SELECT,INSERT ON TABLE public.consent_wording TO registrar_service;

-- TABLE criterion

GRANT SELECT,INSERT,DELETE ON TABLE public.criterion TO registrar_service;

-- TABLE delivery_report

GRANT SELECT,INSERT ON TABLE public.delivery_report TO registrar_service;

-- TABLE eligibility

GRANT SELECT,INSERT ON TABLE public.eligibility TO registrar_service;

-- TABLE enrollment_event

GRANT SELECT,INSERT ON TABLE public.enrollment_event TO registrar_service;

-- TABLE entry

GRANT SELECT,INSERT,UPDATE ON TABLE public.entry TO registrar_service;

-- TABLE erased_payload

GRANT SELECT ON TABLE public.erased_payload TO registrar_service;

-- TABLE evidence

GRANT SELECT,INSERT ON TABLE public.evidence TO registrar_service;

-- TABLE evidence_file

GRANT SELECT,INSERT ON TABLE public.evidence_file TO registrar_service;

-- TABLE exam

GRANT SELECT,INSERT,UPDATE ON TABLE public.exam TO registrar_service;
GRANT SELECT ON TABLE public.exam TO registrar_examiner;

-- TABLE exam_form

GRANT SELECT,INSERT,UPDATE ON TABLE public.exam_form TO registrar_service;
GRANT SELECT ON TABLE public.exam_form TO registrar_examiner;

-- TABLE form_item

GRANT SELECT,INSERT,DELETE ON TABLE public.form_item TO registrar_service;
GRANT SELECT ON TABLE public.form_item TO registrar_examiner;

-- TABLE idempotency

GRANT SELECT,INSERT,DELETE ON TABLE public.idempotency TO registrar_service;

-- TABLE institute

GRANT SELECT,INSERT,UPDATE ON TABLE public.institute TO registrar_service;

-- TABLE issue_order

GRANT SELECT,INSERT,UPDATE ON TABLE public.issue_order TO registrar_service;

-- TABLE item

GRANT SELECT,INSERT ON TABLE public.item TO registrar_service;
GRANT SELECT ON TABLE public.item TO registrar_examiner;

-- TABLE item_key

GRANT SELECT,INSERT ON TABLE public.item_key TO registrar_examiner;

-- TABLE item_text

GRANT SELECT,INSERT ON TABLE public.item_text TO registrar_examiner;

-- TABLE job

GRANT SELECT,INSERT,UPDATE ON TABLE public.job TO registrar_service;

-- TABLE legacy_certificate

GRANT SELECT,INSERT ON TABLE public.legacy_certificate TO registrar_service;

-- TABLE legacy_import

GRANT SELECT,INSERT ON TABLE public.legacy_import TO registrar_service;

-- TABLE legal_hold

GRANT SELECT,INSERT,UPDATE ON TABLE public.legal_hold TO registrar_service;

-- TABLE list_import_row

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.list_import_row TO registrar_service;

-- TABLE log_entry

GRANT SELECT ON TABLE public.log_entry TO registrar_service;

-- TABLE log_head

GRANT SELECT ON TABLE public.log_head TO registrar_service;

-- COLUMN log_head.is_whole

GRANT UPDATE(is_whole) ON TABLE public.log_head TO registrar_service;

-- COLUMN log_head.checkpoint

GRANT UPDATE(checkpoint) ON TABLE public.log_head TO registrar_service;

-- COLUMN log_head.signed_size

GRANT UPDATE(signed_size) ON TABLE public.log_head TO registrar_service;

-- COLUMN log_head.signed_at

GRANT UPDATE(signed_at) ON TABLE public.log_head TO registrar_service;

-- COLUMN log_head.signed_by

GRANT UPDATE(signed_by) ON TABLE public.log_head TO registrar_service;

-- TABLE log_key

GRANT SELECT,INSERT ON TABLE public.log_key TO registrar_service;

-- TABLE log_node

GRANT SELECT ON TABLE public.log_node TO registrar_service;

-- TABLE log_waiting

GRANT SELECT,INSERT ON TABLE public.log_waiting TO registrar_service;

-- TABLE mail_outage

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mail_outage TO registrar_service;

-- TABLE mail_pace

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mail_pace TO registrar_service;

-- TABLE merge_proposal

GRANT SELECT,INSERT ON TABLE public.merge_proposal TO registrar_service;

-- TABLE module

GRANT SELECT,INSERT,DELETE ON TABLE public.module TO registrar_service;

-- TABLE newest_form

GRANT SELECT ON TABLE public.newest_form TO registrar_service;

-- TABLE payload

GRANT SELECT,INSERT ON TABLE public.payload TO registrar_service;

-- TABLE payment_case

GRANT SELECT,INSERT,UPDATE ON TABLE public.payment_case TO registrar_service;

-- TABLE person_merge

GRANT SELECT,INSERT ON TABLE public.person_merge TO registrar_service;

-- TABLE plan

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plan TO registrar_service;

-- TABLE practical

GRANT SELECT,INSERT,UPDATE ON TABLE public.practical TO registrar_service;

-- TABLE practical_score

GRANT SELECT,INSERT ON TABLE public.practical_score TO registrar_service;

-- TABLE purge_run

GRANT SELECT,INSERT,UPDATE ON TABLE public.purge_run TO registrar_service;

-- TABLE purged_file

GRANT SELECT ON TABLE public.purged_file TO registrar_service;

-- TABLE register_entry

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.register_entry TO registrar_service;

-- TABLE register_event

GRANT SELECT,INSERT ON TABLE public.register_event TO registrar_service;

-- TABLE register_wording

GRANT SELECT ON TABLE public.register_wording TO registrar_service;

-- TABLE reissue

GRANT SELECT,INSERT,UPDATE ON TABLE public.reissue TO registrar_service;

-- TABLE renewal

GRANT SELECT,INSERT ON TABLE public.renewal TO registrar_service;

-- TABLE renewal_credit

GRANT SELECT,INSERT ON TABLE public.renewal_credit TO registrar_service;

-- TABLE renewal_file

GRANT SELECT,INSERT ON TABLE public.renewal_file TO registrar_service;

-- COLUMN renewal_file.counts

GRANT UPDATE(counts) ON TABLE public.renewal_file TO registrar_service;

-- TABLE renewal_payment

GRANT SELECT,INSERT ON TABLE public.renewal_payment TO registrar_service;

-- TABLE renewal_reminder

GRANT SELECT,INSERT ON TABLE public.renewal_reminder TO registrar_service;

-- TABLE renewal_review

GRANT SELECT,INSERT ON TABLE public.renewal_review TO registrar_service;

-- TABLE renewal_text

GRANT SELECT ON TABLE public.renewal_text TO registrar_service;

-- TABLE requirement

GRANT SELECT,INSERT,DELETE ON TABLE public.requirement TO registrar_service;

-- TABLE rescore_key

GRANT SELECT,INSERT ON TABLE public.rescore_key TO registrar_examiner;

-- TABLE retention_rule

GRANT SELECT ON TABLE public.retention_rule TO registrar_service;

-- COLUMN retention_rule.period

GRANT UPDATE(period) ON TABLE public.retention_rule TO registrar_service;

-- TABLE schema_migration

GRANT SELECT ON TABLE public.schema_migration TO registrar_service;

-- TABLE seat

GRANT SELECT ON TABLE public.seat TO registrar_service;

-- TABLE session_attendance

GRANT SELECT,INSERT ON TABLE public.session_attendance TO registrar_service;

-- TABLE signing_key

GRANT SELECT,INSERT,UPDATE ON TABLE public.signing_key TO registrar_service;

-- TABLE staff

GRANT SELECT,INSERT,UPDATE ON TABLE public.staff TO registrar_service;

-- TABLE staff_role

GRANT SELECT,INSERT,DELETE ON TABLE public.staff_role TO registrar_service;

-- TABLE status_list

GRANT SELECT,INSERT,UPDATE ON TABLE public.status_list TO registrar_service;

-- TABLE suppression_event

GRANT SELECT,INSERT ON TABLE public.suppression_event TO registrar_service;

-- TABLE suppressed_address

GRANT SELECT ON TABLE public.suppressed_address TO registrar_service;

-- TABLE subscriber

GRANT SELECT ON TABLE public.subscriber TO registrar_service;

-- TABLE subscription

GRANT SELECT,INSERT,UPDATE ON TABLE public.subscription TO registrar_service;

-- TABLE subscription_wording

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.subscription_wording TO registrar_service;
