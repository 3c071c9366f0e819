-- The money of each claim: what its ledger adds up to, what is due while it lives, and what is with us.
DROP VIEW IF EXISTS claim_money;
CREATE VIEW claim_money AS
SELECT
    enrollment.id AS enrollment_id,
    enrollment.cohort_id,
    coalesce(ledger.currency, cohort.currency) AS currency,
    ledger.expected_minor,
    ledger.received_minor,
    ledger.refunded_minor,
    ledger.waived_minor,
    ledger.moved_minor,
    ledger.with_us_minor,
    -- An expectation ends with its claim; below 0 is more than was expected.
    CASE WHEN enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
        THEN ledger.expected_minor - ledger.waived_minor - ledger.with_us_minor
        ELSE 0
    END AS due_minor
FROM enrollment
JOIN cohort ON cohort.id = enrollment.cohort_id
CROSS JOIN LATERAL (
    SELECT
        min(payment.currency) AS currency,
        coalesce(sum(payment.amount_minor) FILTER (WHERE payment.kind = 'expected'), 0)::bigint AS expected_minor,
        coalesce(sum(payment.amount_minor) FILTER (WHERE payment.kind = 'received'), 0)::bigint AS received_minor,
        coalesce(sum(payment.amount_minor) FILTER (WHERE payment.kind = 'refunded'), 0)::bigint AS refunded_minor,
        coalesce(sum(payment.amount_minor) FILTER (WHERE payment.kind = 'waived'), 0)::bigint AS waived_minor,
        coalesce(sum(payment.amount_minor) FILTER (WHERE payment.kind = 'moved'), 0)::bigint AS moved_minor,
        coalesce(
            sum(CASE payment.kind WHEN 'refunded' THEN -payment.amount_minor ELSE payment.amount_minor END)
                FILTER (WHERE payment.kind IN ('received', 'moved', 'refunded')),
            0
        )::bigint AS with_us_minor
    FROM payment
    WHERE payment.enrollment_id = enrollment.id
) AS ledger;

GRANT SELECT ON claim_money TO registrar_service;
