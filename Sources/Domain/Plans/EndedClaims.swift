import Postgres

extension Connection {
    /// Ends claims of locked cohorts; their seats are free from the next statement on.
    func end(_ claims: [EnrollmentID], as state: Enrollment.State) throws {
        try execute(
            """
            UPDATE enrollment
            SET state = \(state), seat_number = NULL, expires_at = NULL, client_digest = NULL
            WHERE id = ANY(\(claims))
            """
        )
    }

    /// Has the worker settle the other cohorts in which the entries of these claims wait: an offer that ended here may
    /// let them have one there.
    func settleElsewhere(for claims: [EnrollmentID], beside locked: [CohortID]) throws {
        try execute(
            """
            INSERT INTO job (kind, cohort_id)
            SELECT DISTINCT 'cohort.settle', waiting.cohort_id
            FROM enrollment AS ended
            JOIN enrollment AS waiting ON waiting.entry_id = ended.entry_id
            WHERE ended.id = ANY(\(claims))
                AND waiting.state = 'waitlisted'
                AND waiting.cohort_id <> ALL(\(locked))
            """
        )
    }
}
