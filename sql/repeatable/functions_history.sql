-- Whether an event says where a claim stands from then on; the others tell of it without moving it.
CREATE OR REPLACE FUNCTION event_moves_state(kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT kind NOT IN ('address_confirmed', 'passed_over', 'preferred', 'changed')
$$;
