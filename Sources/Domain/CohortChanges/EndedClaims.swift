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
        let entries: [EntryID] = try all(
            """
            SELECT DISTINCT entry_id
            FROM enrollment
            WHERE id = ANY(\(claims)) AND entry_id IS NOT NULL
            """
        )
        try settleElsewhere(entries, except: locked)
    }
}
