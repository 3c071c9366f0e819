import Foundation
import Postgres

/// What letters say beside a claim's own state: where it came from, and where one can still go.
extension Connection {
    /// A calendar entry's SEQUENCE: the number of the latest event about the claim.
    func sequence(of id: EnrollmentID) throws -> Int {
        try one("SELECT coalesce(max(number), 0) FROM enrollment_event WHERE enrollment_id = \(id)")
    }

    /// All claims that this one went on from, the latest first.
    func former(of id: EnrollmentID) throws -> [SeatLetter.Former] {
        struct Before: Decodable {
            let id: EnrollmentID
            let cohort: String
        }
        let before: [Before] = try all(
            """
            WITH RECURSIVE before AS (
                SELECT predecessor_id AS id, 1 AS step
                FROM enrollment
                WHERE id = \(id)
                UNION ALL
                SELECT enrollment.predecessor_id, before.step + 1
                FROM before
                JOIN enrollment ON enrollment.id = before.id
            )
            SELECT enrollment.id, cohort.code AS cohort
            FROM before
            JOIN enrollment ON enrollment.id = before.id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            ORDER BY before.step
            """
        )
        return try before.map {
            SeatLetter.Former(
                enrollmentID: $0.id,
                cohort: try cohortPage($0.cohort),
                sequence: try sequence(of: $0.id)
            )
        }
    }

    func wasConfirmed(_ id: EnrollmentID) throws -> Bool {
        try one(
            """
            SELECT EXISTS (
                SELECT
                FROM enrollment_event
                WHERE enrollment_id = \(id) AND kind IN ('confirmed', 'accepted')
            )
            """
        )
    }

    func otherDates(than code: String, at publicURL: String) throws -> [SeatLetter.OtherDate] {
        try alternatives(to: code).compactMap { other in
            other.startsAt.map {
                SeatLetter.OtherDate(
                    code: other.code,
                    startsAt: $0,
                    timeZone: other.timeZone,
                    link: "\(publicURL)/cohorts/\(other.code)"
                )
            }
        }
    }
}

extension SeatLetter.Kind {
    var tellsOtherDates: Bool { self == .cancelled || self == .closed }
}
