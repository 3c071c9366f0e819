import Postgres

extension Connection {
    /// Opens a case for each of these ended claims that leaves money with us: what its frozen terms give back when it
    /// was withdrawn, all of it otherwise.
    ///
    /// Whatever ends a claim calls this in its own transaction, after the end. Shares of a percent are rounded up, in
    /// favour of who paid.
    func openCases(ofEnded ids: [EnrollmentID]) throws {
        guard !ids.isEmpty else { return }
        try execute(
            """
            INSERT INTO payment_case (enrollment_id, kind, amount_minor, currency)
            SELECT ended.enrollment_id, ended.kind, ended.amount_minor, ended.currency
            FROM (
                SELECT
                    money.enrollment_id, money.currency,
                    CASE WHEN enrollment.state IN ('withdrawn', 'removed', 'cancelled') THEN enrollment.state
                        ELSE 'late'
                    END AS kind,
                    CASE WHEN enrollment.state = 'withdrawn' THEN
                        ((money.with_us_minor - open.minor) * refund_percent(enrollment.terms, registrar_clock()) + 99)
                            / 100
                        ELSE money.with_us_minor - open.minor
                    END AS amount_minor
                FROM claim_money AS money
                JOIN enrollment ON enrollment.id = money.enrollment_id
                CROSS JOIN LATERAL (
                    SELECT coalesce(sum(payment_case.amount_minor), 0)::bigint AS minor
                    FROM payment_case
                    WHERE payment_case.enrollment_id = enrollment.id AND payment_case.settled_at IS NULL
                ) AS open
                WHERE money.enrollment_id = ANY(\(ids))
                    AND enrollment.state IN (
                        'lapsed', 'declined', 'withdrawn', 'closed', 'carried', 'removed', 'cancelled'
                    )
            ) AS ended
            WHERE ended.amount_minor > 0
            """
        )
    }

    /// Opens a case about money that came for an ended claim, or adds it to the one that is open.
    func noteLate(_ amount: Int, for account: Account) throws {
        try execute(
            """
            INSERT INTO payment_case (enrollment_id, kind, amount_minor, currency)
            VALUES (\(account.enrollmentId), 'late', \(amount), \(account.currency))
            ON CONFLICT (enrollment_id, kind) WHERE settled_at IS NULL DO UPDATE
            SET amount_minor = payment_case.amount_minor + excluded.amount_minor
            """
        )
    }

    /// Opens a case about what a seat has more than was expected, or brings the open one to what is so now.
    ///
    /// What was decided to be kept is not asked about again.
    func noteOverpaid(_ id: EnrollmentID) throws {
        try execute(
            """
            INSERT INTO payment_case (enrollment_id, kind, amount_minor, currency)
            SELECT money.enrollment_id, 'overpaid', -money.due_minor - kept.minor, money.currency
            FROM claim_money AS money
            JOIN enrollment ON enrollment.id = money.enrollment_id
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(payment_case.amount_minor), 0)::bigint AS minor
                FROM payment_case
                WHERE payment_case.enrollment_id = enrollment.id
                    AND payment_case.kind = 'overpaid'
                    AND payment_case.outcome = 'kept'
            ) AS kept
            WHERE money.enrollment_id = \(id)
                AND -money.due_minor > kept.minor
                AND enrollment.state IN ('held', 'confirmed', 'attended', 'no_show')
            ON CONFLICT (enrollment_id, kind) WHERE settled_at IS NULL DO UPDATE
            SET amount_minor = excluded.amount_minor
            """
        )
    }

    /// Settles, the oldest first, the cases of a claim that a refund pays out; one paid in part stays open with the rest.
    ///
    /// - Parameter first: The case that the refund was made for.
    func payOut(_ amount: Int, of id: EnrollmentID, first: PaymentCaseID? = nil, by actor: Actor) throws {
        struct Open: Decodable {
            let id: PaymentCaseID
            let amountMinor: Int
        }
        let open: [Open] = try all(
            """
            SELECT id, amount_minor
            FROM payment_case
            WHERE enrollment_id = \(id) AND settled_at IS NULL
            ORDER BY id IS DISTINCT FROM \(first), id
            """
        )
        var left = amount
        for one in open where left > 0 {
            if left >= one.amountMinor {
                try settle(one.id, as: .refunded, by: actor)
            } else {
                try execute("UPDATE payment_case SET amount_minor = amount_minor - \(left) WHERE id = \(one.id)")
            }
            left -= one.amountMinor
        }
    }

    func settle(_ id: PaymentCaseID, as outcome: PaymentCase.Outcome, by actor: Actor) throws {
        try execute(
            """
            UPDATE payment_case
            SET settled_at = registrar_clock(), outcome = \(outcome), staff_id = \(actor.staff?.id)
            WHERE id = \(id)
            """
        )
    }
}
