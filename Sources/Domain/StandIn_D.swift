// Stand-in of D for what P and E write; the integrator deletes this file.
package import Foundation
import Postgres

package enum Requirement {}
package enum Eligibility {}
package typealias RequirementID = Identifier<Requirement>
package typealias EligibilityID = Identifier<Eligibility>

/// What examiners and raters see of a candidate.
package struct CandidateNumber: RawRepresentable, Hashable, Codable, PostgresCodable, Sendable, CustomStringConvertible
{
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    package init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(Int.self) }
    package var description: String { String(format: "%07d", rawValue) }
}

extension Connection {
    func candidateNumber(of claim: EnrollmentID) throws -> CandidateNumber {
        let drawn = (1...20).map { _ in Int.random(in: 1_000_000...9_999_999) }
        try execute(
            """
            INSERT INTO candidate (enrollment_id, number)
            SELECT \(claim), drawn.number
            FROM unnest(\(drawn)) AS drawn (number)
            WHERE NOT EXISTS (SELECT FROM candidate WHERE candidate.number = drawn.number)
            LIMIT 1
            ON CONFLICT (enrollment_id) DO NOTHING
            """
        )
        return try one("SELECT number FROM candidate WHERE enrollment_id = \(claim)")
    }

    func claim(of number: CandidateNumber) throws -> EnrollmentID? {
        try first("SELECT enrollment_id FROM candidate WHERE number = \(number.rawValue)")
    }

    func recordEligibility(of claim: EnrollmentID, for exam: RequirementID) throws -> EligibilityID {
        let missing: [String] = try all(
            """
            SELECT requirement.name
            FROM requirement_states(\(claim)) AS standing
            JOIN requirement ON requirement.id = standing.requirement_id
            JOIN module ON module.id = requirement.module_id
            WHERE requirement.kind NOT IN ('document', 'written_exam', 'practical_exam')
                AND standing.state NOT IN ('complete', 'waived')
                AND module.position < (
                    SELECT module.position
                    FROM requirement
                    JOIN module ON module.id = requirement.module_id
                    WHERE requirement.id = \(exam)
                )
            """
        )
        guard missing.isEmpty else {
            throw Refusal.conflict("not-eligible", "Still missing: \(missing.joined(separator: "; ")).")
        }
        return try one(
            "INSERT INTO eligibility (enrollment_id, requirement_id, basis) VALUES (\(claim), \(exam), '{}') RETURNING id"
        )
    }

    func enqueue(_: StandInLetter, to _: [EnrollmentID]) throws {}
}

enum StandInLetter { case examResult }

package struct NextTry: Decodable, Sendable {
    package let number: Int
    package let earliest: Date?
    package let latest: Date?
    let obstacle: String?

    func refusal(first _: String, last _: String) -> Refusal? {
        switch obstacle {
        case nil: nil
        case "passed": .conflict("exam-passed", "This exam was passed already.")
        default: .conflict("try-open", "A try at this exam is not over yet.")
        }
    }
}

extension Connection {
    func nextTry(of claim: EnrollmentID, at requirement: RequirementID, on _: Date?) throws -> NextTry {
        try one(
            """
            SELECT
                count(*)::integer + 1 AS number, NULL::timestamptz AS earliest, NULL::timestamptz AS latest,
                CASE
                    WHEN bool_or(practical_score.passed) THEN 'passed'
                    WHEN bool_or(practical_score.attempt_id IS NULL) THEN 'open'
                END AS obstacle
            FROM practical_attempt
            LEFT JOIN practical_score ON practical_score.attempt_id = practical_attempt.id
            WHERE practical_attempt.enrollment_id = \(claim) AND practical_attempt.requirement_id = \(requirement)
            """
        )
    }

    func day(_: Date?, in _: String) throws -> String { "then" }

    func lockTries(of claims: [EnrollmentID]) throws {
        try execute("SELECT id FROM enrollment WHERE id = ANY(\(claims)) ORDER BY id FOR NO KEY UPDATE")
    }
}
