import Postgres

/// A case after its decision.
package struct SettledCase: Sendable {
    package let settled: PaymentCase
    /// The claim that goes on, where one was seated.
    package let successor: EnrollmentStatus?
    /// Whether it was decided like this before, and nothing changed.
    package let isRepeat: Bool
}

extension Payments {
    /// Decides a case: a seat for the money here or in another cohort, the money back, or kept. Repeating it gives the
    /// same answer; another decision is refused, because a settled case never changes.
    ///
    /// - Throws: `case-unknown`, `case-settled`, `choice-not-possible`, and for a seat what a transfer throws.
    package func settle(
        _ id: PaymentCaseID,
        _ choice: PaymentCase.Choice,
        by actor: Actor
    ) async throws -> SettledCase {
        try actor.require(.runCohorts)
        return try await store.writeAlongLineage { connection in
            guard let before = try connection.paymentCase(id) else { throw Refusal.caseUnknown(id) }
            let others: [String] = if case .move(let code) = choice { [code.uppercased()] } else { [] }
            let (_, cohorts) = try connection.lock(lineagesOf: [before.enrollmentId], and: others)
            guard let open = try connection.paymentCase(id) else { throw Refusal.caseUnknown(id) }
            guard open.settledAt == nil else { return try connection.repeated(open, choice) }
            guard open.choices.contains(choice.outcome) else { throw Refusal.choiceNotPossible(open) }
            let successor = try connection.carryOut(choice, on: open, in: cohorts, by: actor)
            try connection.audit(
                "payment.settle",
                "payment_case",
                id.rawValue,
                by: actor,
                [
                    "outcome": choice.outcome.rawValue, "amount": "\(open.amountMinor) \(open.currency)",
                    "enrollment": String(open.enrollmentId.rawValue),
                    "successor": successor.map { String($0.rawValue) },
                ]
            )
            return try connection.settled(id, isRepeat: false)
        }
    }
}

extension Connection {
    fileprivate func paymentCase(_ id: PaymentCaseID) throws -> PaymentCase? {
        try first("\(PaymentCase.select) WHERE payment_case.id = \(id)")
    }

    fileprivate func settled(_ id: PaymentCaseID, isRepeat: Bool) throws -> SettledCase {
        guard let settled = try paymentCase(id) else { throw Refusal.caseUnknown(id) }
        let successor: EnrollmentID? =
            switch settled.outcome {
            case .reseated, .moved: try status(of: settled.enrollmentId)?.successor
            case .refunded, .kept, nil: nil
            }
        return SettledCase(settled: settled, successor: try successor.flatMap(status(of:)), isRepeat: isRepeat)
    }

    fileprivate func repeated(_ settled: PaymentCase, _ choice: PaymentCase.Choice) throws -> SettledCase {
        let answer = try self.settled(settled.id, isRepeat: true)
        let isSame: Bool =
            switch choice {
            case .reseat, .keep: true
            case .move(let code): answer.successor?.cohort == code.uppercased()
            case .refund(let reference):
                try one(
                    """
                    SELECT EXISTS (
                        SELECT
                        FROM payment
                        WHERE enrollment_id = \(settled.enrollmentId) AND kind = 'refunded' AND reference = \(reference)
                    )
                    """
                )
            }
        guard settled.outcome == choice.outcome, isSame else { throw Refusal.caseSettled(settled) }
        return answer
    }

    /// - Returns: The claim that goes on, where one was seated.
    fileprivate func carryOut(
        _ choice: PaymentCase.Choice,
        on open: PaymentCase,
        in cohorts: [LockedCohort],
        by actor: Actor
    ) throws -> EnrollmentID? {
        switch choice {
        case .keep:
            try settle(open.id, as: .kept, by: actor)
            return nil
        case .refund(let reference):
            try refund(open, reference, by: actor)
            return nil
        case .reseat:
            return try reseat(open, in: open.cohort, cohorts, by: actor)
        case .move(let code):
            guard code.uppercased() != open.cohort else { throw Refusal.sameCohort(open.cohort) }
            return try reseat(open, in: code.uppercased(), cohorts, by: actor)
        }
    }

    private func refund(_ open: PaymentCase, _ reference: String, by actor: Actor) throws {
        let entry = try PaymentEntry(
            .refunded,
            of: open.amountMinor,
            open.currency,
            for: open.enrollmentId,
            reference: reference
        )
        let isUsed: Bool = try one(
            "SELECT EXISTS (SELECT FROM payment WHERE kind = 'refunded' AND reference = \(entry.reference))"
        )
        guard !isUsed else {
            throw Refusal.conflict(
                "reference-used",
                "The reference “\(entry.reference)” is of another refund; give this one its own."
            )
        }
        try execute(
            """
            INSERT INTO payment (enrollment_id, kind, amount_minor, currency, reference, staff_id)
            VALUES (\(entry.enrollment), 'refunded', \(entry.amountMinor), \(entry.currency), \(entry.reference),
                \(actor.staff?.id))
            """
        )
        try settle(open.id, as: .refunded, by: actor)
    }

    /// Seats the payer again by a claim that goes on from the ended one.
    private func reseat(
        _ open: PaymentCase,
        in code: String,
        _ cohorts: [LockedCohort],
        by actor: Actor
    ) throws -> EnrollmentID {
        try requireSomebody(behind: open.enrollmentId)
        guard let status = try status(of: open.enrollmentId), !status.state.isLive, status.successor == nil else {
            throw Refusal.conflict(
                "not-ended",
                "Enrollment \(open.enrollmentId) goes on already; its money can be paid back or kept."
            )
        }
        guard let cohort = cohorts.first(where: { $0.code == code }) else { throw Refusal.cohortUnknown(code) }
        try requireRoom(in: cohort, for: open.enrollmentId)
        let isHere = code == open.cohort
        let successor = try seatSuccessor(
            of: open.enrollmentId,
            in: cohort,
            moves: 0,
            reason: .latePayment,
            as: isHere ? .reseated : .moved,
            by: actor
        )
        try enqueue([Letter(isHere ? .confirmed : .transferred, to: successor)])
        return successor
    }
}
