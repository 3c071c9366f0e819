-- A cohort is one dated run of a program version: its sessions, its instructors and its numbered seats.

CREATE TABLE cohort (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL CONSTRAINT cohort_code_once UNIQUE
        CONSTRAINT cohort_code_is_a_short_word CHECK (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' AND length(code) <= 40),
    program_version_id bigint NOT NULL REFERENCES program_version,
    state text NOT NULL DEFAULT 'draft' CONSTRAINT cohort_state_is_known
        CHECK (state IN ('draft', 'open', 'closed', 'completed', 'cancelled')),
    capacity smallint NOT NULL DEFAULT 10 CONSTRAINT capacity_is_1_to_10 CHECK (capacity BETWEEN 1 AND 10),
    time_zone text NOT NULL CONSTRAINT cohort_time_zone_exists CHECK (is_time_zone(time_zone)),
    price_minor integer NOT NULL CONSTRAINT price_is_not_negative CHECK (price_minor >= 0),
    currency text NOT NULL CONSTRAINT currency_is_an_iso_4217_code CHECK (currency ~ '^[A-Z]{3}$'),
    registration_opens_at timestamptz NOT NULL,
    registration_closes_at timestamptz NOT NULL,
    hold_window interval NOT NULL DEFAULT '2 hours'
        CONSTRAINT hold_window_is_1_minute_to_14_days CHECK (hold_window BETWEEN '1 minute' AND '14 days'),
    offer_window interval NOT NULL DEFAULT '24 hours'
        CONSTRAINT offer_window_is_1_minute_to_14_days CHECK (offer_window BETWEEN '1 minute' AND '14 days'),
    created_at timestamptz NOT NULL DEFAULT registrar_clock(),
    -- Counters of the cohort's own history; they move under the cohort's row lock only.
    last_arrival integer NOT NULL DEFAULT 0,
    last_event_number integer NOT NULL DEFAULT 0,
    last_event_at timestamptz NOT NULL DEFAULT registrar_clock(),
    CONSTRAINT registration_opens_before_it_closes CHECK (registration_opens_at < registration_closes_at)
) WITH (fillfactor = 50);

CREATE FUNCTION cohort_moves_along_its_states() RETURNS trigger
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

CREATE TRIGGER cohort_moves_along_its_states BEFORE UPDATE OF state ON cohort
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION cohort_moves_along_its_states();

CREATE TABLE cohort_instructor (
    cohort_id bigint NOT NULL REFERENCES cohort,
    staff_id bigint NOT NULL REFERENCES staff,
    CONSTRAINT cohort_instructor_once PRIMARY KEY (cohort_id, staff_id)
);

CREATE TABLE session (
    cohort_id bigint NOT NULL REFERENCES cohort,
    number smallint NOT NULL CONSTRAINT session_number_counts_from_1 CHECK (number >= 1),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    time_zone text NOT NULL CONSTRAINT session_time_zone_exists CHECK (is_time_zone(time_zone)),
    venue text,
    online_url text,
    CONSTRAINT session_number_once PRIMARY KEY (cohort_id, number),
    CONSTRAINT session_starts_before_it_ends CHECK (starts_at < ends_at),
    CONSTRAINT session_has_a_venue_or_an_online_link CHECK (venue IS NOT NULL OR online_url IS NOT NULL),
    CONSTRAINT session_online_link_is_a_url CHECK (online_url ~ '^https?://[^[:space:]]+$')
);

CREATE TABLE seat (
    cohort_id bigint NOT NULL REFERENCES cohort,
    number smallint NOT NULL CONSTRAINT seat_number_is_1_to_10 CHECK (number BETWEEN 1 AND 10),
    CONSTRAINT seat_number_once PRIMARY KEY (cohort_id, number)
);

-- One seat row per number, 1 to capacity; a number that is taken cannot go (foreign key from enrollment).
CREATE FUNCTION seats_follow_capacity() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, public
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

CREATE TRIGGER seats_follow_capacity AFTER INSERT OR UPDATE OF capacity ON cohort
    FOR EACH ROW EXECUTE FUNCTION seats_follow_capacity();

GRANT SELECT, INSERT, UPDATE ON cohort TO registrar_service;
GRANT SELECT, INSERT, DELETE ON cohort_instructor, session TO registrar_service;
GRANT SELECT ON seat TO registrar_service;
