import Foundation
import Postgres

/// What a removal took, and what happened to it and its person since.
struct Removal: Decodable {
    let goesOnAs: EnrollmentID?
    let liveRow: EnrollmentID?
    /// The last state before it: `accepted` is confirmed.
    let had: String
    let freeSeat: Int?
    /// Another row of the same wish took a seat after the removal.
    let isServedElsewhere: Bool
    /// When a seat that is held again would have to be answered for.
    let holdUntil: Date

    struct Place {
        /// held, confirmed or waitlisted.
        let state: Enrollment.State
        /// What a confirmed seat was after the cohort took place: attended or no_show.
        let outcome: Enrollment.State?
        let seatNumber: Int?
        let deadline: Date?

        static let queue = Place(state: .waitlisted, outcome: nil, seatNumber: nil, deadline: nil)

        func letter(addressConfirmed: Bool) -> SeatLetter.Kind {
            switch state {
            // Held with a confirmed address: only the payment is missing.
            case .held: addressConfirmed ? .paymentDue : .confirmSeat
            case .waitlisted: .waiting
            default: .confirmed
            }
        }
    }

    /// Where the claim goes on.
    func place(for claim: Claim, in queue: QueueState) throws -> Place {
        guard claim.state == .removed else {
            throw Refusal.conflict(
                "not-removed",
                "\(claim.id) is \(claim.state.rawValue), not removed: there is nothing to undo."
            )
        }
        if let goesOnAs {
            throw Refusal.conflict("restored-already", "This claim goes on as \(goesOnAs) already.")
        }
        if let liveRow {
            throw Refusal.conflict(
                "person-is-back",
                "This person has a new claim on \(claim.cohortCode), \(liveRow). Remove that one first, or leave it at that."
            )
        }
        if claim.cohortState == .cancelled, let refusal = queue.refusal(for: claim.cohortCode) { throw refusal }
        switch Enrollment.State(rawValue: had == "accepted" ? "confirmed" : had) {
        case .held? where queue.startsAt.map { $0 > queue.now } ?? false && claim.cohortState != .completed:
            if let freeSeat { return Place(state: .held, outcome: nil, seatNumber: freeSeat, deadline: holdUntil) }
        case .confirmed? where claim.cohortState != .completed:
            if let freeSeat { return Place(state: .confirmed, outcome: nil, seatNumber: freeSeat, deadline: nil) }
        case let outcome? where outcome == .attended || outcome == .noShow:
            guard let freeSeat else { throw noSeatFree(claim) }
            return Place(state: .confirmed, outcome: outcome, seatNumber: freeSeat, deadline: nil)
        default: break
        }
        if let refusal = queue.refusal(for: claim.cohortCode) {
            throw claim.cohortState == .closed && freeSeat == nil ? noSeatFree(claim) : refusal
        }
        guard !isServedElsewhere else {
            throw Refusal.conflict(
                "served-elsewhere",
                "This person's wish was served in another cohort since; there is nothing left to wait for."
            )
        }
        return .queue
    }

    private func noSeatFree(_ claim: Claim) -> Refusal {
        .conflict(
            "no-seat-free",
            "No seat is free in \(claim.cohortCode), and it takes nobody into its queue any more."
        )
    }
}

extension Connection {
    func removal(of claim: Claim) throws -> Removal {
        try one(
            """
            SELECT
                (
                    SELECT successor.id
                    FROM enrollment AS successor
                    WHERE successor.predecessor_id = enrollment.id
                ) AS goes_on_as,
                (
                    SELECT live.id
                    FROM enrollment AS live
                    WHERE live.cohort_id = enrollment.cohort_id
                        AND is_one_human(live.person_id, enrollment.person_id)
                        AND live.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
                    ORDER BY live.id
                    LIMIT 1
                ) AS live_row,
                before.kind AS had,
                (
                    SELECT seat.number
                    FROM seat
                    WHERE seat.cohort_id = enrollment.cohort_id
                        AND NOT EXISTS (
                            SELECT
                            FROM enrollment AS taker
                            WHERE taker.cohort_id = seat.cohort_id AND taker.seat_number = seat.number
                        )
                    -- The very seat it had, if that is free.
                    ORDER BY seat.number = before.seat_number DESC NULLS LAST, seat.number
                    LIMIT 1
                ) AS free_seat,
                coalesce(entry.served_at > removed.at, false) AS is_served_elsewhere,
                least(
                    cohort_now.now + CASE
                        WHEN cohort.payment_first AND enrollment.address_confirmed_at IS NOT NULL
                            THEN cohort.payment_window
                        ELSE cohort.hold_window
                    END,
                    cohort_now.starts_at
                ) AS hold_until
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN cohort_now ON cohort_now.id = cohort.id
            LEFT JOIN entry ON entry.id = enrollment.entry_id
            LEFT JOIN enrollment_event AS removed
                ON removed.enrollment_id = enrollment.id AND removed.kind = 'removed'
            CROSS JOIN LATERAL (
                SELECT event.kind, event.seat_number
                FROM enrollment_event AS event
                WHERE event.enrollment_id = enrollment.id
                    AND event.kind <> 'removed'
                    AND event_moves_state(event.kind)
                ORDER BY event.number DESC
                LIMIT 1
            ) AS before
            WHERE enrollment.id = \(claim.id)
            """
        )
    }
}
