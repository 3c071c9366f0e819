import Foundation
import Postgres

extension Connection {
    private struct Offered: Decodable {
        let id: EnrollmentID
        let cohortId: CohortID
        let seatNumber: Int
        let now: Date
        let expiresAt: Date
        /// Those who stood before it in the queue, still wait, and were passed over for it, each for its reason.
        let passedOver: [EnrollmentID]
        let reasons: [PassingReason]

        /// Half of the time to answer.
        var reminder: Date { now + expiresAt.timeIntervalSince(now) / 2 }
    }

    /// Why somebody who waits is not offered a seat that goes to one behind them.
    private enum PassingReason: String, Codable, PostgresCodable {
        case addressUnconfirmed = "address_unconfirmed"
        case offerOpenElsewhere = "offer_open_elsewhere"
        case staffDecision = "staff_decision"

        var recorded: Event.Reason {
            switch self {
            case .addressUnconfirmed: .addressUnconfirmed
            case .offerOpenElsewhere: .offerOpenElsewhere
            case .staffDecision: .staffDecision
            }
        }
    }

    /// Offers the free seats of cohorts: whom staff preferred first, then arrivals; every pass-over is recorded.
    ///
    /// The caller has locked the cohorts and, where there are any, the entries that wait in them; of several cohorts, no two
    /// may be waited for by one entry.
    func give(_ cohorts: [CohortID]) throws {
        guard !cohorts.isEmpty else { return }
        let offered: [Offered] = try all(
            """
            -- 1. Free seats, numbered per cohort.
            WITH free AS (
                SELECT
                    cohort_now.id AS cohort_id, cohort_now.now, cohort_now.starts_at, cohort_now.offer_window,
                    cohort_now.time_zone, seat.number,
                    row_number() OVER (PARTITION BY cohort_now.id ORDER BY seat.number) AS turn
                FROM cohort_now
                JOIN seat ON seat.cohort_id = cohort_now.id
                WHERE cohort_now.id = ANY(\(cohorts))
                    AND NOT EXISTS (
                        SELECT
                        FROM enrollment
                        WHERE enrollment.cohort_id = seat.cohort_id AND enrollment.seat_number = seat.number
                    )
            ),
            -- 2. Whom each queue could be offered them: the address is confirmed, and no other offer of the wish is open.
            eligible AS (
                SELECT waiter.*
                FROM (SELECT DISTINCT cohort_id FROM free) AS cohort
                CROSS JOIN LATERAL (
                    (
                        SELECT enrollment.id, enrollment.cohort_id, enrollment.arrival, enrollment.preferred_at,
                            enrollment.time_zone
                        FROM enrollment
                        WHERE enrollment.cohort_id = cohort.cohort_id
                            AND enrollment.state = 'waitlisted'
                            AND enrollment.preferred_at IS NOT NULL
                            AND enrollment.address_confirmed_at IS NOT NULL
                            AND NOT has_open_offer(enrollment.entry_id)
                        ORDER BY enrollment.preferred_at, enrollment.arrival
                        LIMIT 10
                    )
                    UNION ALL
                    (
                        SELECT enrollment.id, enrollment.cohort_id, enrollment.arrival, enrollment.preferred_at,
                            enrollment.time_zone
                        FROM enrollment
                        WHERE enrollment.cohort_id = cohort.cohort_id
                            AND enrollment.state = 'waitlisted'
                            AND enrollment.preferred_at IS NULL
                            AND enrollment.address_confirmed_at IS NOT NULL
                            AND NOT has_open_offer(enrollment.entry_id)
                        ORDER BY enrollment.arrival
                        LIMIT 10
                    )
                ) AS waiter
            ),
            -- 3. In the order of the queue.
            head AS (
                SELECT
                    eligible.*,
                    row_number() OVER (
                        PARTITION BY eligible.cohort_id
                        ORDER BY eligible.preferred_at NULLS LAST, eligible.arrival
                    ) AS turn
                FROM eligible
            ),
            -- 4. One seat each.
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
                RETURNING enrollment.id, enrollment.cohort_id, enrollment.arrival, enrollment.preferred_at,
                    enrollment.seat_number, free.now, enrollment.expires_at, turn
            ),
            -- 5. Whom each offer passed over, as if they were made one by one (the snapshot is the one before them all).
            passed AS (
                SELECT
                    given.id AS for_id, ahead.id, ahead.arrival,
                    CASE
                        WHEN ahead.address_confirmed_at IS NULL THEN 'address_unconfirmed'
                        WHEN has_open_offer(ahead.entry_id) THEN 'offer_open_elsewhere'
                        ELSE 'staff_decision'
                    END AS reason
                FROM given
                JOIN enrollment AS ahead ON ahead.cohort_id = given.cohort_id
                    AND ahead.arrival < given.arrival
                    AND ahead.state = 'waitlisted'
                UNION ALL
                SELECT given.id, ahead.id, ahead.arrival, 'offer_open_elsewhere'
                FROM given
                JOIN enrollment AS ahead ON ahead.cohort_id = given.cohort_id
                    AND ahead.state = 'waitlisted'
                    AND ahead.preferred_at IS NOT NULL
                    AND ahead.arrival > given.arrival
                    AND coalesce(ahead.preferred_at < given.preferred_at, true)
            )
            SELECT
                given.id, given.cohort_id, given.seat_number, given.now, given.expires_at, waited.passed_over,
                waited.reasons
            FROM given
            CROSS JOIN LATERAL (
                SELECT
                    coalesce(array_agg(passed.id ORDER BY passed.arrival), '{}') AS passed_over,
                    coalesce(array_agg(passed.reason ORDER BY passed.arrival), '{}') AS reasons
                FROM passed
                WHERE passed.for_id = given.id
                    AND passed.id NOT IN (
                        SELECT also.id
                        FROM given AS also
                        WHERE also.cohort_id = given.cohort_id AND also.turn < given.turn
                    )
            ) AS waited
            ORDER BY given.cohort_id, given.turn
            """
        )
        guard !offered.isEmpty else { return }
        try record(
            offered.flatMap { offer in
                zip(offer.passedOver, offer.reasons).map { id, reason in
                    Event(id, in: offer.cohortId, .passedOver, by: .system, reason: reason.recorded)
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
        try enqueue(
            offered.flatMap { [Letter(.offered, to: $0.id), Letter(.offerReminder, to: $0.id, at: $0.reminder)] }
        )
    }
}
