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
            "Every offer went to the first in the queue, and whoever stood before was passed over then for a recorded reason.",
            """
            WITH preference AS (
                -- 1. Whom staff preferred, and from which event on; claims of one arrival are one person's.
                SELECT enrollment.cohort_id, enrollment.arrival, min(event.number) AS since
                FROM enrollment_event AS event
                JOIN enrollment ON enrollment.id = event.enrollment_id
                WHERE event.kind = 'preferred'
                GROUP BY enrollment.cohort_id, enrollment.arrival
            ),
            wait AS (
                -- 2. From which event to which each claim waited, and since when its address is confirmed.
                SELECT
                    enrollment.id, enrollment.cohort_id, enrollment.arrival, preference.since AS preferred_since,
                    min(event.number) FILTER (WHERE event.kind = 'waitlisted') AS since,
                    min(event.number) FILTER (WHERE event.kind = 'address_confirmed') AS eligible_since,
                    min(event.number) FILTER (
                        WHERE event.kind <> 'waitlisted' AND event_moves_state(event.kind)
                    ) AS until
                FROM enrollment
                JOIN enrollment_event AS event ON event.enrollment_id = enrollment.id
                LEFT JOIN preference USING (cohort_id, arrival)
                GROUP BY enrollment.id, preference.since
            )
            SELECT DISTINCT cohort.code || ' event ' || offer.number
            FROM enrollment_event AS offer
            JOIN wait AS receiver ON receiver.id = offer.enrollment_id
            -- 3. Everybody who waited then and stood before: the preferred first, then in order of arrival.
            JOIN wait AS earlier ON earlier.cohort_id = offer.cohort_id
                AND earlier.id <> receiver.id
                AND earlier.since < offer.number
                AND coalesce(earlier.until > offer.number, true)
                AND (
                    CASE WHEN earlier.preferred_since < offer.number THEN earlier.preferred_since ELSE 2147483647 END,
                    earlier.arrival
                ) < (
                    CASE WHEN receiver.preferred_since < offer.number THEN receiver.preferred_since ELSE 2147483647 END,
                    receiver.arrival
                )
            JOIN cohort ON cohort.id = offer.cohort_id
            WHERE offer.kind = 'offered'
                -- 4. They were passed over in the same settling, or offered a seat in it themselves.
                AND NOT EXISTS (
                    SELECT
                    FROM enrollment_event AS pass
                    WHERE pass.enrollment_id = earlier.id
                        AND pass.at = offer.at
                        AND (
                            pass.kind = 'offered'
                            OR (
                                pass.kind = 'passed_over'
                                -- An unconfirmed address excuses nothing once it is confirmed, and a preference
                                -- of staff's only an offer to whom they preferred.
                                AND (
                                    pass.reason <> 'address_unconfirmed'
                                    OR earlier.eligible_since IS NULL
                                    OR earlier.eligible_since > offer.number
                                )
                                AND (pass.reason <> 'staff_decision' OR receiver.preferred_since < offer.number)
                            )
                        )
                )
            UNION
            -- 5. Whom staff preferred went before those who came earlier: each of them was passed over, and that is recorded.
            SELECT DISTINCT cohort.code || ' event ' || offer.number
            FROM enrollment_event AS offer
            JOIN wait AS receiver ON receiver.id = offer.enrollment_id
            JOIN wait AS earlier ON earlier.cohort_id = offer.cohort_id
                AND earlier.arrival < receiver.arrival
                AND earlier.since < offer.number
                AND coalesce(earlier.until > offer.number, true)
            JOIN cohort ON cohort.id = offer.cohort_id
            WHERE offer.kind = 'offered'
                AND receiver.preferred_since < offer.number
                AND coalesce(earlier.preferred_since > offer.number, true)
                AND NOT EXISTS (
                    SELECT
                    FROM enrollment_event AS pass
                    WHERE pass.enrollment_id = earlier.id
                        AND pass.at = offer.at
                        AND pass.kind IN ('offered', 'passed_over')
                )
            """
        ),
    ]
}
