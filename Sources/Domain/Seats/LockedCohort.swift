import Foundation
import Postgres

/// A cohort whose row this transaction has locked, read after the lock: every decision about its seats stands on this.
struct LockedCohort: Decodable {
    let id: CohortID
    let code: String
    let programCode: String
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
    ///
    /// The lock leaves a cohort's key alone (`NO KEY`): a settle job for a cohort that somebody else has locked refers to it
    /// without waiting, and so out of no order.
    ///
    /// - Parameter freeing: Whether the caller may free a seat, or end an offer, in this transaction: the entries that wait
    ///   are then locked too.
    func lock(cohorts codes: [String], freeing: Bool = false) throws -> [LockedCohort] {
        let ids: [CohortID] = try all(
            """
            SELECT id
            FROM cohort
            WHERE code = ANY(\(codes))
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
        try freezeClock()
        if freeing { try lockEntries(waitingIn: ids) }
        try settle(ids)
        return try all(
            """
            SELECT id, code, program_code, state, hold_window, seats_free, waiting, last_arrival, registration_opens_at,
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
            FOR NO KEY UPDATE OF cohort
            """
        )
        guard let locked else {
            throw Refusal.notFound("enrollment-unknown", "There is no enrollment \(enrollment); the roster lists them.")
        }
        try freezeClock()
        try settle([locked])
        return locked
    }

    /// Locks what a verb on one claim needs, in the order that holds everywhere, and brings it to now: the claim's cohort and
    /// those in which its entry also waits, then the claim's entry and, where there may be a seat to give, every entry that
    /// could be offered it.
    ///
    /// The rows are named by an array. Joined to a subquery, a row that changed while its lock was awaited would be left out:
    /// PostgreSQL then looks at that row anew, but does not find its partner.
    func lockClaim(_ id: EnrollmentID) throws -> (claim: Claim, cohorts: [CohortID]) {
        let cohorts: [CohortID] = try all(
            """
            SELECT id
            FROM cohort
            WHERE id = ANY(ARRAY(
                SELECT enrollment.cohort_id
                FROM enrollment
                WHERE enrollment.id = \(id)
                UNION ALL
                SELECT other.cohort_id
                FROM enrollment
                JOIN enrollment AS other ON other.entry_id = enrollment.entry_id AND other.state = 'waitlisted'
                WHERE enrollment.id = \(id)
            ))
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
        guard !cohorts.isEmpty else { throw Seats.unknown(id) }
        try freezeClock()
        try lockEntries(waitingIn: mayGive(in: cohorts, after: id) ? cohorts : [], and: id)
        try settle(cohorts)
        let claim = try claim(id)
        // A place was carried to another cohort, or added there, while the locks were awaited: another set has another order.
        guard Set(claim.elsewhere).isSubset(of: cohorts) else { throw PostgresError.overtaken() }
        return (claim, cohorts)
    }

    /// Whether a seat of locked cohorts is free or due, or one that a claim's verb may free: then a verb may offer it to others.
    private func mayGive(in cohorts: [CohortID], after enrollment: EnrollmentID) throws -> Bool {
        try one(
            """
            SELECT
                EXISTS (SELECT FROM enrollment WHERE id = \(enrollment) AND seat_number IS NOT NULL)
                OR EXISTS (SELECT FROM cohort_now WHERE id = ANY(\(cohorts)) AND seats_taken < capacity)
                OR EXISTS (
                    SELECT
                    FROM enrollment
                    JOIN cohort ON cohort.id = enrollment.cohort_id
                    WHERE enrollment.cohort_id = ANY(\(cohorts))
                        AND enrollment.seat_number IS NOT NULL
                        AND enrollment.expires_at <= cohort_clock(cohort.last_event_at)
                )
            """
        )
    }

    /// Locks, in one statement and in order of id, the entry of a claim and every entry that could be offered a seat in
    /// cohorts whose rows this transaction has locked. Whatever is then read of their offers elsewhere stays so.
    func lockEntries(waitingIn cohorts: [CohortID], and enrollment: EnrollmentID? = nil) throws {
        try execute(
            """
            SELECT id
            FROM entry
            WHERE id = ANY(ARRAY(
                SELECT enrollment.entry_id
                FROM enrollment
                WHERE enrollment.cohort_id = ANY(\(cohorts))
                    AND enrollment.state = 'waitlisted'
                    AND enrollment.entry_id IS NOT NULL
                    AND enrollment.address_confirmed_at IS NOT NULL
                UNION ALL
                SELECT enrollment.entry_id
                FROM enrollment
                WHERE enrollment.id = \(enrollment)
            ))
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
    }

    /// Time is the database's, read once for the transaction, after the locks.
    private func freezeClock() throws {
        try execute("SELECT freeze_clock()")
    }
}
