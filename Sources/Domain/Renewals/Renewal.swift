import Credentials
package import Foundation
import Postgres

/// A new term under the same ID, as history has it.
package struct Renewal: Codable, Sendable {
    package enum Kind: String, Codable, PostgresCodable, Sendable {
        /// In time, or within the grace: the term goes on from its old end.
        case renewed
        /// After that: the term counts from the decision.
        case reinstated

        var version: Certificate.VersionKind { self == .renewed ? .renewed : .reinstated }
    }

    package let kind: Kind
    package let at: Date
    package let version: Int
    /// The end of the term before it.
    package let termEnds: Date
    package let validUntil: Date?
}

/// What a new term rests on, frozen with it: numbers and words of the product.
struct RenewalBasis: Codable {
    let rules: RenewalRules
    let feeMinor: Int
    let settledMinor: Int
    let minutes: Int
    let credits: [RenewalCreditID]
    let hasFoundations: Bool

    enum CodingKeys: String, CodingKey {
        case rules, minutes, credits
        case feeMinor = "fee_minor"
        case settledMinor = "settled_minor"
        case hasFoundations = "has_foundations"
    }
}

extension Certificates {
    /// The latest new term of a certificate; nil where its first one runs.
    package func latestRenewal(of certificate: Certificate) async throws -> Renewal? {
        // A first version is no renewal, but for an old certificate that was never signed here before.
        guard certificate.version > 1 || certificate.validFrom.timeIntervalSince(certificate.firstIssuedAt) > 60 else {
            return nil
        }
        return try await store.read { try $0.renewals(of: certificate.id).last }
    }
}

extension Connection {
    /// Begins a new term: signed, written, and frozen with what it rests on. The certificate is locked, and may be renewed.
    ///
    /// - Returns: The version that has it.
    func begin(_ kind: Renewal.Kind, _ standing: RenewalStanding, by signer: Signer, _ actor: Actor) throws
        -> Certificate.Following
    {
        let certificate = standing.certificate
        let end = kind == .renewed ? standing.renewedUntil : standing.reinstatedUntil
        guard let rules = standing.rules, let old = certificate.validUntil, let end else {
            throw Refusal.notRenewable(certificate)
        }
        let credits: [RenewalCreditID] = try all(
            """
            SELECT id
            FROM renewal_credit
            WHERE certificate_id = \(certificate.id.rawValue) AND term_ends = \(old)
                AND renewal_credit_state(id) = 'accepted'
            ORDER BY id
            """
        )
        let basis = RenewalBasis(
            rules: rules,
            feeMinor: kind == .renewed ? rules.feeMinor : rules.reinstatement?.feeMinor ?? rules.feeMinor,
            settledMinor: standing.settledMinor,
            minutes: standing.acceptedMinutes,
            credits: credits,
            hasFoundations: standing.hasFoundations
        )
        // Judged by the database while the certificate still stands at its old end.
        try execute(
            """
            INSERT INTO renewal (certificate_id, term_ends, version, kind, basis, staff_id, operator_id)
            VALUES (\(certificate.id.rawValue), \(old), \(certificate.version + 1), \(kind), \(JSONB(basis)),
                \(actor.staff?.id), \(actor.staff?.operatorID))
            """
        )
        return try replace(certificate, as: kind.version, validUntil: end, by: signer)
    }
}
