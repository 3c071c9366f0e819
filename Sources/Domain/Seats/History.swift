import Foundation
import Postgres

/// One line of a cohort's history, written under its lock; it holds ids, enums and times only.
struct Event {
    enum Kind: String, PostgresCodable {
        case held, waitlisted, offered, confirmed, accepted, declined, lapsed, withdrawn, closed, carried, transferred
        case removed, cancelled, attended
        case noShow = "no_show"
        case addressConfirmed = "address_confirmed"
        case passedOver = "passed_over"
        /// Staff gave a waiter the next seat, out of turn.
        case preferred
        /// The cohort's times, venue or seats changed; a calendar entry gets a new sequence.
        case changed
    }

    /// Why, as a class: what the machine brings about, or why staff decided.
    enum Reason: Equatable {
        case addressUnconfirmed, offerOpenElsewhere, servedElsewhere, staffDecision, holdExpired, offerExpired
        case cohortClosed, removalUndone, latePayment
        case staff(StaffReason.Class)

        var word: String {
            switch self {
            case .addressUnconfirmed: "address_unconfirmed"
            case .offerOpenElsewhere: "offer_open_elsewhere"
            case .servedElsewhere: "served_elsewhere"
            case .staffDecision: "staff_decision"
            case .holdExpired: "hold_expired"
            case .offerExpired: "offer_expired"
            case .cohortClosed: "cohort_closed"
            case .removalUndone: "removal_undone"
            case .latePayment: "late_payment"
            case .staff(let reason): reason.rawValue
            }
        }
    }

    let enrollment: EnrollmentID
    let cohort: CohortID
    let kind: Kind
    let actor: Actor
    let seatNumber: Int?
    let deadline: Date?
    let reason: Reason?
    /// Staff's own words, kept apart from the history that holds their digest.
    let words: String?

    init(
        _ enrollment: EnrollmentID,
        in cohort: CohortID,
        _ kind: Kind,
        by actor: Actor,
        seatNumber: Int? = nil,
        deadline: Date? = nil,
        reason: Reason? = nil,
        words: String? = nil
    ) {
        self.enrollment = enrollment
        self.cohort = cohort
        self.kind = kind
        self.actor = actor
        self.seatNumber = seatNumber
        self.deadline = deadline
        self.reason = reason
        self.words = words
    }
}

extension Connection {
    /// Appends events in the given order, numbered on from each cohort's last; the caller holds the cohorts' locks.
    func record(_ events: [Event]) throws {
        let payloads = try events.map { event in try event.words.map { try keep(["reason": $0]) } }
        try execute(
            """
            -- 1. What happened, numbered within its cohort.
            WITH happened AS (
                SELECT *, row_number() OVER (PARTITION BY cohort_id ORDER BY ordinal) AS turn
                FROM unnest(
                    \(events.map(\.cohort)), \(events.map(\.enrollment)), \(events.map(\.kind.rawValue)),
                    \(events.map(\.actor.word)), \(events.map(\.actor.staff?.id)), \(events.map(\.seatNumber)),
                    \(events.map(\.deadline)), \(events.map(\.reason?.word)), \(payloads.map(\.?.id)),
                    \(payloads.map(\.?.digest))
                ) WITH ORDINALITY AS event (
                    cohort_id, enrollment_id, kind, actor, staff_id, seat_number, deadline, reason, payload_id, digest,
                    ordinal
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
                cohort_id, number, enrollment_id, kind, at, actor, staff_id, seat_number, deadline, reason, payload_id,
                digest
            )
            SELECT happened.cohort_id, counted.before + happened.turn, happened.enrollment_id, happened.kind,
                counted.last_event_at, happened.actor, happened.staff_id, happened.seat_number, happened.deadline,
                happened.reason, happened.payload_id, happened.digest
            FROM happened
            JOIN counted ON counted.id = happened.cohort_id
            """
        )
    }
}
