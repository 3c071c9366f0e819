import Postgres

// Stand-ins until the progress and exam branches are merged; the integrator deletes this file.

package struct Attempt: Sendable {}

package typealias AttemptID = Identifier<Attempt>

package struct CandidateNumber: RawRepresentable, Hashable, Comparable, Codable, PostgresCodable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension CandidateNumber: CustomStringConvertible {
    package var description: String { String(rawValue) }
}

package struct CandidateLetter: Sendable {
    package enum Kind: String, Sendable {
        case progress
        case examResult = "exam_result"
    }
}

extension Connection {
    func candidateNumber(of claim: EnrollmentID) throws -> CandidateNumber {
        if let known: CandidateNumber = try first("SELECT number FROM candidate WHERE enrollment_id = \(claim)") {
            return known
        }
        return try one(
            """
            INSERT INTO candidate (enrollment_id, number)
            VALUES (\(claim), \(Int.random(in: 1_000_000...9_999_999)))
            RETURNING number
            """
        )
    }

    func claim(of number: CandidateNumber) throws -> EnrollmentID? {
        try first("SELECT enrollment_id FROM candidate WHERE number = \(number)")
    }

    func enqueue(_ kind: CandidateLetter.Kind, to claims: [EnrollmentID]) throws {
        try execute(
            """
            INSERT INTO job (kind, enrollment_id)
            SELECT \("mail." + kind.rawValue), id
            FROM unnest(\(claims)) AS id
            """
        )
    }
}
