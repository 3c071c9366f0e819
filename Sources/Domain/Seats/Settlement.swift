import Foundation
import Postgres

extension Connection {
    /// Brings locked cohorts to now: what expired lapses, and each free seat goes to the first eligible waiter.
    ///
    /// The caller holds the cohorts' row locks. Free, then give: two statements, so that the second sees what the first freed.
    func settle(_ cohorts: [CohortID]) throws {
        try lapse(cohorts)
        try give(cohorts)
    }

    private struct Lapsed: Decodable {
        let id: EnrollmentID
        let cohortId: CohortID
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
            RETURNING enrollment.id, enrollment.cohort_id, due.state AS was, due.seat_number
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
    }

    private struct Offered: Decodable {
        let id: EnrollmentID
        let cohortId: CohortID
        let seatNumber: Int
        let expiresAt: Date
        /// Those who came earlier, still wait, and were passed over for it: their address is unconfirmed,
        let passedOver: [EnrollmentID]
        /// or staff preferred somebody to them.
        let preferredTo: [EnrollmentID]
    }

    private func give(_ cohorts: [CohortID]) throws {
        let offered: [Offered] = try all(
            """
            -- 1. Free seats of open cohorts that have not started, numbered per cohort.
            WITH free AS (
                SELECT
                    cohort_now.id AS cohort_id, cohort_now.now, cohort_now.starts_at, cohort_now.offer_window,
                    cohort_now.time_zone, seat.number,
                    row_number() OVER (PARTITION BY cohort_now.id ORDER BY seat.number) AS turn
                FROM cohort_now
                JOIN seat ON seat.cohort_id = cohort_now.id
                WHERE cohort_now.id = ANY(\(cohorts))
                    AND cohort_now.state = 'open'
                    AND cohort_now.waiting > 0
                    AND cohort_now.starts_at > cohort_now.now
                    AND NOT EXISTS (
                        SELECT
                        FROM enrollment
                        WHERE enrollment.cohort_id = seat.cohort_id AND enrollment.seat_number = seat.number
                    )
            ),
            -- 2. The head of each queue: those whose address is confirmed; whom staff preferred come first.
            head AS (
                SELECT
                    waiter.id, waiter.cohort_id, waiter.arrival, waiter.time_zone,
                    row_number() OVER (
                        PARTITION BY waiter.cohort_id
                        ORDER BY waiter.preferred_at NULLS LAST, waiter.arrival
                    ) AS turn
                FROM (SELECT DISTINCT cohort_id FROM free) AS cohort
                CROSS JOIN LATERAL (
                    SELECT enrollment.id, enrollment.cohort_id, enrollment.arrival, enrollment.time_zone,
                        enrollment.preferred_at
                    FROM enrollment
                    WHERE enrollment.cohort_id = cohort.cohort_id
                        AND enrollment.state = 'waitlisted'
                        AND enrollment.address_confirmed_at IS NOT NULL
                    ORDER BY enrollment.preferred_at NULLS LAST, enrollment.arrival
                    LIMIT 10
                ) AS waiter
            ),
            -- 3. One seat each.
            given AS (
                UPDATE enrollment
                SET
                    state = 'offered',
                    seat_number = free.number,
                    expires_at = offer_deadline(
                        free.now, free.offer_window, free.starts_at, coalesce(head.time_zone, free.time_zone)
                    )
                FROM head
                JOIN free USING (cohort_id, turn)
                WHERE enrollment.id = head.id
                RETURNING enrollment.id, enrollment.cohort_id, enrollment.arrival, enrollment.seat_number,
                    enrollment.expires_at, enrollment.preferred_at
            )
            -- 4. Whom each offer passed over (the snapshot is the one before the seats were given).
            SELECT
                given.id, given.cohort_id, given.seat_number, given.expires_at,
                ARRAY(
                    SELECT earlier.id
                    FROM enrollment AS earlier
                    WHERE earlier.cohort_id = given.cohort_id
                        AND earlier.arrival < given.arrival
                        AND earlier.state = 'waitlisted'
                        AND earlier.address_confirmed_at IS NULL
                    ORDER BY earlier.arrival
                ) AS passed_over,
                ARRAY(
                    SELECT earlier.id
                    FROM enrollment AS earlier
                    WHERE given.preferred_at IS NOT NULL
                        AND earlier.cohort_id = given.cohort_id
                        AND earlier.arrival < given.arrival
                        AND earlier.state = 'waitlisted'
                        AND earlier.address_confirmed_at IS NOT NULL
                        AND earlier.id NOT IN (SELECT given.id FROM given)
                    ORDER BY earlier.arrival
                ) AS preferred_to
            FROM given
            ORDER BY given.cohort_id, given.arrival
            """
        )
        guard !offered.isEmpty else { return }
        try record(
            offered.flatMap { offer in
                offer.passedOver.map {
                    Event($0, in: offer.cohortId, .passedOver, by: .system, reason: .addressUnconfirmed)
                } + offer.preferredTo.map {
                    Event($0, in: offer.cohortId, .passedOver, by: .system, reason: .staffDecision)
                } + [
                    Event(
                        offer.id,
                        in: offer.cohortId,
                        .offered,
                        by: .system,
                        seatNumber: offer.seatNumber,
                        deadline: offer.expiresAt
                    )
                ]
            }
        )
        try enqueue(offered.map { Letter(.offered, to: $0.id) })
    }
}
