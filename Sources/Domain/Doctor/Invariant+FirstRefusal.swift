import Postgres

extension Invariant {
    /// Both read history alone, so they also hold for what happened long ago.
    static let firstRefusal: [Invariant] = [
        Invariant(
            "no_one_seated_past_the_queue",
            "No newcomer was given a seat while anyone waited in that cohort.",
            """
            SELECT cohort.code || ' event ' || event.number
            FROM (
                -- 2. How many waited just before each event: one more for each who began to, one less for each who ceased.
                SELECT
                    moves.*,
                    sum(
                        CASE WHEN moves.first_kind = 'waitlisted' THEN
                            CASE moves.step WHEN 1 THEN 1 WHEN 2 THEN -1 ELSE 0 END
                        END
                    ) OVER (
                        PARTITION BY moves.cohort_id
                        ORDER BY moves.number
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                    ) AS waiting
                FROM (
                    -- 1. The events that changed a state, counted per claim.
                    SELECT
                        cohort_id, number, kind,
                        row_number() OVER claim AS step,
                        first_value(kind) OVER claim AS first_kind
                    FROM enrollment_event
                    WHERE event_moves_state(kind)
                    WINDOW claim AS (PARTITION BY enrollment_id ORDER BY number)
                ) AS moves
            ) AS event
            JOIN cohort ON cohort.id = event.cohort_id
            WHERE event.step = 1
                AND event.kind <> 'waitlisted'
                AND event.waiting > 0
            """
        ),
        Invariant(
            "offers_follow_the_queue",
            "Every offer went to the first in the queue, and whoever waited before was passed over for a recorded reason.",
            """
            WITH wait AS (
                -- From which event to which each claim waited, and since when its address is confirmed.
                SELECT
                    enrollment.id, enrollment.cohort_id, enrollment.arrival,
                    min(event.number) FILTER (WHERE event.kind = 'waitlisted') AS since,
                    min(event.number) FILTER (WHERE event.kind = 'address_confirmed') AS eligible_since,
                    min(event.number) FILTER (
                        WHERE event.kind <> 'waitlisted' AND event_moves_state(event.kind)
                    ) AS until
                FROM enrollment
                JOIN enrollment_event AS event ON event.enrollment_id = enrollment.id
                GROUP BY enrollment.id
            )
            SELECT DISTINCT cohort.code || ' event ' || offer.number
            FROM enrollment_event AS offer
            JOIN wait AS receiver ON receiver.id = offer.enrollment_id
            JOIN wait AS earlier ON earlier.cohort_id = offer.cohort_id
                AND earlier.arrival < receiver.arrival
                AND earlier.since < offer.number
                AND coalesce(earlier.until > offer.number, true)
            JOIN cohort ON cohort.id = offer.cohort_id
            WHERE offer.kind = 'offered'
                AND NOT EXISTS (
                    SELECT
                    FROM enrollment_event AS pass
                    WHERE pass.enrollment_id = earlier.id
                        AND pass.kind = 'passed_over'
                        AND pass.number < offer.number
                        -- A pass-over for an unconfirmed address excuses nothing once the address is confirmed.
                        AND (
                            pass.reason <> 'address_unconfirmed'
                            OR earlier.eligible_since IS NULL
                            OR earlier.eligible_since > offer.number
                        )
                )
            """
        ),
    ]
}
