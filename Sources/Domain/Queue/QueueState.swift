import Foundation
import Postgres

/// Whether the queue that a claim stands in, or would, still moves; read under its cohort's lock.
struct QueueState: Decodable {
    let cohortState: Cohort.State
    let startsAt: Date?
    let now: Date
    /// Staff gave this claim the next seat.
    let isPreferred: Bool

    /// Why no seat of the cohort is offered any more; nil while the queue moves.
    func refusal(for code: String) -> Refusal? {
        switch cohortState {
        case .open where startsAt.map { $0 <= now } ?? true:
            .conflict("cohort-started", "\(code) has started: no seat there is offered any more.")
        case .open: nil
        case .draft, .closed:
            .conflict("cohort-closed", "\(code) is \(cohortState.rawValue): no seat there is offered any more.")
        case .completed: .conflict("cohort-completed", "\(code) has taken place: no seat there is offered any more.")
        case .cancelled: .gone("cohort-cancelled", "\(code) was cancelled: no seat there is offered any more.")
        }
    }
}

extension Connection {
    func queue(of claim: Claim) throws -> QueueState {
        try one(
            """
            SELECT
                cohort_now.state AS cohort_state, cohort_now.starts_at, cohort_now.now,
                enrollment.preferred_at IS NOT NULL AS is_preferred
            FROM enrollment
            JOIN cohort_now ON cohort_now.id = enrollment.cohort_id
            WHERE enrollment.id = \(claim.id)
            """
        )
    }
}
