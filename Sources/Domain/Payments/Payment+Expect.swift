import Postgres

extension Connection {
    /// Writes down, once, what a claim that takes a seat has to pay; nothing where the price is 0.
    func expectPayment(for id: EnrollmentID) throws {
        try execute(
            """
            INSERT INTO payment (enrollment_id, kind, amount_minor, currency)
            SELECT enrollment.id, 'expected', cohort.price_minor, cohort.currency
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.id = \(id) AND cohort.price_minor > 0
            ON CONFLICT (enrollment_id) WHERE kind = 'expected' DO NOTHING
            """
        )
    }

    /// Takes the money of each predecessor along to these claims; what is in another currency than theirs stays, as a case.
    func takeMoneyAlong(to successors: [EnrollmentID], by actor: Actor) throws {
        struct Paid: Decodable {
            let old: EnrollmentID
            let new: EnrollmentID
            let isSameCurrency: Bool
        }
        let paid: [Paid] = try all(
            """
            SELECT money.enrollment_id AS old, enrollment.id AS new,
                money.currency = cohort.currency AS is_same_currency
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN claim_money AS money ON money.enrollment_id = enrollment.predecessor_id
            WHERE enrollment.id = ANY(\(successors)) AND money.with_us_minor > 0
            ORDER BY enrollment.id
            """
        )
        for one in paid {
            if one.isSameCurrency {
                try moveMoney(from: one.old, to: one.new, by: actor)
            } else {
                try openCases(ofEnded: [one.old])
            }
        }
    }

    /// Takes the money along to the claim that goes on from an ended one, with the cases that were open about it, and to one
    /// that takes a seat what was waived, as far as it still owes.
    ///
    /// - Parameter outcome: What became of those cases.
    /// - Throws: `other-currency` where there is money, and the new cohort's price is in another currency.
    func moveMoney(
        from old: EnrollmentID,
        to new: EnrollmentID,
        as outcome: PaymentCase.Outcome = .moved,
        by actor: Actor
    ) throws {
        let takesSeat: Bool = try one("SELECT seat_number IS NOT NULL FROM enrollment WHERE id = \(new)")
        if takesSeat { try expectPayment(for: new) }
        try movePaid(from: old, to: new, as: outcome, by: actor)
        if takesSeat { try waiveAgain(from: old, to: new, by: actor) }
    }

    private func waiveAgain(from old: EnrollmentID, to new: EnrollmentID, by actor: Actor) throws {
        try execute(
            """
            INSERT INTO payment (enrollment_id, kind, amount_minor, currency, staff_id)
            SELECT claim.enrollment_id, 'waived', least(former.waived_minor, claim.due_minor), claim.currency,
                \(actor.staff?.id)
            FROM claim_money AS claim
            JOIN claim_money AS former ON former.enrollment_id = \(old) AND former.currency = claim.currency
            WHERE claim.enrollment_id = \(new) AND least(former.waived_minor, claim.due_minor) > 0
            """
        )
    }

    private func movePaid(
        from old: EnrollmentID,
        to new: EnrollmentID,
        as outcome: PaymentCase.Outcome,
        by actor: Actor
    ) throws {
        guard let account = try account(of: old), account.withUsMinor > 0 else { return }
        let currency: String = try one(
            "SELECT cohort.currency FROM enrollment JOIN cohort ON cohort.id = cohort_id WHERE enrollment.id = \(new)"
        )
        guard currency == account.currency else {
            throw Refusal.conflict(
                "other-currency",
                """
                \(Currency.words(account.withUsMinor, account.currency)) were paid, and the other cohort takes \
                \(currency). Money does not change its currency here: pay it back, and reserve there anew.
                """
            )
        }
        try execute(
            """
            INSERT INTO payment (enrollment_id, kind, amount_minor, currency, staff_id)
            VALUES (\(old), 'moved', \(-account.withUsMinor), \(currency), \(actor.staff?.id)),
                (\(new), 'moved', \(account.withUsMinor), \(currency), \(actor.staff?.id))
            """
        )
        try execute(
            """
            UPDATE payment_case
            SET settled_at = registrar_clock(), outcome = \(outcome), staff_id = \(actor.staff?.id)
            WHERE enrollment_id = \(old) AND settled_at IS NULL
            """
        )
        try noteOverpaid(new)
    }
}
