import Credentials
package import Postgres

/// Money for a renewal as staff tell of it, checked before it comes near the ledger.
package struct RenewalPayment: Sendable {
    package enum Kind: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case received, refunded, waived
    }

    let kind: Kind
    let amountMinor: Int
    let currency: String
    let reference: String?
    let valueDate: CalendarDate?
    let reason: String?

    /// - Parameters:
    ///   - amountMinor: In minor units of the currency: 5000 is 50.00 USD.
    ///   - reference: The bank's or the provider's word for it, of what came or went back.
    ///   - reason: Why, of what is waived.
    /// - Throws: `Refusal` of kind invalid that lists every problem.
    package init(
        _ kind: Kind,
        of amountMinor: Int,
        _ currency: String,
        reference: String? = nil,
        valueDate: CalendarDate? = nil,
        reason: String? = nil
    ) throws {
        var problems: [Refusal.Problem] = []
        if !(1...PaymentEntry.mostMinor).contains(amountMinor) {
            problems.append(.init("amount", "An amount is more than 0, in minor units: 5000 is 50.00 USD."))
        }
        let currency = currency.trimmed.uppercased()
        if currency.wholeMatch(of: /[A-Z]{3}/) == nil {
            problems.append(.init("currency", "“\(currency)” is no currency of ISO 4217; give three letters like USD."))
        }
        let reference = reference?.trimmedOrNil
        let reason = reason?.trimmedOrNil
        if kind != .waived, reference == nil {
            problems.append(
                .init("reference", "Give the bank's or the provider's word for it: the same one is the same money.")
            )
        }
        if let reference, reference.unicodeScalars.count > 200 || reference.unicodeScalars.contains(where: \.isControl)
        {
            problems.append(.init("reference", "A reference has 1 to 200 characters on one line."))
        }
        if kind == .waived, reason == nil {
            problems.append(.init("reason", "Say why it is waived: the reason is kept."))
        }
        if let reason, reason.unicodeScalars.count > 1_000 || reason.utf8.contains(0) {
            problems.append(.init("reason", "A reason has 1,000 characters at most."))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        self.kind = kind
        self.amountMinor = amountMinor
        self.currency = currency
        self.reference = reference
        self.valueDate = valueDate
        self.reason = reason
    }
}

extension Renewals {
    /// Records money for the term to come; the same reference with the same money again changes nothing.
    ///
    /// - Throws: `certificate-unknown`, `not-renewable` and its like, `reference-used`, `refund-too-large`,
    ///   `waiver-too-large`, `waiver-is-own`.
    package func pay(_ payment: RenewalPayment, for input: String, by actor: Actor) async throws -> RenewalStanding {
        try actor.require(.runCohorts)
        guard let member = actor.staff else {
            throw Refusal.forbidden("staff-only", "Money for a renewal is recorded by somebody with a name.")
        }
        let id = try await certificates.require(input).id
        do {
            return try await store.write { connection in
                _ = try connection.lock(certificate: id)
                let standing = try connection.renewalStanding(of: id)
                if try connection.isRepeat(payment, of: standing.certificate) { return standing }
                if payment.kind != .refunded { try standing.requireOpenToCredits() }
                if payment.kind == .waived, try connection.isOwn(standing.certificate, of: member) {
                    throw Refusal.forbidden("waiver-is-own", "Nobody waives the fee of their own renewal.")
                }
                try payment.check(against: standing, withUs: connection.moneyWithUs(for: standing.certificate))
                try connection.insert(payment, of: standing.certificate, by: member)
                try connection.audit(
                    "renewal.pay",
                    "certificate",
                    standing.number,
                    by: actor,
                    ["kind": payment.kind.rawValue, "amount": "\(payment.amountMinor) \(payment.currency)"]
                )
                return try connection.renewalStanding(of: id)
            }
        } catch let error as PostgresError where error.constraint == "renewal_reference_once" {
            throw Refusal.renewalReferenceUsed(payment)
        }
    }
}

extension Refusal {
    fileprivate static func renewalReferenceUsed(_ payment: RenewalPayment) -> Refusal {
        .conflict(
            "reference-used",
            "The reference “\(payment.reference ?? "")” was recorded already for other money; give this one its own."
        )
    }
}

extension RenewalPayment {
    fileprivate func check(against standing: RenewalStanding, withUs: Int) throws {
        let id = standing.certificate.printedID
        if standing.certificate.erasedAt != nil { throw Refusal.erased(standing.certificate) }
        guard let expected = standing.rules?.currency, expected == currency else {
            throw Refusal.invalid("currency", "The fee of \(id) is in \(standing.rules?.currency ?? "no currency").")
        }
        switch kind {
        case .received: return
        case .refunded:
            guard amountMinor <= withUs else {
                throw Refusal.conflict(
                    "refund-too-large",
                    "Only \(Currency.words(withUs, currency)) of \(id) are with us; no more can go back."
                )
            }
        case .waived:
            guard amountMinor <= standing.dueMinor else {
                throw Refusal.conflict(
                    "waiver-too-large",
                    "\(Currency.words(standing.dueMinor, currency)) are due for \(id); no more can be waived."
                )
            }
        }
    }
}

extension Connection {
    /// What was paid for the present term, less what went back.
    fileprivate func moneyWithUs(for certificate: Certificate) throws -> Int {
        try one(
            """
            SELECT coalesce(
                sum(CASE kind WHEN 'received' THEN amount_minor WHEN 'refunded' THEN -amount_minor ELSE 0 END), 0
            )::bigint
            FROM renewal_payment
            WHERE certificate_id = \(certificate.id.rawValue) AND term_ends = \(certificate.validUntil)
            """
        )
    }

    /// Whether this very money was recorded before.
    fileprivate func isRepeat(_ payment: RenewalPayment, of certificate: Certificate) throws -> Bool {
        struct Before: Decodable {
            let certificateId: String
            let amountMinor: Int
            let currency: String
        }
        guard let reference = payment.reference else { return false }
        let before: Before? = try first(
            """
            SELECT certificate_id, amount_minor, currency
            FROM renewal_payment
            WHERE kind = \(payment.kind) AND reference = \(reference)
            """
        )
        guard let before else { return false }
        guard before.certificateId == certificate.id.rawValue, before.amountMinor == payment.amountMinor,
            before.currency == payment.currency
        else { throw Refusal.renewalReferenceUsed(payment) }
        return true
    }

    fileprivate func insert(_ payment: RenewalPayment, of certificate: Certificate, by member: StaffMember) throws {
        let payload = try payment.reason.map { try keep(["reason": $0]) }
        try execute(
            """
            INSERT INTO renewal_payment (
                certificate_id, term_ends, kind, amount_minor, currency, reference, value_date, staff_id, operator_id,
                payload_id, digest
            )
            VALUES (\(certificate.id.rawValue), \(certificate.validUntil), \(payment.kind), \(payment.amountMinor),
                \(payment.currency), \(payment.reference), \(payment.valueDate), \(member.id), \(member.operatorID),
                \(payload?.id), \(payload?.digest))
            """
        )
    }
}
