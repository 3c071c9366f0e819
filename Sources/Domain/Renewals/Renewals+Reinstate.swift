import Credentials
package import Foundation
import Postgres

extension Renewals {
    /// Reinstates: what is suspended within its term holds again to its end; what is past its term gets another one, which
    /// counts from this decision, once all is brought and the fee for it is settled.
    ///
    /// - Parameter effective: As in ``Certificates/change``; a new term begins now and not before.
    /// - Throws: what ``Certificates/change`` throws; past the term `grace-runs`, `hours-missing`, `foundations-missing`,
    ///   `fee-unpaid`, `new-certification-needed`, `not-renewable`, `keys-missing`, `keys-elsewhere`.
    package func reinstate(
        _ input: String,
        because reason: StaffReason,
        effective: Date? = nil,
        rehearse: Bool = false,
        by actor: Actor
    ) async throws -> Certificate {
        try actor.require(.decide)
        let certificate = try await certificates.require(input)
        guard certificate.isPastTerm, certificate.state == .active || certificate.state == .suspended,
            certificate.erasedAt == nil
        else {
            return try await certificates.change(
                input,
                .reinstate,
                because: reason,
                effective: effective,
                rehearse: rehearse,
                by: actor
            )
        }
        guard effective == nil else {
            throw Refusal.invalid(
                "effective",
                "The term of \(certificate.printedID) is over: the next one counts from this decision, and not before."
            )
        }
        guard let member = actor.staff else {
            throw Refusal.forbidden("staff-only", "A certificate is reinstated by somebody with a name.")
        }
        let id = certificate.id
        // Whoever may not is told so whether the keys are here or not.
        try await store.read { connection in
            if let refusal = try connection.renewalStanding(of: id).refusalToReinstate { throw refusal }
        }
        let signer = try await certificates.signer()
        let body: @Sendable (Connection) throws -> Certificate = { connection in
            _ = try connection.lock(certificate: id)
            let standing = try connection.renewalStanding(of: id)
            if let refusal = standing.refusalToReinstate { throw refusal }
            try connection.requireIndependent(member, ofHolderOf: id)
            return try connection.reinstate(standing, because: reason, by: member, actor, signer)
        }
        return try await store.write { connection in
            rehearse ? try connection.rehearse { try body(connection) } : try body(connection)
        }
    }
}

extension Connection {
    fileprivate func reinstate(
        _ standing: RenewalStanding,
        because reason: StaffReason,
        by member: StaffMember,
        _ actor: Actor,
        _ signer: Signer
    ) throws -> Certificate {
        let before = standing.certificate
        _ = try begin(.reinstated, standing, by: signer, actor)
        try execute(
            """
            UPDATE certificate
            SET state = 'active', state_since = registrar_clock(), reason = NULL
            WHERE id = \(before.id.rawValue)
            """
        )
        try record("reinstated", of: before.id, try one("SELECT registrar_clock()"), because: reason, by: member)
        try enqueue(CertificateLetter.Kind.reinstated, about: [before.id])
        try audit(
            "certificate.reinstate",
            "certificate",
            standing.number,
            by: actor,
            [
                "reason_class": reason.category.rawValue, "reason": reason.words,
                "was": before.validUntil?.formatted(.iso8601), "is": standing.reinstatedUntil?.formatted(.iso8601),
            ]
        )
        guard let changed = try certificate(before.id) else { throw Certificates.vanished(before.id) }
        return changed
    }
}
