import Credentials
package import Foundation
import Postgres

/// What staff say of something brought.
package enum CreditVerdict: Sendable {
    case accepted
    /// With the reason, in words that the holder reads.
    case refused(String)

    var state: RenewalCredit.State { if case .accepted = self { .accepted } else { .refused } }

    /// - Throws: `Refusal` of kind invalid for a refusal without a reason.
    package init(isAccepted: Bool, reason: String?) throws {
        let reason = reason?.trimmedOrNil
        guard !isAccepted else {
            if reason != nil { throw Refusal.invalid("reason", "What is accepted takes no reason.") }
            self = .accepted
            return
        }
        guard let reason, reason.unicodeScalars.count <= 1_000, !reason.utf8.contains(0) else {
            throw Refusal.invalid("reason", "Say why it is refused, in 1 to 1,000 characters: the holder reads it.")
        }
        self = .refused(reason)
    }
}

/// A file as it was brought, for whoever reviews it.
package struct FetchedCredit: Sendable {
    package let credit: RenewalCredit
    package let octets: Data
}

extension Renewals {
    /// Accepts something brought, or refuses it; until the term is renewed the last word counts. Of a refusal the holder is
    /// told by mail.
    ///
    /// - Throws: `credit-unknown`, `accepted-already` and its like, `term-over` once the term was renewed,
    ///   `reviewer-is-holder`, `evidence-known` for a refused one whose file was brought again since.
    package func review(_ id: RenewalCreditID, _ verdict: CreditVerdict, by actor: Actor) async throws -> RenewalCredit
    {
        try actor.require(.propose)
        guard let member = actor.staff else {
            throw Refusal.forbidden("staff-only", "What holders bring is reviewed by somebody with a name.")
        }
        do {
            return try await store.write { try $0.review(id, verdict, by: member, actor) }
        } catch let error as PostgresError where error.constraint == "renewal_evidence_once_per_holder" {
            throw Refusal.conflict(
                "evidence-known",
                "The file of credit \(id) was brought again after it was refused, and counts once; review that one."
            )
        }
    }

    /// Takes a file out, which the audit trail shows.
    ///
    /// - Throws: `credit-unknown`; `evidence-gone` where it went with its person.
    package func fetch(_ id: RenewalCreditID, by actor: Actor) async throws -> FetchedCredit {
        try actor.require(.propose)
        return try await store.write { connection in
            let credit = try connection.renewalCredit(id)
            let octets: Data? = try connection.first("SELECT octets FROM renewal_file WHERE credit_id = \(id)")
            guard let octets else {
                throw Refusal.gone("evidence-gone", "The file of credit \(id) is not here any more.")
            }
            try connection.audit(
                "renewal.fetch",
                "certificate",
                connection.number(of: credit.certificateId),
                by: actor,
                ["credit": "\(id)"]
            )
            return FetchedCredit(credit: credit, octets: octets)
        }
    }
}

extension Connection {
    fileprivate func review(
        _ id: RenewalCreditID,
        _ verdict: CreditVerdict,
        by member: StaffMember,
        _ actor: Actor
    ) throws -> RenewalCredit {
        let certificate = try lock(certificate: try renewalCredit(id).certificateId)
        let before = try renewalCredit(id)
        guard certificate.erasedAt == nil else { throw Refusal.erased(certificate) }
        guard certificate.validUntil == before.termEnds else {
            throw Refusal.conflict(
                "term-over",
                "Credit \(id) was for the term until \(before.termEnds.formatted(.iso8601)), which was renewed since."
            )
        }
        guard before.state != verdict.state else {
            throw Refusal.conflict(
                "\(before.state.rawValue)-already",
                "Credit \(id) is \(before.state.rawValue) already."
            )
        }
        guard try !isOwn(certificate, of: member) else {
            throw Refusal.forbidden("reviewer-is-holder", "Nobody reviews what they brought for their own certificate.")
        }
        var payload: KeptPayload?
        if case .refused(let reason) = verdict { payload = try keep(["reason": reason]) }
        try execute(
            """
            INSERT INTO renewal_review (credit_id, kind, staff_id, operator_id, payload_id, digest)
            VALUES (\(id), \(verdict.state), \(member.id), \(member.operatorID), \(payload?.id), \(payload?.digest))
            """
        )
        try execute("UPDATE renewal_file SET counts = \(verdict.state == .accepted) WHERE credit_id = \(id)")
        if verdict.state == .refused { try enqueue(RenewalLetter.Kind.refused, about: [certificate.id]) }
        try audit(
            "renewal.review",
            "certificate",
            number(of: certificate.id),
            by: actor,
            ["credit": "\(id)", "was": before.state.rawValue, "is": verdict.state.rawValue]
        )
        return try renewalCredit(id)
    }
}

extension Connection {
    /// Whether a staff member, or who acts as them, is the holder.
    func isOwn(_ certificate: Certificate, of member: StaffMember) throws -> Bool {
        try one(
            """
            SELECT is_own(\(member.id), person_id) OR coalesce(is_own(\(member.operatorID), person_id), false)
            FROM certificate
            WHERE id = \(certificate.id.rawValue)
            """
        )
    }
}
