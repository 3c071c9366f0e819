import Postgres

/// A mail about one enrollment that is to go out; it is rendered when it is sent.
struct Letter {
    let kind: SeatLetter.Kind
    let enrollment: EnrollmentID

    init(_ kind: SeatLetter.Kind, to enrollment: EnrollmentID) {
        self.kind = kind
        self.enrollment = enrollment
    }
}

extension Connection {
    /// Writes mail jobs in the transaction of what they tell.
    func enqueue(_ letters: [Letter]) throws {
        try execute(
            """
            WITH clock AS (SELECT registrar_clock() AS now)
            INSERT INTO job (kind, enrollment_id, created_at, run_at)
            SELECT letter.kind, letter.enrollment_id, clock.now, clock.now
            FROM unnest(\(letters.map(\.kind.jobKind)), \(letters.map(\.enrollment))) AS letter (kind, enrollment_id)
            CROSS JOIN clock
            """
        )
    }
}
