import Postgres

extension Invariant {
    /// Both read history alone, so they also hold for what happened long ago.
    static let firstRefusal: [Invariant] = [
        Invariant(
            "no_one_seated_past_the_queue",
            "No newcomer was given a seat while anyone waited in that cohort; only a removal undone or money that came late may.",
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
                        cohort_id, number, kind, reason, enrollment_id,
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
                -- 3. A reason alone excuses nothing: there must be the claim that this one goes on from.
                AND NOT EXISTS (
                    SELECT
                    FROM enrollment AS claim
                    JOIN enrollment AS before ON before.id = claim.predecessor_id
                        AND before.person_id = claim.person_id
                        AND before.cohort_id = claim.cohort_id
                    WHERE claim.id = event.enrollment_id
                        AND (
                            (
                                event.reason = 'removal_undone'
                                AND before.arrival = claim.arrival
                                AND before.restored_at IS NOT NULL
                            )
                            OR event.reason = 'late_payment'
                        )
                )
            """
        ),
        Invariant(
            "offers_follow_the_queue",
            "Every offer went to the first in the queue, and whoever waited before was passed over for a recorded reason.",
            """
            -- 1. Whom staff preferred, and since which event; claims of one arrival are one person's.
            WITH preference AS (
                SELECT enrollment.cohort_id, enrollment.arrival, min(event.number) AS since
                FROM enrollment_event AS event
                JOIN enrollment ON enrollment.id = event.enrollment_id
                WHERE event.kind = 'preferred'
                GROUP BY enrollment.cohort_id, enrollment.arrival
            ),
            -- 2. From which event to which each claim waited, and since when it could be offered a seat, or was preferred.
            wait AS (
                SELECT
                    enrollment.id, enrollment.cohort_id, enrollment.arrival, enrollment.entry_id,
                    preference.since AS preferred_since,
                    min(event.number) FILTER (WHERE event.kind = 'waitlisted') AS since,
                    min(event.number) FILTER (WHERE event.kind = 'address_confirmed') AS eligible_since,
                    min(event.number) FILTER (
                        WHERE event.kind <> 'waitlisted' AND event_moves_state(event.kind)
                    ) AS until
                FROM enrollment
                JOIN enrollment_event AS event ON event.enrollment_id = enrollment.id
                LEFT JOIN preference ON preference.cohort_id = enrollment.cohort_id
                    AND preference.arrival = enrollment.arrival
                GROUP BY enrollment.id, preference.since
            ),
            -- 3. Every offer, with the one before it in its cohort.
            offer AS (
                SELECT cohort_id, enrollment_id, number,
                    lag(number, 1, 0) OVER (PARTITION BY cohort_id ORDER BY number) AS before
                FROM enrollment_event
                WHERE kind = 'offered'
            )
            -- 4. Those ahead of the receiver, by arrival or by preference, whom no true reason explains.
            SELECT DISTINCT cohort.code || ' event ' || offer.number
            FROM offer
            JOIN wait AS receiver ON receiver.id = offer.enrollment_id
            JOIN wait AS ahead ON ahead.cohort_id = offer.cohort_id
                AND ahead.id <> receiver.id
                AND ahead.since < offer.number
                AND coalesce(ahead.until > offer.number, true)
                AND (
                    ahead.arrival < receiver.arrival
                    OR (
                        ahead.preferred_since < offer.number
                        AND coalesce(ahead.preferred_since < receiver.preferred_since, true)
                    )
                )
            JOIN cohort ON cohort.id = offer.cohort_id
            WHERE NOT EXISTS (
                SELECT
                FROM enrollment_event AS pass
                WHERE pass.enrollment_id = ahead.id
                    AND pass.kind = 'passed_over'
                    AND pass.number > offer.before
                    AND pass.number < offer.number
                    AND CASE pass.reason
                        WHEN 'address_unconfirmed' THEN coalesce(ahead.eligible_since > offer.number, true)
                        WHEN 'offer_open_elsewhere' THEN ahead.entry_id IS NOT NULL
                        WHEN 'staff_decision' THEN receiver.preferred_since < offer.number
                    END
            )
            """
        ),
    ]
}
