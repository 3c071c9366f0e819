import Foundation
import Postgres

/// One line of a cohort's history, written under its lock; it holds ids, enums and times only.
struct Event {
    enum Kind: String, PostgresCodable {
        case held, waitlisted, offered, confirmed, accepted, declined, lapsed, withdrawn, removed, cancelled
        case addressConfirmed = "address_confirmed"
        case passedOver = "passed_over"
    }

    /// Why, as a class.
    enum Reason: String, PostgresCodable {
        case addressUnconfirmed = "address_unconfirmed"
        case holdExpired = "hold_expired"
        case offerExpired = "offer_expired"
    }

    let enrollment: EnrollmentID
    let cohort: CohortID
    let kind: Kind
    let actor: Actor
    let seatNumber: Int?
    let deadline: Date?
    let reason: Reason?

    init(
        _ enrollment: EnrollmentID,
        in cohort: CohortID,
        _ kind: Kind,
        by actor: Actor,
        seatNumber: Int? = nil,
        deadline: Date? = nil,
        reason: Reason? = nil
    ) {
        self.enrollment = enrollment
        self.cohort = cohort
        self.kind = kind
        self.actor = actor
        self.seatNumber = seatNumber
        self.deadline = deadline
        self.reason = reason
    }
}

extension Connection {
    /// Appends events in the given order, numbered on from each cohort's last; the caller holds the cohorts' locks.
    func record(_ events: [Event]) throws {
        try execute(
            """
            -- 1. What happened, numbered within its cohort.
            WITH happened AS (
                SELECT *, row_number() OVER (PARTITION BY cohort_id ORDER BY ordinal) AS turn
                FROM unnest(
                    \(events.map(\.cohort)), \(events.map(\.enrollment)), \(events.map(\.kind.rawValue)),
                    \(events.map(\.actor.word)), \(events.map(\.actor.staff?.id)), \(events.map(\.seatNumber)),
                    \(events.map(\.deadline)), \(events.map(\.reason?.rawValue))
                ) WITH ORDINALITY AS event (
                    cohort_id, enrollment_id, kind, actor, staff_id, seat_number, deadline, reason, ordinal
                )
            ),
            -- 2. The cohorts' counters move on.
            counted AS (
                UPDATE cohort
                SET last_event_number = last_event_number + added.events,
                    last_event_at = cohort_clock(last_event_at)
                FROM (SELECT cohort_id, count(*) AS events FROM happened GROUP BY cohort_id) AS added
                WHERE cohort.id = added.cohort_id
                RETURNING cohort.id, cohort.last_event_number - added.events AS before, cohort.last_event_at
            )
            INSERT INTO enrollment_event (
                cohort_id, number, enrollment_id, kind, at, actor, staff_id, seat_number, deadline, reason
            )
            SELECT happened.cohort_id, counted.before + happened.turn, happened.enrollment_id, happened.kind,
                counted.last_event_at, happened.actor, happened.staff_id, happened.seat_number, happened.deadline,
                happened.reason
            FROM happened
            JOIN counted ON counted.id = happened.cohort_id
            """
        )
    }
}
