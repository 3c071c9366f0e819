-- A version's terms as they hold for a claim made now: instants instead of days before the start.
CREATE OR REPLACE FUNCTION frozen_terms(terms jsonb, starts_at timestamptz) RETURNS jsonb
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

-- The terms that a claim on a cohort is made under now; NULL where its program version promises nothing.
CREATE OR REPLACE FUNCTION cohort_terms(cohort bigint) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    SELECT frozen_terms(
        (
            SELECT program_version.terms
            FROM cohort
            JOIN program_version ON program_version.id = cohort.program_version_id
            WHERE cohort.id = $1
        ),
        (SELECT min(session.starts_at) FROM session WHERE session.cohort_id = $1)
    )
$$;

-- How many percent frozen terms give back at an instant; where nothing was promised, all of it is for staff to decide.
CREATE OR REPLACE FUNCTION refund_percent(terms jsonb, instant timestamptz) RETURNS integer
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
