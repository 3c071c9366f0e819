import Postgres

/// What recording a payment did.
package struct RecordedPayment: Sendable {
    package let payment: Payment
    /// The claim that it went to: the one named, or the one that goes on from it.
    package let status: EnrollmentStatus
    package let account: Account
    /// What is open about the claim now.
    package let cases: [PaymentCase]
    /// Whether it confirmed a seat that only its payment was missing for.
    package let confirmsSeat: Bool
    /// Whether the same reference was recorded before, and nothing changed.
    package let isRepeat: Bool
}

extension Payments {
    /// Records money that came, went back or is waived; the same reference with the same money gets the same answer.
    ///
    /// A payment never gets lost: for a claim that moved it goes to the claim that goes on from it; for one that ended,
    /// or beyond what is due, it opens a case. One that pays a held seat whose address is confirmed confirms it.
    ///
    /// - Throws: `enrollment-unknown`, `person-erased`, `reference-used`, `other-currency`, `refund-too-large`, `waiver-too-large`.
    package func record(_ entry: PaymentEntry, by actor: Actor) async throws -> RecordedPayment {
        try actor.require(.runCohorts)
        return try await store.writeAlongLineage { connection in
            guard let lineage = try connection.lock(lineagesOf: [entry.enrollment]).lineages[entry.enrollment] else {
                throw Seats.unknown(entry.enrollment)
            }
            return try connection.record(entry, along: lineage, by: actor)
        }
    }
}

extension Connection {
    /// Records one entry under the locks of its lineage's cohorts, with all that follows from it.
    func record(_ entry: PaymentEntry, along lineage: Lineage, by actor: Actor) throws -> RecordedPayment {
        if let before = try payment(entry.kind.ledger, entry.reference) {
            return try repeated(entry, before, along: lineage)
        }
        let id = lineage.last.id
        // Their bank's words would name them again, and nobody could be paid back.
        guard try !isErased(personOf: id) else {
            throw Refusal.conflict(
                "person-erased",
                """
                The person of enrollment \(entry.enrollment) was erased. Nothing is recorded for them any \
                more: send the money back at the bank.
                """
            )
        }
        guard let account = try account(of: id) else { throw Seats.unknown(id) }
        try entry.check(against: account)
        guard let payment = try insert(entry, on: id, by: actor) else {
            // Somebody else recorded the same reference in this moment, for a claim that is not locked here.
            guard let before = try payment(entry.kind.ledger, entry.reference) else { throw Refusal.unavailable }
            return try repeated(entry, before, along: lineage)
        }
        var confirmsSeat = false
        let isLive = try claim(id).state.isLive
        switch entry.kind {
        case .refunded:
            try payOut(entry.amountMinor, of: id, by: actor)
        case .received where !isLive:
            try noteLate(entry.amountMinor, for: account)
        case .received, .waived:
            confirmsSeat = try confirmIfPaid(id, by: actor)
            try noteOverpaid(id)
        }
        try audit(
            "payment.record",
            "enrollment",
            id.rawValue,
            by: actor,
            [
                "kind": entry.kind.rawValue, "amount": "\(entry.amountMinor) \(entry.currency)",
                "reference": entry.reference, "for": String(entry.enrollment.rawValue),
            ]
        )
        return try recorded(payment, confirmsSeat: confirmsSeat, isRepeat: false)
    }

    private func payment(_ kind: Payment.Kind, _ reference: String) throws -> Payment? {
        try first("SELECT \(Payment.columns) FROM payment WHERE kind = \(kind) AND reference = \(reference)")
    }

    private func insert(_ entry: PaymentEntry, on id: EnrollmentID, by actor: Actor) throws -> Payment? {
        try first(
            """
            INSERT INTO payment (enrollment_id, kind, amount_minor, currency, reference, value_date, staff_id)
            VALUES (\(id), \(entry.kind.ledger), \(entry.amountMinor), \(entry.currency), \(entry.reference),
                \(entry.valueDate), \(actor.staff?.id))
            ON CONFLICT (kind, reference) WHERE reference IS NOT NULL DO NOTHING
            RETURNING \(Payment.columns)
            """
        )
    }

    private func repeated(_ entry: PaymentEntry, _ before: Payment, along lineage: Lineage) throws -> RecordedPayment {
        guard before.amountMinor == entry.amountMinor, before.currency == entry.currency,
            lineage.contains(before.enrollmentId)
        else { throw Refusal.referenceUsed(before) }
        return try recorded(before, confirmsSeat: false, isRepeat: true)
    }

    private func recorded(_ payment: Payment, confirmsSeat: Bool, isRepeat: Bool) throws -> RecordedPayment {
        let id = payment.enrollmentId
        guard let status = try status(of: id), let account = try account(of: id) else { throw Seats.unknown(id) }
        return RecordedPayment(
            payment: payment,
            status: status,
            account: account,
            cases: try all(
                """
                \(PaymentCase.select)
                WHERE payment_case.enrollment_id = \(id) AND payment_case.settled_at IS NULL
                ORDER BY payment_case.id
                """
            ),
            confirmsSeat: confirmsSeat,
            isRepeat: isRepeat
        )
    }
}

extension PaymentEntry {
    fileprivate func check(against account: Account) throws {
        guard currency == account.currency else { throw Refusal.otherCurrency(currency, account) }
        switch kind {
        case .received: return
        case .refunded:
            guard amountMinor <= account.withUsMinor else { throw Refusal.refundTooLarge(account) }
        case .waived:
            guard amountMinor <= account.dueMinor else { throw Refusal.waiverTooLarge(account) }
        }
    }
}
