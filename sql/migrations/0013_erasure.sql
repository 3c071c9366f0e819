-- Erasure: a person's data goes at their request, and the rows that stay say so.

ALTER TABLE person
    -- From then on the row is a number: what stands in for the address is nothing that anybody can type.
    ADD COLUMN erased_at timestamptz,
    ADD CONSTRAINT person_names_nobody_exactly_when_erased CHECK (
        CASE WHEN erased_at IS NULL THEN email NOT LIKE 'erased:%' ELSE email = 'erased:' || id AND name IS NULL END
    );

CREATE INDEX person_by_whom_they_became ON person (merged_into)
    WHERE merged_into IS NOT NULL;

-- Which texts of history are gone, and with whom; their digests stay where they were.
CREATE TABLE erased_payload (
    payload_id bigint PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES person,
    at timestamptz NOT NULL
);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON erased_payload
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- The bank's word for a payment may be a name. It alone of a payment goes with a person; the money stays as it was.
DROP TRIGGER history_only_grows ON payment;
CREATE TRIGGER history_only_grows
    BEFORE UPDATE OF id, enrollment_id, kind, amount_minor, currency, value_date, at, staff_id OR DELETE OR TRUNCATE
    ON payment
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

CREATE FUNCTION reference_goes_with_its_person() RETURNS trigger
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

CREATE TRIGGER reference_goes_with_its_person BEFORE UPDATE OF reference ON payment
    FOR EACH ROW EXECUTE FUNCTION reference_goes_with_its_person();

-- Whose mails a worker has to take out of the spool.
ALTER TABLE job ADD COLUMN person_id bigint REFERENCES person;
CREATE INDEX job_by_certificate ON job (certificate_id)
    WHERE certificate_id IS NOT NULL;

GRANT SELECT ON erased_payload TO registrar_service;
