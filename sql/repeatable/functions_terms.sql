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
