import Foundation
import Postgres

/// Why an address gets no mail.
package enum Suppression: String, CaseIterable, Codable, PostgresCodable, Sendable {
    case hardBounce = "hard_bounce"
    /// Too many passing failures in a short time.
    case softBounces = "soft_bounces"
    case complaint, unsubscribe, erasure, staff

    /// Whether not even a mail about the person's own seat or certificate goes there: nobody reads it.
    package var stopsAllMail: Bool { self == .hardBounce || self == .softBounces }

    /// Whether a person's own new word, by a link that came by mail, takes it back.
    var isLiftedByConfirming: Bool { self != .complaint && self != .staff }
}

extension Connection {
    /// Every reason that stands against an address.
    func suppressions(of digest: [UInt8]) throws -> [Suppression] {
        try all("SELECT reason FROM suppressed_address WHERE address_digest = \(digest) ORDER BY since, reason")
    }

    /// Suppresses addresses for one reason; those that are already stay as they are.
    func suppress(_ digests: [[UInt8]], for reason: Suppression, by actor: Actor = .system) throws {
        try execute(
            """
            INSERT INTO suppression_event (address_digest, reason, kind, staff_id, operator_id)
            SELECT DISTINCT address.digest, \(reason), 'suppressed', \(actor.staff?.id), \(actor.staff?.operatorID)
            FROM unnest(\(digests)) AS address (digest)
            WHERE NOT EXISTS (
                SELECT
                FROM suppressed_address
                WHERE address_digest = address.digest AND reason = \(reason)
            )
            """
        )
    }

    /// Takes reasons back; what does not stand is left alone.
    func lift(_ reasons: [Suppression], from digest: [UInt8], by actor: Actor = .system) throws {
        try execute(
            """
            INSERT INTO suppression_event (address_digest, reason, kind, staff_id, operator_id)
            SELECT address_digest, reason, 'lifted', \(actor.staff?.id), \(actor.staff?.operatorID)
            FROM suppressed_address
            WHERE address_digest = \(digest) AND reason = ANY(\(reasons))
            """
        )
    }
}
