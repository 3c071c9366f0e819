import Foundation
import Postgres

/// A cohort whose row this transaction has locked, read after the lock: every decision about its seats stands on this.
struct LockedCohort: Decodable {
    let id: CohortID
    let code: String
    let state: Cohort.State
    let holdWindow: Interval
    let seatsFree: Int
    let waiting: Int
    let lastArrival: Int
    let registrationOpensAt: Date
    let registrationClosesAt: Date
    let startsAt: Date?
    /// Never before the cohort's last event, so that its history does not run backwards.
    let now: Date

    var registration: Registration {
        Registration(
            state: state,
            opensAt: registrationOpensAt,
            closesAt: registrationClosesAt,
            startsAt: startsAt,
            now: now
        )
    }
}

extension Connection {
    /// Locks cohorts in order of id, and brings them to now.
    func lock(cohorts codes: [String]) throws -> [LockedCohort] {
        let ids: [CohortID] = try all(
            """
            SELECT id
            FROM cohort
            WHERE code = ANY(\(codes))
            ORDER BY id
            FOR UPDATE
            """
        )
        try freezeClock()
        try settle(ids)
        return try all(
            """
            SELECT id, code, state, hold_window, seats_free, waiting, last_arrival, registration_opens_at,
                registration_closes_at, starts_at, now
            FROM cohort_now
            WHERE id = ANY(\(ids))
            """
        )
    }

    /// Locks the cohort of one enrollment, and brings it to now.
    func lockCohort(of enrollment: EnrollmentID) throws -> CohortID {
        let locked: CohortID? = try first(
            """
            SELECT cohort.id
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.id = \(enrollment)
            FOR UPDATE OF cohort
            """
        )
        guard let locked else {
            throw Refusal.notFound("enrollment-unknown", "There is no enrollment \(enrollment); the roster lists them.")
        }
        try freezeClock()
        try settle([locked])
        return locked
    }

    /// Time is the database's, read once for the transaction, after the locks.
    private func freezeClock() throws {
        try execute("SELECT freeze_clock()")
    }
}
