import Foundation
import Postgres

/// A mail about one enrollment that is to go out; it is rendered when it is sent.
struct Letter {
    let kind: SeatLetter.Kind
    let enrollment: EnrollmentID
    /// Not before then; nil is at once.
    let time: Date?

    init(_ kind: SeatLetter.Kind, to enrollment: EnrollmentID, at time: Date? = nil) {
        self.kind = kind
        self.enrollment = enrollment
        self.time = time
    }
}

extension Connection {
    /// Writes mail jobs in the transaction of what they tell.
    func enqueue(_ letters: [Letter]) throws {
        try execute(
            """
            WITH clock AS (SELECT registrar_clock() AS now)
            INSERT INTO job (kind, enrollment_id, created_at, run_at)
            SELECT letter.kind, letter.enrollment_id, clock.now, coalesce(letter.run_at, clock.now)
            FROM unnest(
                \(letters.map(\.kind.jobKind)), \(letters.map(\.enrollment)), \(letters.map(\.time))
            ) AS letter (kind, enrollment_id, run_at)
            CROSS JOIN clock
            """
        )
    }
}
