import Postgres

extension Invariant {
    static let seats: [Invariant] = [
        Invariant(
            "seats_are_1_to_capacity",
            "Each cohort has one seat row for every number from 1 to its capacity.",
            """
            SELECT cohort.code
            FROM cohort
            WHERE ARRAY(SELECT seat.number::integer FROM seat WHERE seat.cohort_id = cohort.id ORDER BY seat.number)
                <> ARRAY(SELECT generate_series(1, cohort.capacity))
            """
        ),
        Invariant(
            "no_eleventh_seat",
            "No cohort has more people in seats than its capacity, and never more than ten.",
            """
            SELECT cohort.code
            FROM cohort
            JOIN enrollment ON enrollment.cohort_id = cohort.id
            WHERE enrollment.state IN ('held', 'offered', 'confirmed', 'attended', 'no_show')
            GROUP BY cohort.id
            HAVING count(*) > least(cohort.capacity, 10)
            """
        ),
        Invariant(
            "seat_taken_once",
            "No two people sit in one seat.",
            """
            SELECT cohort.code || ' seat ' || enrollment.seat_number
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.seat_number IS NOT NULL
            GROUP BY cohort.id, enrollment.seat_number
            HAVING count(*) > 1
            """
        ),
        Invariant(
            "one_live_row_per_person_and_cohort",
            "No person has two live claims on one cohort.",
            """
            SELECT cohort.code || ' person ' || enrollment.person_id
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
            GROUP BY cohort.id, enrollment.person_id
            HAVING count(*) > 1
            """
        ),
        Invariant(
            "confirmed_seats_have_a_confirmed_address",
            "Whoever is offered or has confirmed a seat has confirmed their address.",
            """
            SELECT enrollment.id
            FROM enrollment
            WHERE enrollment.state IN ('offered', 'confirmed', 'attended', 'no_show')
                AND enrollment.address_confirmed_at IS NULL
            """
        ),
        Invariant(
            "free_seats_are_offered",
            "While a seat of an open cohort is free, no one waits who could be offered it, unless a job is to settle it.",
            """
            SELECT cohort.code
            FROM cohort
            WHERE cohort.state = 'open'
                AND (SELECT min(session.starts_at) FROM session WHERE session.cohort_id = cohort.id) > registrar_clock()
                AND EXISTS (
                    SELECT
                    FROM enrollment
                    WHERE enrollment.cohort_id = cohort.id
                        AND enrollment.state = 'waitlisted'
                        AND enrollment.address_confirmed_at IS NOT NULL
                        AND NOT has_open_offer(enrollment.entry_id)
                )
                AND NOT EXISTS (
                    SELECT
                    FROM job
                    WHERE job.cohort_id = cohort.id
                        AND job.finished_at IS NULL
                        AND job.dead_at IS NULL
                )
                AND EXISTS (
                    SELECT
                    FROM seat
                    WHERE seat.cohort_id = cohort.id
                        AND NOT EXISTS (
                            SELECT
                            FROM enrollment
                            WHERE enrollment.cohort_id = seat.cohort_id AND enrollment.seat_number = seat.number
                        )
                )
            """
        ),
        Invariant(
            "arrivals_are_dense",
            "Arrivals in each cohort count from 1 without a gap up to the cohort's last, and one claim stands for each.",
            """
            SELECT cohort.code
            FROM cohort
            LEFT JOIN (
                SELECT
                    cohort_id, count(DISTINCT arrival) AS count, max(arrival) AS latest,
                    count(*) FILTER (WHERE restored_at IS NULL) AS standing
                FROM enrollment
                GROUP BY cohort_id
            ) AS arrivals ON arrivals.cohort_id = cohort.id
            WHERE coalesce(arrivals.count, 0) <> cohort.last_arrival
                OR coalesce(arrivals.latest, 0) <> cohort.last_arrival
                OR coalesce(arrivals.standing, 0) <> cohort.last_arrival
            """
        ),
        Invariant(
            "seat_is_set_exactly_while_taken",
            "A claim has a seat exactly while it is held, offered, confirmed, attended or no_show, and a deadline while held or offered.",
            """
            SELECT enrollment.id
            FROM enrollment
            WHERE (enrollment.state IN ('held', 'offered', 'confirmed', 'attended', 'no_show'))
                    <> (enrollment.seat_number IS NOT NULL)
                OR (enrollment.state IN ('held', 'offered')) <> (enrollment.expires_at IS NOT NULL)
            """
        ),
        Invariant(
            "offers_end_before_the_start",
            "No offer is open past the start of its cohort.",
            """
            SELECT enrollment.id
            FROM enrollment
            WHERE enrollment.state = 'offered'
                AND enrollment.expires_at > (
                    SELECT min(session.starts_at)
                    FROM session
                    WHERE session.cohort_id = enrollment.cohort_id
                )
            """
        ),
        Invariant(
            "queues_end_with_their_cohort",
            "Nobody waits in a closed cohort, in a completed one nobody still has to come, and a cancelled one has no live claim.",
            """
            SELECT enrollment.id
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE (cohort.state IN ('closed', 'completed', 'cancelled') AND enrollment.state = 'waitlisted')
                OR (cohort.state = 'completed' AND enrollment.state IN ('held', 'offered', 'confirmed'))
                OR (
                    cohort.state = 'cancelled'
                    AND enrollment.state IN ('held', 'offered', 'confirmed', 'attended', 'no_show')
                )
            """
        ),
    ]
}
