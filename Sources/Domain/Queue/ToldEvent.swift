package import Foundation
import Postgres

/// One event of a cohort's history as staff read it: with the name, the login and the words that history keeps apart.
package struct ToldEvent: Codable, Sendable {
    /// Its place in the cohort's history, from 1.
    package let number: Int
    package let enrollment: EnrollmentID
    package let name: PersonName
    /// What happened, as one word: `passed_over`, say.
    package let kind: String
    package let at: Date
    /// visitor, applicant, staff or system.
    package let actor: String
    /// Who of the staff.
    package let login: String?
    package let seatNumber: Int?
    package let deadline: Date?
    /// Why, as a class.
    package let reason: String?
    /// Why, in staff's own words; nil also where an erasure took them.
    package let words: String?
}

extension Connection {
    /// Events that satisfy a condition on `event`, in the order of history.
    func told(_ condition: SQL) throws -> [ToldEvent] {
        try all(
            """
            SELECT
                event.number, event.enrollment_id AS enrollment, enrollment.name, event.kind, event.at, event.actor,
                staff.login, event.seat_number, event.deadline, event.reason, payload.body ->> 'reason' AS words
            FROM enrollment_event AS event
            JOIN enrollment ON enrollment.id = event.enrollment_id
            LEFT JOIN staff ON staff.id = event.staff_id
            LEFT JOIN payload ON payload.id = event.payload_id
            WHERE \(condition)
            ORDER BY event.cohort_id, event.number
            """
        )
    }
}
