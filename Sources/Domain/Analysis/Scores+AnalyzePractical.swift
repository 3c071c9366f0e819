import Postgres
import Psychometrics

private struct PracticalVersion: Decodable {
    let id: Int
    let code: String
    let version: Int
    let name: String
    let cut: Int
}

private struct CriterionRow: Decodable {
    let code: String
    let name: String
    let highest: Int
    let weight: Int
    let safeFrom: Int?
}

extension Scores {
    /// How far raters of a practical agree, pooled by its version over all cohorts.
    ///
    /// - Parameter code: As staff name it, `MES-PRACTICAL`, with its version `MES-PRACTICAL.2`.
    /// - Throws: `practical-unknown`, and `practical-unrated` while none is decided.
    package func analyzePractical(_ code: String, by actor: Actor) async throws -> PracticalReport {
        try actor.require(.examine)
        let reference = try FormReference(code)
        return try await store.snapshot { connection in
            let version = try connection.practicalVersion(reference)
            let rows = try connection.criteria(of: version.id)
            let exam: Practical
            do {
                exam = try Practical(
                    criteria: rows.map { .init(highest: $0.highest, weight: $0.weight, safeFrom: $0.safeFrom) },
                    cut: version.cut
                )
            } catch let refusal as Practical.Refusal {
                throw Refusal.conflict("practical-unusable", refusal.description)
            }
            let pairs = try connection.ratedPairs(of: version.id, exam)
            guard !pairs.isEmpty else {
                throw Refusal.conflict(
                    "practical-unrated",
                    "No attempt at \(version.code).\(version.version) is decided by two raters, so nothing can agree yet."
                )
            }
            return PracticalReport(
                code: version.code,
                version: version.version,
                name: version.name,
                criteria: rows.map { ($0.code, $0.name) },
                exam,
                pairs
            )
        }
    }
}

extension Connection {
    fileprivate func practicalVersion(_ reference: FormReference) throws -> PracticalVersion {
        let version: PracticalVersion? = try first(
            """
            SELECT id, code, version, name, cut
            FROM practical
            WHERE code = \(reference.code)
                AND (\(reference.version)::integer IS NULL OR version = \(reference.version))
            ORDER BY frozen_at IS NULL, version DESC
            LIMIT 1
            """
        )
        guard let version else {
            throw Refusal.notFound("practical-unknown", "There is no practical exam \(reference.code).")
        }
        return version
    }

    fileprivate func criteria(of practical: Int) throws -> [CriterionRow] {
        try all(
            """
            SELECT code, name, cardinality(levels) - 1 AS highest, weight, safe_from
            FROM criterion
            WHERE practical_id = \(practical)
            ORDER BY position
            """
        )
    }

    /// The first two ratings of each attempt that is decided: a third rater who is still to come learns nothing of them.
    fileprivate func ratedPairs(of practical: Int, _ exam: Practical) throws -> [RatedPair] {
        struct Row: Decodable {
            let attempt: Int
            let levels: [Int]
        }
        let rows: [Row] = try all(
            """
            SELECT ranked.attempt_id AS attempt, ranked.levels
            FROM (
                SELECT
                    rating_task.attempt_id, rating.levels,
                    row_number() OVER (PARTITION BY rating_task.attempt_id ORDER BY rating.at, rating.task_id) AS rank
                FROM rating
                JOIN rating_task ON rating_task.id = rating.task_id
                JOIN practical_attempt ON practical_attempt.id = rating_task.attempt_id
                JOIN practical_score ON practical_score.attempt_id = practical_attempt.id
                WHERE practical_attempt.practical_id = \(practical)
            ) AS ranked
            WHERE ranked.rank <= 2
            ORDER BY ranked.attempt_id, ranked.rank
            """
        )
        return try Dictionary(grouping: rows, by: \.attempt)
            .sorted { $0.key < $1.key }
            .filter { $0.value.count == 2 }
            .map { RatedPair(first: try exam.rating($0.value[0].levels), second: try exam.rating($0.value[1].levels)) }
    }
}
