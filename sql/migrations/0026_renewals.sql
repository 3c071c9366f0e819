-- Renewal: what counts towards the next term of a certificate, what was paid for it, who was reminded and who renewed.

ALTER TABLE program_version
    -- What renewing takes; NULL is not renewable. `renewal_rules` reads it.
    ADD COLUMN renewal jsonb CONSTRAINT renewal_rules_are_an_object CHECK (jsonb_typeof(renewal) = 'object');

-- Whose term ends next.
CREATE INDEX certificate_by_end ON certificate (valid_until)
    WHERE state = 'active' AND erased_at IS NULL;

-- What a holder did towards renewal. A term is told by its end: what was done for one never counts for the next. Title,
-- supervisor and license number are a text apart; so is the file.
CREATE TABLE renewal_credit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    certificate_id text NOT NULL REFERENCES certificate,
    term_ends timestamptz NOT NULL,
    kind text NOT NULL CONSTRAINT renewal_credit_kind_is_known
        CHECK (kind IN ('coursework', 'observation', 'foundations')),
    minutes integer NOT NULL CONSTRAINT renewal_minutes_are_1_to_a_month CHECK (minutes BETWEEN 1 AND 44640),
    done_on date NOT NULL,
    -- Of whoever taught or supervised: MD, RPT, PTA.
    license_type text CONSTRAINT license_type_is_a_short_word CHECK (license_type ~ '^[A-Z]{1,10}$'),
    payload_id bigint NOT NULL,
    digest bytea NOT NULL CONSTRAINT renewal_credit_digest_has_32_octets CHECK (octet_length(digest) = 32),
    media_type text NOT NULL CONSTRAINT renewal_file_type_is_known
        CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png', 'text/plain')),
    size integer NOT NULL CONSTRAINT renewal_file_has_1_octet_to_10_megabytes CHECK (size BETWEEN 1 AND 10485760),
    -- SHA-256 over the salt of the file and its octets.
    file_digest bytea NOT NULL CONSTRAINT renewal_file_digest_has_32_octets CHECK (octet_length(file_digest) = 32),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- Who brought it; nobody of the staff is the holder.
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    CONSTRAINT renewal_credit_operator_is_named_only_for_another CHECK (operator_id <> staff_id)
);

CREATE INDEX renewal_credit_by_certificate ON renewal_credit (certificate_id, term_ends);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON renewal_credit
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

CREATE TABLE renewal_file (
    credit_id bigint PRIMARY KEY REFERENCES renewal_credit,
    -- Its holder.
    person_id bigint NOT NULL REFERENCES person,
    name text NOT NULL CONSTRAINT renewal_file_name_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200),
    octets bytea NOT NULL,
    salt bytea NOT NULL CONSTRAINT renewal_file_salt_has_16_octets CHECK (octet_length(salt) = 16),
    -- As `sha256sum` prints it.
    sha256 bytea NOT NULL CONSTRAINT renewal_file_sha256_has_32_octets CHECK (octet_length(sha256) = 32),
    -- False once it was refused: it may then be brought again, told rightly.
    counts boolean NOT NULL DEFAULT true
);

CREATE UNIQUE INDEX renewal_evidence_once_per_holder ON renewal_file (person_id, sha256)
    WHERE counts;

-- What staff said of it; the last word counts.
CREATE TABLE renewal_review (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    credit_id bigint NOT NULL REFERENCES renewal_credit,
    kind text NOT NULL CONSTRAINT renewal_review_kind_is_known CHECK (kind IN ('accepted', 'refused')),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint NOT NULL REFERENCES staff,
    operator_id bigint REFERENCES staff,
    payload_id bigint,
    digest bytea,
    CONSTRAINT a_refused_credit_has_a_reason_in_words CHECK (kind = 'accepted' OR payload_id IS NOT NULL),
    CONSTRAINT renewal_review_payload_has_a_digest
        CHECK ((payload_id IS NULL) = (digest IS NULL) AND octet_length(digest) = 32),
    CONSTRAINT renewal_review_operator_is_named_only_for_another CHECK (operator_id <> staff_id)
);

CREATE INDEX renewal_review_by_credit ON renewal_review (credit_id, id);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON renewal_review
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- Money for a renewal, as it came, went back or need not be paid.
CREATE TABLE renewal_payment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    certificate_id text NOT NULL REFERENCES certificate,
    term_ends timestamptz NOT NULL,
    kind text NOT NULL CONSTRAINT renewal_payment_kind_is_known CHECK (kind IN ('received', 'refunded', 'waived')),
    amount_minor bigint NOT NULL CONSTRAINT renewal_payment_is_positive CHECK (amount_minor > 0),
    currency text NOT NULL CONSTRAINT renewal_currency_is_an_iso_4217_code CHECK (currency ~ '^[A-Z]{3}$'),
    -- The bank's or the provider's own word for it: the same reference is the same money.
    reference text CONSTRAINT renewal_reference_has_1_to_200_characters CHECK (char_length(reference) BETWEEN 1 AND 200),
    value_date date,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint NOT NULL REFERENCES staff,
    operator_id bigint REFERENCES staff,
    -- Why it is waived.
    payload_id bigint,
    digest bytea,
    CONSTRAINT renewal_money_has_a_reference CHECK (kind = 'waived' OR reference IS NOT NULL),
    CONSTRAINT a_waived_fee_has_a_reason_in_words CHECK (kind <> 'waived' OR payload_id IS NOT NULL),
    CONSTRAINT renewal_payment_payload_has_a_digest
        CHECK ((payload_id IS NULL) = (digest IS NULL) AND octet_length(digest) = 32),
    CONSTRAINT renewal_payment_operator_is_named_only_for_another CHECK (operator_id <> staff_id)
);

CREATE UNIQUE INDEX renewal_reference_once ON renewal_payment (kind, reference)
    WHERE reference IS NOT NULL;
CREATE INDEX renewal_payment_by_certificate ON renewal_payment (certificate_id, term_ends);

-- Its reference alone goes with an erased person, as a payment's does.
CREATE TRIGGER history_only_grows
    BEFORE UPDATE OF id, certificate_id, term_ends, kind, amount_minor, currency, value_date, at, staff_id, operator_id,
        payload_id, digest OR DELETE OR TRUNCATE
    ON renewal_payment
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

CREATE FUNCTION renewal_reference_goes_with_its_person() RETURNS trigger
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

CREATE TRIGGER renewal_reference_goes_with_its_person BEFORE UPDATE OF reference ON renewal_payment
    FOR EACH ROW EXECUTE FUNCTION renewal_reference_goes_with_its_person();

-- Who was reminded how long before the end; once each, whatever number of workers there is.
CREATE TABLE renewal_reminder (
    certificate_id text NOT NULL REFERENCES certificate,
    term_ends timestamptz NOT NULL,
    days_before smallint NOT NULL CONSTRAINT renewal_reminder_is_90_60_30_or_7_days_before
        CHECK (days_before IN (90, 60, 30, 7)),
    at timestamptz NOT NULL,
    CONSTRAINT reminded_once_per_term PRIMARY KEY (certificate_id, term_ends, days_before),
    CONSTRAINT reminded_before_the_end CHECK (at < term_ends)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON renewal_reminder
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- A new term, and what it rests on. Of two who renew the same term at once the second finds it taken.
CREATE TABLE renewal (
    certificate_id text NOT NULL REFERENCES certificate,
    -- Of the term that it ended.
    term_ends timestamptz NOT NULL,
    -- The version that has the new term.
    version smallint NOT NULL,
    kind text NOT NULL CONSTRAINT renewal_kind_is_known CHECK (kind IN ('renewed', 'reinstated')),
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- The rules, the fee, and the credits that were accepted then: numbers and words of the product.
    basis jsonb NOT NULL CONSTRAINT renewal_basis_is_an_object CHECK (jsonb_typeof(basis) = 'object'),
    staff_id bigint REFERENCES staff,
    operator_id bigint REFERENCES staff,
    CONSTRAINT renewed_once_per_term PRIMARY KEY (certificate_id, term_ends),
    CONSTRAINT renewal_once_per_version UNIQUE (certificate_id, version),
    -- Deferred, because it is judged while the certificate still stands at the term that ends.
    CONSTRAINT renewal_is_of_a_version FOREIGN KEY (certificate_id, version)
        REFERENCES certificate_version (certificate_id, number) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT renewal_operator_is_named_only_for_another CHECK (operator_id <> staff_id)
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON renewal
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- What is brought counts for the term that runs, or ran last, and was done in it; it is of a kind that the rules ask for, and
-- by somebody whose license they accept.
CREATE FUNCTION credit_fits_its_term() RETURNS trigger
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

CREATE TRIGGER credit_fits_its_term BEFORE INSERT ON renewal_credit
    FOR EACH ROW EXECUTE FUNCTION credit_fits_its_term();

-- What a renewal rests on is said before it.
CREATE FUNCTION credit_is_reviewed_before_its_renewal() RETURNS trigger
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

CREATE TRIGGER credit_is_reviewed_before_its_renewal BEFORE INSERT ON renewal_review
    FOR EACH ROW EXECUTE FUNCTION credit_is_reviewed_before_its_renewal();

-- The last word on who is renewed or reinstated: in its time, with all that the rules ask for, and paid.
CREATE FUNCTION renewal_is_earned() RETURNS trigger
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

CREATE TRIGGER renewal_is_earned BEFORE INSERT ON renewal
    FOR EACH ROW EXECUTE FUNCTION renewal_is_earned();

GRANT SELECT, INSERT ON renewal_credit, renewal_file, renewal_review, renewal_payment, renewal_reminder, renewal
    TO registrar_service;
GRANT UPDATE (counts) ON renewal_file TO registrar_service;
