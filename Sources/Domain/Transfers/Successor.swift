import Foundation
import Postgres

extension Connection {
    /// Seats the person of a finished claim in a locked and settled cohort, by a new row that goes on from it.
    ///
    /// It keeps the frozen terms, has an arrival and a link of its own, and takes the money along. The caller has seen
    /// that a seat is free there and that the person has no live claim.
    func seatSuccessor(
        of old: EnrollmentID,
        in cohort: LockedCohort,
        moves: Int,
        reason: Event.Reason? = nil,
        words: String? = nil,
        as outcome: PaymentCase.Outcome = .moved,
        by actor: Actor
    ) throws -> EnrollmentID {
        struct Seated: Decodable {
            let id: EnrollmentID
            let seatNumber: Int
        }
        let seated: Seated = try one(
            """
            -- 1. The lowest seat that no row takes.
            WITH free AS (
                SELECT min(seat.number) AS number
                FROM seat
                WHERE seat.cohort_id = \(cohort.id)
                    AND NOT EXISTS (
                        SELECT
                        FROM enrollment
                        WHERE enrollment.cohort_id = seat.cohort_id AND enrollment.seat_number = seat.number
                    )
            ),
            -- 2. The counter of arrivals moves on.
            counted AS (
                UPDATE cohort
                SET last_arrival = last_arrival + 1
                WHERE id = \(cohort.id)
                RETURNING last_arrival AS arrival, cohort_clock(last_event_at) AS now
            )
            INSERT INTO enrollment (
                cohort_id, person_id, state, arrival, seat_number, name, time_zone, reserved_at, address_confirmed_at,
                predecessor_id, terms, transfers
            )
            SELECT \(cohort.id), old.person_id, 'confirmed', counted.arrival, free.number, old.name, old.time_zone,
                counted.now, coalesce(old.address_confirmed_at, counted.now), old.id, old.terms,
                old.transfers + \(moves)
            FROM enrollment AS old
            CROSS JOIN free
            CROSS JOIN counted
            WHERE old.id = \(old)
            RETURNING id, seat_number
            """
        )
        try record([
            Event(
                seated.id,
                in: cohort.id,
                .confirmed,
                by: actor,
                seatNumber: seated.seatNumber,
                reason: reason,
                words: words
            )
        ])
        try moveMoney(from: old, to: seated.id, as: outcome, by: actor)
        return seated.id
    }

    /// Refuses a cohort that this person cannot be moved to by a claim on another: full, closed, another program's, or
    /// one where they are already.
    func requireRoom(in cohort: LockedCohort, for old: EnrollmentID) throws {
        struct Fit: Decodable {
            let program: String
            let otherProgram: String
            let live: Enrollment.State?
        }
        let fit: Fit = try one(
            """
            SELECT here.program_code AS program, there.program_code AS other_program,
                (
                    SELECT other.state
                    FROM enrollment AS other
                    WHERE other.cohort_id = there.id
                        AND is_one_human(other.person_id, enrollment.person_id)
                        AND other.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
                    LIMIT 1
                ) AS live
            FROM enrollment
            JOIN cohort_now AS here ON here.id = enrollment.cohort_id
            JOIN cohort_now AS there ON there.id = \(cohort.id)
            WHERE enrollment.id = \(old)
            """
        )
        guard fit.program == fit.otherProgram else {
            throw Refusal.otherProgram(cohort.code, fit.otherProgram, fit.program)
        }
        if let refusal = cohort.registration.refusal(for: cohort.code) { throw refusal }
        if let live = fit.live { throw Refusal.alreadyThere(cohort.code, live) }
        guard cohort.seatsFree > 0 else { throw Refusal.cohortFull(cohort.code) }
    }
}
