-- What renewing takes for certificates of a program version: its own rules, or where it was made before there were any, those
-- of the newest later version that has some and never changes.
CREATE OR REPLACE FUNCTION renewal_rules(version bigint) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(
        own.renewal,
        (
            SELECT later.renewal
            FROM program_version AS later
            WHERE later.program_id = own.program_id AND later.number > own.number
                AND later.renewal IS NOT NULL AND later.frozen_at IS NOT NULL
            ORDER BY later.number DESC
            LIMIT 1
        )
    )
    FROM program_version AS own
    WHERE own.id = version
$$;

-- submitted, accepted or refused.
CREATE OR REPLACE FUNCTION renewal_credit_state(credit bigint) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(
        (SELECT kind FROM renewal_review WHERE credit_id = credit ORDER BY id DESC LIMIT 1),
        'submitted'
    )
$$;

-- Where certificates with a term stand on the way to the next one.
--
-- A term begins when it was granted, and no later than its length before its end: who renews early goes on at once, and of
-- an old holder's certificate that was imported the whole term counts. Months are those of UTC, as in every term;
-- an old end is the end of a day, and the next one of the same day.
CREATE OR REPLACE FUNCTION renewal_standing(certificates text[]) RETURNS TABLE (
    certificate_id text,
    rules jsonb,
    is_alive boolean,
    is_suspended boolean,
    term_begins timestamptz,
    term_ends timestamptz,
    opens timestamptz,
    grace_ends timestamptz,
    last_chance timestamptz,
    renewed_until timestamptz,
    reinstated_until timestamptz,
    accepted_minutes integer,
    waiting_minutes integer,
    waiting_credits integer,
    needs_foundations boolean,
    has_foundations boolean,
    settled_minor bigint
)
LANGUAGE sql STABLE
AS $$
    SELECT
        certificate.id, found.rules, certificate.erased_at IS NULL AND certificate.state IN ('active', 'suspended'),
        certificate.state = 'suspended',
        least(
            granted.at,
            (certificate.valid_until AT TIME ZONE 'UTC' - make_interval(months => version.term_months))
                AT TIME ZONE 'UTC'
        ),
        certificate.valid_until,
        certificate.valid_until - (found.rules ->> 'opens_days')::integer * interval '1 day',
        certificate.valid_until + (found.rules ->> 'grace_days')::integer * interval '1 day',
        greatest(
            certificate.valid_until + (found.rules ->> 'grace_days')::integer * interval '1 day',
            (
                certificate.valid_until AT TIME ZONE 'UTC'
                + make_interval(months => (found.rules -> 'reinstatement' ->> 'months')::integer)
            ) AT TIME ZONE 'UTC'
        ),
        (certificate.valid_until AT TIME ZONE ends.zone + make_interval(months => version.term_months))
            AT TIME ZONE ends.zone,
        (
            date_trunc('second', clock.now) AT TIME ZONE 'UTC' + make_interval(months => version.term_months)
        ) AT TIME ZONE 'UTC',
        coalesce(counted.accepted, 0)::integer, coalesce(counted.waiting, 0)::integer, counted.waiting_credits::integer,
        coalesce(
            NOT EXISTS (SELECT FROM renewal WHERE renewal.certificate_id = certificate.id)
                AND (certificate.first_issued_at AT TIME ZONE coalesce(institute.time_zone, 'UTC'))::date
                    < (found.rules ->> 'foundations_before')::date,
            false
        ),
        coalesce(counted.has_foundations, false), coalesce(paid.settled, 0)::bigint
    FROM certificate
    JOIN program_version AS version ON version.id = certificate.program_version_id
    CROSS JOIN (SELECT registrar_clock() AS now) AS clock
    LEFT JOIN institute ON true
    CROSS JOIN LATERAL (
        SELECT CASE WHEN certificate.until_precision IS NULL THEN 'UTC' ELSE institute.time_zone END AS zone
    ) AS ends
    CROSS JOIN LATERAL (SELECT renewal_rules(certificate.program_version_id) AS rules) AS found
    LEFT JOIN LATERAL (
        SELECT max(signed.at) AS at
        FROM certificate_version AS signed
        WHERE signed.certificate_id = certificate.id
            AND signed.kind IN ('issued', 'renewed', 'reinstated', 'imported')
    ) AS granted ON true
    LEFT JOIN LATERAL (
        SELECT
            sum(told.minutes) FILTER (WHERE told.state = 'accepted' AND told.counts) AS accepted,
            sum(told.minutes) FILTER (WHERE told.state = 'submitted' AND told.counts) AS waiting,
            count(*) FILTER (WHERE told.state = 'submitted') AS waiting_credits,
            bool_or(told.kind = 'foundations' AND told.state = 'accepted') AS has_foundations
        FROM (
            SELECT
                credit.kind, credit.minutes, renewal_credit_state(credit.id) AS state,
                found.rules -> 'kinds' ? credit.kind AS counts
            FROM renewal_credit AS credit
            WHERE credit.certificate_id = certificate.id AND credit.term_ends = certificate.valid_until
        ) AS told
    ) AS counted ON true
    LEFT JOIN LATERAL (
        SELECT sum(CASE payment.kind WHEN 'refunded' THEN -payment.amount_minor ELSE payment.amount_minor END) AS settled
        FROM renewal_payment AS payment
        WHERE payment.certificate_id = certificate.id AND payment.term_ends = certificate.valid_until
            AND payment.currency = found.rules ->> 'currency'
    ) AS paid ON true
    WHERE certificate.id = ANY(certificates)
    ORDER BY certificate.id
$$;
