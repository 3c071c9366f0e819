import Postgres
import Synchronization
import TestSupport

/// What an export wrote, in memory.
final class Written: Sendable {
    private let portions = Mutex<[[UInt8]]>([])

    func append(_ portion: [UInt8]) { portions.withLock { $0.append(portion) } }

    var octets: [UInt8] { portions.withLock { $0.flatMap { $0 } } }
    var text: String { String(decoding: octets, as: UTF8.self) }
    var count: Int { portions.withLock { $0.count } }
    var largest: Int { portions.withLock { $0.map(\.count).max() ?? 0 } }
}

extension TestDatabase {
    /// People who confirmed that they want mail, in this order.
    func subscribe(_ people: [(email: String, name: String?)]) async throws {
        for person in people {
            try await force(
                """
                WITH newcomer AS (
                    INSERT INTO person (email, name, address_digest)
                    VALUES (\(person.email), \(person.name), sha256(convert_to(\(person.email)::text, 'UTF8')))
                    RETURNING id
                )
                INSERT INTO consent_event (person_id, kind, at, source, wording_version)
                SELECT newcomer.id, kind, '2026-11-22T10:00:00Z', 'reservation', 1
                FROM newcomer
                CROSS JOIN unnest(ARRAY['requested', 'confirmed']) AS kind
                """
            )
        }
    }
}
