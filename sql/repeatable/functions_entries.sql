-- Whether a wish for several cohorts has an offer open in one of them, even one that expired but was not settled yet.
CREATE OR REPLACE FUNCTION has_open_offer(entry bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (SELECT FROM enrollment WHERE enrollment.entry_id = $1 AND enrollment.state = 'offered')
$$;
