package import Foundation
import Postgres

package typealias PracticalID = Identifier<StoredPractical>

/// A practical exam in one of its versions as the database holds it.
package struct StoredPractical: Sendable {
    package let id: PracticalID
    package let version: Int
    /// When somebody was first to be rated by it; from then on it never changes.
    package let frozenAt: Date?
    package let file: PracticalFile

    package var isFrozen: Bool { frozenAt != nil }
}

extension Connection {
    /// Versions of practical exams: the newest of each of these codes, or every newest one.
    func practicals(_ codes: [String]? = nil) throws -> [StoredPractical] {
        try practicals(
            where: """
                practical.version = (
                    SELECT max(other.version) FROM practical AS other WHERE other.code = practical.code
                )
                AND coalesce(practical.code = ANY(\(codes)), true)
                """
        )
    }

    func practical(_ id: PracticalID) throws -> StoredPractical? {
        try practicals(where: "practical.id = \(id)").first
    }

    func practicals(where condition: SQL) throws -> [StoredPractical] {
        try all(
            """
            SELECT
                practical.id, practical.version, practical.frozen_at, practical.code, practical.name, practical.cut,
                (
                    SELECT jsonb_agg(jsonb_build_object(
                        'code', criterion.code, 'name', criterion.name, 'levels', criterion.levels,
                        'weight', criterion.weight, 'safeFrom', criterion.safe_from
                    ) ORDER BY criterion.position)
                    FROM criterion
                    WHERE criterion.practical_id = practical.id
                ) AS criteria
            FROM practical
            WHERE \(condition)
            ORDER BY practical.code, practical.version
            """,
            as: Row.self
        )
        .map { row in
            StoredPractical(
                id: row.id,
                version: row.version,
                frozenAt: row.frozenAt,
                file: PracticalFile(code: row.code, name: row.name, cut: row.cut, criteria: row.criteria.value)
            )
        }
    }
}

private struct Row: Decodable {
    let id: PracticalID
    let version: Int
    let frozenAt: Date?
    let code: String
    let name: String
    let cut: Int
    let criteria: JSONB<[PracticalFile.Criterion]>
}
