package import Foundation
import Postgres

/// What a candidate is told of their exams: pass or fail, the scaled score, and bands where they failed; no raw score.
package struct ScoreReport: Sendable {
    package struct Result: Codable, Sendable {
        package enum Kind: String, Codable, Sendable { case written, practical }

        package let kind: Kind
        package let exam: String
        /// Of the candidate's tries at this exam, from 1.
        package let attempt: Int
        package let day: Date
        package let passed: Bool
        /// Whether a practical failed on a hurdle; which one is not told.
        package let wasUnsafe: Bool
        /// 200 to 800, shown rounded down; nil for a practical.
        package let scaled: Int?
        /// By content area, for those who failed a written exam.
        package let areas: [AreaBand]
        /// When a rescore replaced the first score; nil where none did.
        package let rescoredAt: Date?
    }

    package let program: String
    /// IANA zone the candidate reads times in.
    package let zone: String
    /// The latest first.
    package let results: [Result]
}

extension Scores {
    /// Opens a candidate's link to their results; looking changes nothing.
    ///
    /// - Throws: `link-unknown` for a mistyped token, as for one never issued; `person-erased`.
    package func report(link: String) async throws -> ScoreReport {
        guard let token = LinkToken(link, sealedWith: secrets.links), token.purpose == .progress else {
            throw Refusal.notFound(
                "link-unknown",
                "This link is not known here. Open it from the mail again, or copy the whole of it."
            )
        }
        return try await store.read { connection in
            try connection.requireSomebody(behind: token.enrollment)
            return try connection.scoreReport(of: token.enrollment)
        }
    }
}

extension Connection {
    func scoreReport(of claim: EnrollmentID) throws -> ScoreReport {
        struct Frame: Decodable {
            let program: String
            let zone: String
        }
        struct Row: Decodable {
            let kind: ScoreReport.Result.Kind
            let exam: String
            let attempt: Int
            let day: Date
            let passed: Bool
            let wasUnsafe: Bool
            let scaled: Int?
            let areas: JSONB<[AreaBand]>?
            let rescoredAt: Date?
        }
        let frame: Frame = try one(
            """
            SELECT program_version.name AS program, coalesce(enrollment.time_zone, cohort.time_zone) AS zone
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN program_version ON program_version.id = cohort.program_version_id
            WHERE enrollment.id = \(claim)
            """
        )
        let rows: [Row] = try all(
            """
            SELECT
                'written' AS kind, requirement.name AS exam, attempt.number AS attempt, attempt.begun_at AS day,
                latest.passed, false AS was_unsafe, latest.scaled, CASE WHEN latest.passed THEN NULL ELSE latest.areas END AS areas,
                CASE WHEN latest.number > 1 THEN latest.at END AS rescored_at
            FROM attempt
            JOIN requirement ON requirement.id = attempt.requirement_id
            CROSS JOIN LATERAL (
                SELECT *
                FROM score
                WHERE score.attempt_id = attempt.id
                ORDER BY score.number DESC
                LIMIT 1
            ) AS latest
            WHERE attempt.enrollment_id = \(claim)
            UNION ALL
            SELECT
                'practical', requirement.name, practical_attempt.number, practical_score.at, practical_score.passed,
                cardinality(practical_score.unsafe) > 0, NULL, NULL, NULL
            FROM practical_attempt
            JOIN requirement ON requirement.id = practical_attempt.requirement_id
            JOIN practical_score ON practical_score.attempt_id = practical_attempt.id
            WHERE practical_attempt.enrollment_id = \(claim)
            ORDER BY day DESC, attempt DESC
            """
        )
        return ScoreReport(
            program: frame.program,
            zone: frame.zone,
            results: rows.map {
                .init(
                    kind: $0.kind,
                    exam: $0.exam,
                    attempt: $0.attempt,
                    day: $0.day,
                    passed: $0.passed,
                    wasUnsafe: $0.wasUnsafe,
                    scaled: $0.scaled,
                    areas: $0.areas?.value ?? [],
                    rescoredAt: $0.rescoredAt
                )
            }
        )
    }
}
