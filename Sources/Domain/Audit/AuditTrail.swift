package import Foundation
import Postgres

/// Reads what staff did, entry by entry.
package struct AuditTrail: Sendable {
    let store: Store

    /// The newest entries first, all verbs or one.
    ///
    /// - Parameter limit: 1 to 1000.
    package func tail(limit: Int = 50, verb: String? = nil, by actor: Actor) async throws -> [AuditEntry] {
        try actor.require(.readAudit)
        guard (1...1000).contains(limit) else {
            throw Refusal.invalid("limit", "The limit is 1 to 1000 entries.")
        }
        return try await store.read { connection in
            try connection.all(
                """
                SELECT
                    entry.id, entry.at, staff.login, operator.login AS operator_login, entry.verb, entry.subject,
                    entry.subject_id, payload.body AS details,
                    entry.payload_id IS NOT NULL AND payload.id IS NULL AS is_erased
                FROM audit_entry AS entry
                LEFT JOIN staff ON staff.id = entry.staff_id
                LEFT JOIN staff AS operator ON operator.id = entry.operator_id
                LEFT JOIN payload ON payload.id = entry.payload_id
                WHERE \(verb)::text IS NULL OR entry.verb = \(verb)
                ORDER BY entry.id DESC
                LIMIT \(limit)
                """,
                as: AuditRow.self
            ).map(AuditEntry.init)
        }
    }
}

/// One act of one member of staff, or of the service itself.
package struct AuditEntry: Codable, Sendable {
    package enum Details: Codable, Equatable, Sendable {
        case none
        case kept([String: String])
        /// An erasure took them; their digest stays.
        case erased
    }

    package let id: Int
    package let at: Date
    /// Who acted; nil for the service itself.
    package let login: String?
    /// The owner who acted as `login`.
    package let operatorLogin: String?
    /// What was done, like `cohort.open`.
    package let verb: String
    /// The kind of thing it was done to, and its id.
    package let subject: String
    package let subjectID: Int?
    package let details: Details
}

private struct AuditRow: Decodable {
    let id: Int
    let at: Date
    let login: String?
    let operatorLogin: String?
    let verb: String
    let subject: String
    let subjectId: Int?
    let details: JSONB<[String: String]>?
    let isErased: Bool
}

extension AuditEntry {
    fileprivate init(_ row: AuditRow) {
        self.init(
            id: row.id,
            at: row.at,
            login: row.login,
            operatorLogin: row.operatorLogin,
            verb: row.verb,
            subject: row.subject,
            subjectID: row.subjectId,
            details: row.isErased ? .erased : row.details.map { .kept($0.value) } ?? .none
        )
    }
}
