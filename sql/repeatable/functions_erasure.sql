-- Whether words hold an e-mail address, and not only one that begins or ends like it.
--
-- What may stand in an address is as `EmailAddress.isForbidden` has it. Before the address there is the beginning, a sign
-- that no address has, or the end of another address; signs alone may come between, as `'a@example.org'` has them. So
-- `o'brien@example.org` is not brien's. After it a sentence may go on, but not the domain.
CREATE OR REPLACE FUNCTION holds_address(words text, address text) RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$
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
$$;

-- The texts that hold an address anywhere in their words.
--
-- A member of staff, and the institute, may have the same address and are not erased with it.
CREATE OR REPLACE FUNCTION texts_with_address(address text) RETURNS SETOF bigint
LANGUAGE sql STABLE
AS $$
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
$$;

-- The texts of people's own history: what they were told, what staff did to them and said of them.
--
-- In PL/pgSQL, which looks a view up when it is asked: the views are made after the functions.
CREATE OR REPLACE FUNCTION texts_of(people bigint[]) RETURNS SETOF bigint
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

-- Takes all that tells who somebody was, and leaves rows that say so; the one way to delete a text of history.
--
-- The caller holds the locks of the person's cohorts and claims, and has ended what was live. Whom money is owed to, and
-- whether somebody may be erased at all, is decided there.
CREATE OR REPLACE FUNCTION erase_person(erased bigint, by_staff bigint, by_operator bigint) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
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

REVOKE ALL ON FUNCTION erase_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_person TO registrar_service;
