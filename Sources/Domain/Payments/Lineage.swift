import Postgres

/// A claim with all it went on from and all that went on from it, the oldest first: money follows it to its end.
struct Lineage: Sendable {
    struct Claim: Decodable, Sendable {
        let id: EnrollmentID
        let cohortId: CohortID
        let cohort: String
    }

    let claims: [Claim]
    /// Where money for any of them goes now.
    let last: Claim

    init?(_ claims: [Claim]) {
        guard let last = claims.last else { return nil }
        self.claims = claims
        self.last = last
    }

    func contains(_ id: EnrollmentID) -> Bool { claims.contains { $0.id == id } }
}

/// A claim moved on to a cohort that was not locked while its locks were taken: the transaction begins again.
struct MovedMeanwhile: Error {}

extension Connection {
    /// Locks and settles the cohorts that these claims ever stood in, and further ones, in order of id; claims that do
    /// not exist are left out.
    ///
    /// - Throws: `MovedMeanwhile`.
    func lock(
        lineagesOf ids: [EnrollmentID],
        and codes: [String] = []
    ) throws -> (lineages: [EnrollmentID: Lineage], cohorts: [LockedCohort]) {
        let before = try lineages(of: ids)
        let locked = try lock(
            cohorts: Array(Set(before.values.flatMap { $0.claims.map(\.cohort) } + codes)),
            freeing: true
        )
        let lineages = try lineages(of: ids)
        let known = Set(locked.map(\.id))
        guard lineages.values.allSatisfy({ known.contains($0.last.cohortId) }) else { throw MovedMeanwhile() }
        return (lineages, locked)
    }

    private func lineages(of ids: [EnrollmentID]) throws -> [EnrollmentID: Lineage] {
        let rows = try rows(
            """
            -- A finished row has one successor at most, so both ways are lines.
            WITH RECURSIVE
                later AS (
                    SELECT enrollment.id AS asked, enrollment.id, enrollment.cohort_id, 0 AS step
                    FROM enrollment
                    WHERE enrollment.id = ANY(\(ids))
                    UNION ALL
                    SELECT later.asked, next.id, next.cohort_id, later.step + 1
                    FROM later
                    JOIN enrollment AS next ON next.predecessor_id = later.id
                ),
                earlier AS (
                    SELECT enrollment.id AS asked, enrollment.predecessor_id AS id, -1 AS step
                    FROM enrollment
                    WHERE enrollment.id = ANY(\(ids)) AND enrollment.predecessor_id IS NOT NULL
                    UNION ALL
                    SELECT earlier.asked, before.predecessor_id, earlier.step - 1
                    FROM earlier
                    JOIN enrollment AS before ON before.id = earlier.id AND before.predecessor_id IS NOT NULL
                )
            SELECT line.asked, line.id, line.cohort_id, cohort.code AS cohort
            FROM (
                SELECT asked, id, cohort_id, step
                FROM later
                UNION ALL
                SELECT earlier.asked, earlier.id, enrollment.cohort_id, earlier.step
                FROM earlier
                JOIN enrollment ON enrollment.id = earlier.id
            ) AS line
            JOIN cohort ON cohort.id = line.cohort_id
            ORDER BY line.asked, line.step
            """
        )
        var claims: [EnrollmentID: [Lineage.Claim]] = [:]
        for row in rows {
            let claim = Lineage.Claim(id: try row["id"], cohortId: try row["cohort_id"], cohort: try row["cohort"])
            claims[try row["asked"], default: []].append(claim)
        }
        return claims.compactMapValues(Lineage.init)
    }
}

extension Store {
    /// As `write`, begun again when a claim moved on while its locks were taken.
    func writeAlongLineage<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        for _ in 0..<5 {
            do { return try await write(body) } catch is MovedMeanwhile { continue }
        }
        throw Refusal.unavailable
    }
}
