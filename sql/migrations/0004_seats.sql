-- A claim on a seat and its history: an enrollment is one person's claim on one cohort.

CREATE TABLE person (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL CONSTRAINT person_email_once UNIQUE
        CONSTRAINT person_email_has_at_most_254_octets CHECK (octet_length(email) BETWEEN 3 AND 254)
        CONSTRAINT person_email_is_normalised
        CHECK (email = btrim(email) AND email !~ '[A-Z[:cntrl:][:space:]]' AND email IS NFC NORMALIZED),
    -- The name becomes the person's only when the address was confirmed.
    name text CONSTRAINT person_name_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200),
    merged_into bigint REFERENCES person,
    created_at timestamptz NOT NULL DEFAULT registrar_clock()
);

CREATE TABLE enrollment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cohort_id bigint NOT NULL REFERENCES cohort,
    person_id bigint NOT NULL REFERENCES person,
    state text NOT NULL CONSTRAINT enrollment_state_is_known CHECK (
        state IN (
            'waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show',
            'lapsed', 'declined', 'withdrawn', 'closed', 'carried', 'transferred', 'removed', 'cancelled'
        )
    ),
    arrival integer NOT NULL CONSTRAINT arrival_counts_from_1 CHECK (arrival >= 1),
    seat_number smallint,
    expires_at timestamptz,
    name text NOT NULL
        CONSTRAINT enrollment_name_has_1_to_200_characters CHECK (char_length(name) BETWEEN 1 AND 200),
    time_zone text CONSTRAINT enrollment_time_zone_exists CHECK (is_time_zone(time_zone)),
    reserved_at timestamptz NOT NULL,
    address_confirmed_at timestamptz,
    -- Who asked, as a keyed digest; kept until the row is confirmed or ends.
    client_digest bytea,
    link_generation smallint NOT NULL DEFAULT 1,
    CONSTRAINT seat_exists FOREIGN KEY (cohort_id, seat_number) REFERENCES seat (cohort_id, number),
    CONSTRAINT seat_is_set_exactly_while_taken CHECK (
        (state IN ('held', 'offered', 'confirmed', 'attended', 'no_show')) = (seat_number IS NOT NULL)
    ),
    CONSTRAINT deadline_is_set_exactly_while_held_or_offered CHECK (
        (state IN ('held', 'offered')) = (expires_at IS NOT NULL)
    ),
    CONSTRAINT confirmed_seats_have_a_confirmed_address CHECK (
        state NOT IN ('offered', 'confirmed', 'attended', 'no_show') OR address_confirmed_at IS NOT NULL
    ),
    CONSTRAINT client_is_kept_only_while_unconfirmed CHECK (
        client_digest IS NULL OR (state IN ('held', 'waitlisted') AND address_confirmed_at IS NULL)
    )
);

CREATE UNIQUE INDEX seat_taken_once ON enrollment (cohort_id, seat_number)
    WHERE seat_number IS NOT NULL;
CREATE UNIQUE INDEX one_live_row_per_person_and_cohort ON enrollment (cohort_id, person_id)
    WHERE state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show');
CREATE UNIQUE INDEX arrival_once ON enrollment (cohort_id, arrival);
CREATE INDEX enrollment_with_a_deadline ON enrollment (expires_at, cohort_id)
    WHERE state IN ('held', 'offered');
CREATE INDEX enrollment_not_waiting ON enrollment (cohort_id, arrival)
    WHERE state <> 'waitlisted';
CREATE INDEX enrollment_waiting_with_a_confirmed_address ON enrollment (cohort_id, arrival)
    WHERE state = 'waitlisted' AND address_confirmed_at IS NOT NULL;
CREATE INDEX enrollment_by_unconfirmed_client ON enrollment (cohort_id, client_digest)
    WHERE client_digest IS NOT NULL;
CREATE INDEX enrollment_by_person ON enrollment (person_id);

CREATE FUNCTION enrollment_moves_along_the_machine() RETURNS trigger
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

CREATE TRIGGER enrollment_moves_along_the_machine BEFORE UPDATE OF state ON enrollment
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION enrollment_moves_along_the_machine();

-- What happened, numbered per cohort under its lock. It only grows, and the states can be rebuilt from it.
CREATE TABLE enrollment_event (
    cohort_id bigint NOT NULL,
    number integer NOT NULL,
    enrollment_id bigint NOT NULL REFERENCES enrollment,
    kind text NOT NULL CONSTRAINT enrollment_event_kind_is_known CHECK (
        kind IN (
            'held', 'waitlisted', 'address_confirmed', 'offered', 'passed_over', 'confirmed', 'accepted', 'declined',
            'lapsed', 'withdrawn', 'closed', 'carried', 'transferred', 'removed', 'cancelled', 'attended', 'no_show'
        )
    ),
    at timestamptz NOT NULL,
    actor text NOT NULL CONSTRAINT enrollment_event_actor_is_known
        CHECK (actor IN ('visitor', 'applicant', 'staff', 'system')),
    staff_id bigint REFERENCES staff,
    seat_number smallint,
    deadline timestamptz,
    -- Why, as a class: a pass-over has one always, a staff decision has one with its words in the payload.
    reason text CONSTRAINT enrollment_event_reason_is_known CHECK (
        reason IN ('address_unconfirmed', 'offer_open_elsewhere', 'staff_decision', 'hold_expired', 'offer_expired')
    ),
    payload_id bigint,
    digest bytea,
    CONSTRAINT enrollment_event_number_once PRIMARY KEY (cohort_id, number),
    CONSTRAINT enrollment_event_by_staff_names_them CHECK ((actor = 'staff') = (staff_id IS NOT NULL)),
    CONSTRAINT passed_over_has_a_reason CHECK (kind <> 'passed_over' OR reason IS NOT NULL),
    CONSTRAINT enrollment_event_payload_has_a_digest CHECK (payload_id IS NULL OR octet_length(digest) = 32)
);

CREATE INDEX enrollment_event_by_enrollment ON enrollment_event (enrollment_id);

CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON enrollment_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows();

-- A key's first answer, kept for 24 hours. Both digests are keyed with the service's secret.
CREATE TABLE idempotency (
    cohort_id bigint NOT NULL REFERENCES cohort,
    key_digest bytea NOT NULL,
    body_digest bytea NOT NULL,
    -- Empty when the address was already live in the cohort.
    enrollment_id bigint REFERENCES enrollment,
    state text NOT NULL,
    seat_number smallint,
    position integer,
    expires_at timestamptz,
    answered_at timestamptz NOT NULL,
    CONSTRAINT idempotency_key_once PRIMARY KEY (cohort_id, key_digest)
);

CREATE INDEX idempotency_by_age ON idempotency USING brin (answered_at);

GRANT SELECT, INSERT, UPDATE ON person, enrollment TO registrar_service;
GRANT SELECT, INSERT ON enrollment_event TO registrar_service;
GRANT SELECT, INSERT, DELETE ON idempotency TO registrar_service;
