import Postgres

extension Connection {
    /// Notes that one of an entry's rows has a seat for good. Those that still wait end when their cohorts are settled:
    /// at once where the caller has locked them, else by a job.
    func serve(_ entry: EntryID, locked: [CohortID]? = nil) throws {
        try execute("UPDATE entry SET served_at = registrar_clock() WHERE id = \(entry) AND served_at IS NULL")
        if let locked {
            try endServed(in: locked)
            try settleElsewhere([entry], except: locked)
        }
    }

    /// Ends, in locked cohorts, the waiting rows of entries that have their seat.
    func endServed(in cohorts: [CohortID]) throws {
        let ended: [WaitingRow] = try all(
            """
            UPDATE enrollment
            SET state = 'withdrawn', client_digest = NULL
            WHERE enrollment.cohort_id = ANY(\(cohorts))
                AND enrollment.state = 'waitlisted'
                AND enrollment.entry_id IS NOT NULL
                -- One look for each that waits: a join would read all entries that were ever served.
                AND (SELECT entry.served_at FROM entry WHERE entry.id = enrollment.entry_id) IS NOT NULL
            RETURNING enrollment.id, enrollment.cohort_id
            """
        )
        guard !ended.isEmpty else { return }
        try record(
            ended.sorted { $0.id < $1.id }
                .map { Event($0.id, in: $0.cohortId, .withdrawn, by: .system, reason: .servedElsewhere) }
        )
    }

    private struct WaitingRow: Decodable {
        let id: EnrollmentID
        let cohortId: CohortID
    }

    /// Leaves to the worker the cohorts in which entries wait and whose rows this transaction has not locked: an offer of
    /// theirs ended, or they were served. Until a cohort is settled the public gets no seat there.
    func settleElsewhere(_ entries: [EntryID], except locked: [CohortID]) throws {
        guard !entries.isEmpty else { return }
        try execute(
            """
            WITH clock AS (SELECT registrar_clock() AS now)
            INSERT INTO job (kind, cohort_id, created_at, run_at)
            SELECT \(Job.settling), waited.cohort_id, clock.now, clock.now
            FROM (
                SELECT DISTINCT enrollment.cohort_id
                FROM enrollment
                WHERE enrollment.entry_id = ANY(\(entries))
                    AND enrollment.state = 'waitlisted'
                    AND enrollment.cohort_id <> ALL(\(locked))
            ) AS waited
            CROSS JOIN clock
            """
        )
    }
}
