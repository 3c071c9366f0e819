-- Money as a record: what is expected, received, refunded and waived for a claim. No card numbers anywhere.

ALTER TABLE cohort
    -- Where payment comes first, a seat stays held until it is paid.
    ADD COLUMN payment_first boolean NOT NULL DEFAULT false,
    ADD COLUMN payment_window interval NOT NULL DEFAULT '3 days'
        CONSTRAINT payment_window_is_1_minute_to_60_days CHECK (payment_window BETWEEN '1 minute' AND '60 days');

CREATE TABLE payment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    -- moved: out of a transferred claim (less than nothing) and into the one that goes on from it.
    kind text NOT NULL CONSTRAINT payment_kind_is_known
        CHECK (kind IN ('expected', 'received', 'refunded', 'waived', 'moved')),
    amount_minor bigint NOT NULL,
    currency text NOT NULL CONSTRAINT payment_currency_is_an_iso_4217_code CHECK (currency ~ '^[A-Z]{3}$'),
    -- The bank's or the provider's own word for it: the same reference is the same money.
    reference text CONSTRAINT payment_reference_has_1_to_200_characters CHECK (char_length(reference) BETWEEN 1 AND 200),
    -- The day the bank says; NULL where no bank is involved.
    value_date date,
    at timestamptz NOT NULL DEFAULT registrar_clock(),
    staff_id bigint REFERENCES staff,
    CONSTRAINT payment_amount_is_positive CHECK (CASE kind WHEN 'moved' THEN amount_minor <> 0 ELSE amount_minor > 0 END),
    CONSTRAINT money_that_moves_has_a_reference CHECK (kind NOT IN ('received', 'refunded') OR reference IS NOT NULL)
);

CREATE UNIQUE INDEX payment_reference_once ON payment (kind, reference)
    WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX expected_once_per_enrollment ON payment (enrollment_id)
    WHERE kind = 'expected';
CREATE INDEX payment_by_enrollment ON payment (enrollment_id);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON payment
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- Money that waits for somebody's decision: late, given back, or too much.
CREATE TABLE payment_case (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    kind text NOT NULL CONSTRAINT payment_case_kind_is_known
        CHECK (kind IN ('late', 'withdrawn', 'removed', 'cancelled', 'overpaid')),
    -- What the terms give back, or what came too late or too much.
    amount_minor bigint NOT NULL CONSTRAINT payment_case_is_about_money CHECK (amount_minor > 0),
    currency text NOT NULL CONSTRAINT payment_case_currency_is_an_iso_4217_code CHECK (currency ~ '^[A-Z]{3}$'),
    opened_at timestamptz NOT NULL DEFAULT registrar_clock(),
    settled_at timestamptz,
    outcome text CONSTRAINT payment_case_outcome_is_known
        CHECK (outcome IN ('reseated', 'moved', 'refunded', 'kept')),
    staff_id bigint REFERENCES staff,
    CONSTRAINT payment_case_is_settled_once CHECK ((settled_at IS NULL) = (outcome IS NULL))
);

CREATE UNIQUE INDEX one_open_case_per_enrollment_and_kind ON payment_case (enrollment_id, kind)
    WHERE settled_at IS NULL;
CREATE INDEX payment_case_by_enrollment ON payment_case (enrollment_id);

CREATE FUNCTION settled_case_never_changes() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'case % is settled; it never changes again', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'settled_case_never_changes';
END
$$;

CREATE TRIGGER settled_case_never_changes BEFORE UPDATE ON payment_case
    FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL) EXECUTE FUNCTION settled_case_never_changes();

GRANT SELECT, INSERT ON payment TO registrar_service;
GRANT SELECT, INSERT, UPDATE ON payment_case TO registrar_service;
