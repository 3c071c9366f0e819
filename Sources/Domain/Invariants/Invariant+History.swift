import Postgres

extension Invariant {
    static let history: [Invariant] = [
        Invariant(
            "state_equals_history",
            "The state and the seat of every claim are what the last event of its history says.",
            """
            SELECT enrollment.id
            FROM enrollment
            LEFT JOIN LATERAL (
                SELECT
                    CASE event.kind WHEN 'accepted' THEN 'confirmed' ELSE event.kind END AS state,
                    event.seat_number
                FROM enrollment_event AS event
                WHERE event.enrollment_id = enrollment.id
                    AND event.cohort_id = enrollment.cohort_id
                    AND event_moves_state(event.kind)
                ORDER BY event.number DESC
                LIMIT 1
            ) AS last ON true
            WHERE last.state IS DISTINCT FROM enrollment.state
                OR (
                    enrollment.state IN ('held', 'offered', 'confirmed')
                    AND last.seat_number IS DISTINCT FROM enrollment.seat_number
                )
            """
        ),
        Invariant(
            "ended_claims_stay_ended",
            "A finished claim never lives again: no event moves it after the one that ended it.",
            """
            SELECT cohort.code || ' event ' || event.number
            FROM (
                SELECT
                    cohort_id, number,
                    lag(kind) OVER (PARTITION BY enrollment_id ORDER BY number) AS kind_before
                FROM enrollment_event
                WHERE event_moves_state(kind)
            ) AS event
            JOIN cohort ON cohort.id = event.cohort_id
            WHERE event.kind_before IN (
                'declined', 'lapsed', 'withdrawn', 'closed', 'carried', 'transferred', 'removed', 'cancelled'
            )
            """
        ),
        Invariant(
            "events_are_dense",
            "Events in each cohort count from 1 without a gap up to the cohort's last.",
            """
            SELECT cohort.code
            FROM cohort
            LEFT JOIN (
                SELECT cohort_id, count(DISTINCT number) AS count, max(number) AS latest
                FROM enrollment_event
                GROUP BY cohort_id
            ) AS events ON events.cohort_id = cohort.id
            WHERE coalesce(events.count, 0) <> cohort.last_event_number
                OR coalesce(events.latest, 0) <> cohort.last_event_number
            """
        ),
        Invariant(
            "history_never_runs_backwards",
            "In each cohort's history no event is earlier than the one before it, nor later than the cohort's last.",
            """
            SELECT cohort.code || ' event ' || event.number
            FROM (
                SELECT
                    cohort_id, number, at,
                    lag(at) OVER (PARTITION BY cohort_id ORDER BY number) AS at_before
                FROM enrollment_event
            ) AS event
            JOIN cohort ON cohort.id = event.cohort_id
            WHERE event.at < event.at_before OR event.at > cohort.last_event_at
            """
        ),
        Invariant(
            "no_history_in_the_future",
            "No cohort's last event lies in the future.",
            """
            SELECT cohort.code
            FROM cohort
            WHERE cohort.last_event_at > registrar_clock()
            """
        ),
        Invariant(
            "event_payloads_fit_their_digests",
            "Every text that an event's history still has fits the digest that the event holds.",
            """
            SELECT cohort.code || ' event ' || event.number
            FROM enrollment_event AS event
            JOIN cohort ON cohort.id = event.cohort_id
            JOIN payload ON payload.id = event.payload_id
            WHERE event.digest IS DISTINCT FROM payload_digest(payload.salt, payload.body)
            """
        ),
        Invariant(
            "staff_decisions_have_a_reason",
            "Every removal and every preference names staff's reason as a class, and keeps the digest of its words.",
            """
            SELECT cohort.code || ' event ' || event.number
            FROM enrollment_event AS event
            JOIN cohort ON cohort.id = event.cohort_id
            WHERE event.kind IN ('removed', 'preferred')
                AND (event.reason IS NULL OR event.payload_id IS NULL OR event.digest IS NULL)
            """
        ),
    ]
}
