import Postgres

/// Checks on a live system that what must always hold does, without changing anything.
package struct Doctor: Sendable {
    let store: Store

    /// Every invariant against one state of the database, held or not.
    package func examine(by actor: Actor) async throws -> [Finding] {
        try actor.require(.readAudit)
        return try await store.snapshot { connection in
            try connection.execute("SET LOCAL statement_timeout = 0")
            return try Invariant.all.map { invariant in
                let offence = try connection.one(
                    """
                    SELECT
                        count(*) AS count,
                        coalesce((array_agg(offending.id::text ORDER BY offending.id))[1:20], '{}') AS ids
                    FROM (\(invariant.offending)) AS offending (id)
                    """,
                    as: Offence.self
                )
                return Finding(
                    invariant: invariant.name,
                    words: invariant.words,
                    count: offence.count,
                    ids: offence.ids
                )
            }
        }
    }

    private struct Offence: Decodable {
        let count: Int
        let ids: [String]
    }
}

/// One invariant, and the rows that break it.
package struct Finding: Encodable, Sendable {
    package let invariant: String
    package let words: String
    package let count: Int
    /// What breaks it, the first twenty.
    package let ids: [String]
    package var isHeld: Bool { count == 0 }
}
