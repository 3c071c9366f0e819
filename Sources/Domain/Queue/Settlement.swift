import Foundation
import Postgres

extension Connection {
    /// Brings locked cohorts to now: what expired lapses, and each free seat goes to the first eligible waiter.
    ///
    /// The caller holds the cohorts' row locks. Free, then give: two statements, so that the second sees what the first freed.
    /// Where entries wait for a seat that is free, they are locked before anything is decided; a caller that frees seats
    /// itself has locked them beforehand, so that no transaction locks entries in two goes.
    ///
    /// - Parameter ending: Whether an entry that waits here may have been served, so that its rows end.
    func settle(_ cohorts: [CohortID], ending: Bool = false) throws {
        try lapse(cohorts)
        if ending { try endServed(in: cohorts) }
        let givers = try cohortsWithSeatsToGive(among: cohorts)
        let contested = givers.filter(\.entriesWait).map(\.id)
        if !contested.isEmpty {
            try lockEntries(waitingIn: contested)
            try endServed(in: contested)
        }
        try give(givers.filter { !$0.entriesWait }.map(\.id))
        // One by one: an entry that is offered a seat in one cohort is passed over in the next.
        for cohort in contested { try give([cohort]) }
    }

    private struct Giver: Decodable {
        let id: CohortID
        let entriesWait: Bool
    }

    /// Open cohorts that have not started, with a seat free and somebody who could be offered it.
    private func cohortsWithSeatsToGive(among cohorts: [CohortID]) throws -> [Giver] {
        try all(
            """
            SELECT
                cohort_now.id,
                EXISTS (
                    SELECT
                    FROM enrollment
                    WHERE enrollment.cohort_id = cohort_now.id
                        AND enrollment.state = 'waitlisted'
                        AND enrollment.entry_id IS NOT NULL
                ) AS entries_wait
            FROM cohort_now
            WHERE cohort_now.id = ANY(\(cohorts))
                AND cohort_now.state = 'open'
                AND cohort_now.waiting > 0
                AND cohort_now.seats_taken < cohort_now.capacity
                AND cohort_now.starts_at > cohort_now.now
                AND EXISTS (
                    SELECT
                    FROM enrollment
                    WHERE enrollment.cohort_id = cohort_now.id
                        AND enrollment.state = 'waitlisted'
                        AND enrollment.address_confirmed_at IS NOT NULL
                )
            ORDER BY cohort_now.id
            """
        )
    }

    private struct Lapsed: Decodable {
        let id: EnrollmentID
        let cohortId: CohortID
        let entryId: EntryID?
        let was: Enrollment.State
        let seatNumber: Int
    }

    private func lapse(_ cohorts: [CohortID]) throws {
        let lapsed: [Lapsed] = try all(
            """
            WITH due AS (
                SELECT enrollment.id, enrollment.state, enrollment.seat_number
                FROM enrollment
                JOIN cohort ON cohort.id = enrollment.cohort_id
                WHERE enrollment.cohort_id = ANY(\(cohorts))
                    AND enrollment.seat_number IS NOT NULL
                    AND enrollment.expires_at <= cohort_clock(cohort.last_event_at)
            )
            UPDATE enrollment
            SET state = 'lapsed', seat_number = NULL, expires_at = NULL, client_digest = NULL
            FROM due
            WHERE enrollment.id = due.id
            RETURNING enrollment.id, enrollment.cohort_id, enrollment.entry_id, due.state AS was, due.seat_number
            """
        )
        guard !lapsed.isEmpty else { return }
        try record(
            lapsed.map {
                Event(
                    $0.id,
                    in: $0.cohortId,
                    .lapsed,
                    by: .system,
                    seatNumber: $0.seatNumber,
                    reason: $0.was == .held ? .holdExpired : .offerExpired
                )
            }
        )
        try openCases(ofEnded: lapsed.map(\.id))
        try enqueue(lapsed.map { Letter($0.was == .held ? .lapsed : .offerLapsed, to: $0.id) })
        try settleElsewhere(lapsed.filter { $0.was == .offered }.compactMap(\.entryId), except: cohorts)
    }
}

extension Store {
    /// Brings a cohort to now before it is read, where something is due in it.
    func settleIfDue(_ code: String) async throws {
        let code = code.uppercased()
        let isDue = try await read { connection in
            let cohort = try connection.cohortPage(code).cohort
            return try connection.one(
                """
                SELECT EXISTS (
                    SELECT
                    FROM enrollment
                    WHERE cohort_id = \(cohort.id)
                        AND state IN ('held', 'offered')
                        AND expires_at <= \(cohort.now)
                )
                """,
                as: Bool.self
            )
        }
        if isDue { _ = try await write { try $0.lock(cohorts: [code]).count } }
    }
}
