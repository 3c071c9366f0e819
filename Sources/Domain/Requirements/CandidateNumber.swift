import Postgres

/// What examiners and raters see of a candidate: seven random digits that tell them nothing.
package struct CandidateNumber: RawRepresentable, Hashable, Codable, PostgresCodable, Sendable {
    package static let range = 1_000_000...9_999_999

    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Takes what somebody typed; nil for anything but seven digits of which the first is not 0.
    package init?(typed: String) {
        guard typed.utf8.count == 7, typed.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(typed),
            Self.range.contains(number)
        else { return nil }
        self.init(rawValue: number)
    }
}

extension CandidateNumber: CustomStringConvertible {
    package var description: String { String(rawValue) }
}

extension Connection {
    /// The number of a claim; it is drawn when it is first asked for.
    func candidateNumber(of claim: EnrollmentID) throws -> CandidateNumber {
        guard let number = try candidateNumbers(of: [claim])[claim] else { throw Seats.unknown(claim) }
        return number
    }

    /// The numbers of claims; those that are missing are drawn.
    func candidateNumbers(of claims: [EnrollmentID]) throws -> [EnrollmentID: CandidateNumber] {
        struct Numbered: Decodable {
            let enrollmentId: EnrollmentID
            let number: CandidateNumber
        }
        var generator = SystemRandomNumberGenerator()
        // A number that is taken is drawn again, which nine million of them make rare.
        for _ in 0..<20 {
            let known: [Numbered] = try all(
                "SELECT enrollment_id, number FROM candidate WHERE enrollment_id = ANY(\(claims))"
            )
            let missing = Set(claims).subtracting(known.map(\.enrollmentId)).sorted()
            guard !missing.isEmpty else {
                return Dictionary(known.map { ($0.enrollmentId, $0.number) }, uniquingKeysWith: { first, _ in first })
            }
            let drawn = missing.map { _ in Int.random(in: CandidateNumber.range, using: &generator) }
            try execute(
                """
                INSERT INTO candidate (enrollment_id, number)
                SELECT enrollment.id, drawn.number
                FROM unnest(\(missing), \(drawn)) AS drawn (enrollment_id, number)
                JOIN enrollment ON enrollment.id = drawn.enrollment_id
                JOIN person ON person.id = enrollment.person_id
                WHERE person.erased_at IS NULL
                ON CONFLICT DO NOTHING
                """
            )
        }
        throw Refusal.personErased
    }

    /// The claim behind a number.
    func claim(of number: CandidateNumber) throws -> EnrollmentID? {
        try first("SELECT enrollment_id FROM candidate WHERE number = \(number)")
    }
}
