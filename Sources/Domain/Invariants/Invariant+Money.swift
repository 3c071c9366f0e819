import Postgres

extension Invariant {
    static let money: [Invariant] = [
        Invariant(
            "money_moves_whole",
            "What moved out of a claim is what moved into the claim that goes on from it.",
            """
            SELECT enrollment.id
            FROM enrollment
            LEFT JOIN enrollment AS next ON next.predecessor_id = enrollment.id
            WHERE (
                SELECT coalesce(sum(payment.amount_minor), 0)
                FROM payment
                WHERE payment.kind = 'moved'
                    AND (
                        (payment.enrollment_id = enrollment.id AND payment.amount_minor < 0)
                        OR (payment.enrollment_id = next.id AND payment.amount_minor > 0)
                    )
            ) <> 0
            """
        ),
        Invariant(
            "money_moves_from_somewhere",
            "Money moves only into a claim that goes on from another.",
            """
            SELECT payment.id
            FROM payment
            JOIN enrollment ON enrollment.id = payment.enrollment_id
            WHERE payment.kind = 'moved' AND payment.amount_minor > 0 AND enrollment.predecessor_id IS NULL
            """
        ),
        Invariant(
            "no_more_goes_back_than_came",
            "No claim paid back or passed on more than came for it, and all its money is in one currency.",
            """
            SELECT money.enrollment_id
            FROM claim_money AS money
            WHERE money.with_us_minor < 0
                OR EXISTS (
                    SELECT
                    FROM payment
                    WHERE payment.enrollment_id = money.enrollment_id AND payment.currency <> money.currency
                )
            """
        ),
        Invariant(
            "a_taken_seat_expects_its_price",
            "Whoever holds or has a seat in a cohort with a price has it written down as expected.",
            """
            SELECT enrollment.id
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.state IN ('held', 'confirmed', 'attended', 'no_show')
                AND cohort.price_minor > 0
                AND NOT EXISTS (
                    SELECT
                    FROM payment
                    WHERE payment.enrollment_id = enrollment.id AND payment.kind = 'expected'
                )
            """
        ),
        Invariant(
            "money_of_ended_claims_is_a_case",
            "Money that an ended claim left with us was a case, or the frozen terms keep it.",
            """
            SELECT enrollment.id
            FROM enrollment
            JOIN claim_money AS money ON money.enrollment_id = enrollment.id
            WHERE enrollment.state NOT IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
                AND money.with_us_minor > 0
                AND NOT (enrollment.state = 'withdrawn' AND enrollment.terms IS NOT NULL)
                AND NOT EXISTS (
                    SELECT
                    FROM payment_case
                    WHERE payment_case.enrollment_id = enrollment.id
                )
            """
        ),
        Invariant(
            "open_cases_are_covered",
            "Open cases of a claim are about no more money than it has with us.",
            """
            SELECT money.enrollment_id
            FROM claim_money AS money
            JOIN payment_case ON payment_case.enrollment_id = money.enrollment_id AND payment_case.settled_at IS NULL
            GROUP BY money.enrollment_id, money.with_us_minor
            HAVING sum(payment_case.amount_minor) > money.with_us_minor
            """
        ),
        Invariant(
            "payment_comes_first_where_it_must",
            "Where payment comes first, no seat was confirmed that was not paid or waived (one that moved there may owe).",
            """
            SELECT enrollment.id
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN claim_money AS money ON money.enrollment_id = enrollment.id
            WHERE cohort.payment_first
                AND enrollment.state IN ('confirmed', 'attended', 'no_show')
                AND enrollment.predecessor_id IS NULL
                AND money.expected_minor > money.waived_minor + money.received_minor
            """
        ),
    ]
}
