import Foundation
import Postgres
import Psychometrics

// Written anew by others; goes when their branches come in.

package struct Requirement: Sendable {}
package struct Eligibility: Sendable {}
package typealias RequirementID = Identifier<Requirement>
package typealias EligibilityID = Identifier<Eligibility>

package struct CandidateNumber: RawRepresentable, Hashable, Codable, PostgresCodable, Sendable, CustomStringConvertible
{
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package var description: String { String(rawValue) }
}

struct CandidateLetter {
    enum Kind: String {
        case examResult = "exam_result"
    }
}

extension Connection {
    func candidateNumber(of claim: EnrollmentID) throws -> CandidateNumber {
        try execute(
            """
            INSERT INTO candidate (enrollment_id, number)
            VALUES (\(claim), \(Int.random(in: 1_000_000...9_999_999)))
            ON CONFLICT (enrollment_id) DO NOTHING
            """
        )
        return try one("SELECT number FROM candidate WHERE enrollment_id = \(claim)")
    }

    func claim(of number: CandidateNumber) throws -> EnrollmentID? {
        try first("SELECT enrollment_id FROM candidate WHERE number = \(number)")
    }

    func recordEligibility(of claim: EnrollmentID, for exam: RequirementID) throws -> EligibilityID {
        try one(
            "INSERT INTO eligibility (enrollment_id, requirement_id, basis) VALUES (\(claim), \(exam), '{}') RETURNING id"
        )
    }

    func enqueue(_ kind: CandidateLetter.Kind, to claims: [EnrollmentID]) throws {
        try execute("INSERT INTO job (kind, enrollment_id) SELECT \("mail.\(kind.rawValue)"), unnest(\(claims))")
    }

    func score(_ attempt: AttemptID) throws {
        struct Counted: Decodable {
            let raw: Int
            let items: Int
            let cut: Int
        }
        let form: ExamFormID = try one("SELECT form_id FROM attempt WHERE id = \(attempt)")
        let given: [Int?] = try all(
            """
            SELECT last.option
            FROM attempt
            JOIN form_item ON form_item.form_id = attempt.form_id
            LEFT JOIN LATERAL (
                SELECT option
                FROM answer
                WHERE answer.attempt_id = attempt.id AND answer.position = form_item.position AND NOT answer.is_late
                ORDER BY answer.id DESC
                LIMIT 1
            ) AS last ON true
            WHERE attempt.id = \(attempt)
            ORDER BY form_item.position
            """
        )
        let counted: Counted = try asExaminer {
            try one(
                """
                SELECT
                    count(*) FILTER (WHERE given.option = item_key.option AND form_item.is_scored) AS raw,
                    count(*) FILTER (WHERE form_item.is_scored) AS items,
                    (min(exam_form.cut_hundredths) + 99) / 100 AS cut
                FROM exam_form
                JOIN form_item ON form_item.form_id = exam_form.id
                JOIN item_key ON item_key.item_id = form_item.item_id
                LEFT JOIN unnest(\(given)) WITH ORDINALITY AS given (option, position)
                    ON given.position = form_item.position
                WHERE exam_form.id = \(form)
                """
            )
        }
        let cut = try CutScore(counted.cut, of: counted.items)
        try execute(
            """
            INSERT INTO score (attempt_id, number, raw, items, cut, scaled, areas, answers_digest, keys_digest)
            VALUES (\(attempt), 1, \(counted.raw), \(counted.items), \(counted.cut), \(cut.scaled(counted.raw).shown),
                '[]', sha256(''), sha256(''))
            """
        )
    }
}
