import Crypto
import Foundation
import Postgres

extension Connection {
    /// Writes one audit entry in the act's own transaction: who, what, on which row, and the details in a payload.
    ///
    /// The entry holds only ids, times and the salted digest of the details; words and names lie in the payload.
    func audit(
        _ verb: String,
        _ subject: String,
        _ subjectID: Int?,
        by actor: Actor,
        _ details: [String: String?] = [:]
    ) throws {
        let payload = try details.isEmpty ? nil : keep(details.compactMapValues { $0 })
        try execute(
            """
            INSERT INTO audit_entry (staff_id, operator_id, verb, subject, subject_id, payload_id, digest)
            VALUES (\(actor.staff?.id), \(actor.staff?.operatorID), \(verb), \(subject), \(subjectID),
                \(payload?.id), \(payload?.digest))
            """
        )
    }

    struct KeptPayload: Decodable {
        let id: Int
        let digest: Data
    }

    /// Keeps text of history apart, with a fresh salt; the digest of both is what history holds.
    func keep(_ body: [String: String]) throws -> KeptPayload {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        return try one(
            """
            INSERT INTO payload (salt, body)
            VALUES (\(salt), \(JSONB(body)))
            RETURNING id, payload_digest(salt, body) AS digest
            """
        )
    }
}
