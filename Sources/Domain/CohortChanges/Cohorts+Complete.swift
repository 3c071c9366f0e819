import Foundation
import Postgres

extension Cohorts {
    /// What completing would write: attended or no-show for each confirmed seat.
    package func planComplete(code: String, _ attendance: Attendance, by actor: Actor) async throws -> CohortPlan {
        try await plan(Completing(code: code, attendance: attendance), by: actor)
    }

    /// Completes a closed cohort as planned, from the start of its last session on.
    ///
    /// - Throws: `Refusal` of kind invalid that lists everyone unknown, named twice or missing; of kind conflict when
    ///   the outcome is no longer the one that the plan's hash stands for.
    package func complete(
        code: String,
        _ attendance: Attendance,
        hash: String,
        by actor: Actor
    ) async throws -> CohortPlan {
        try await apply(Completing(code: code, attendance: attendance), hash: hash, by: actor)
    }
}

private struct Completing: CohortChange {
    static let verb = "cohort.complete"
    static let end: Cohort.State? = .completed

    let code: String
    let attendance: Attendance

    func outcomes(on stage: Stage, _: Connection) throws -> [CohortOutcome] {
        let cohort = stage.cohort
        try require(stage)
        let seated = stage.standings.filter { $0.state == .confirmed }
        let came = try attendance.resolve(seated, in: cohort.code)
        return [CohortOutcome(cohort, .completes)]
            + stage.standings.map { standing in
                switch standing.state {
                case .confirmed: CohortOutcome(standing, in: cohort, came.contains(standing.id) ? .attended : .noShow)
                case .waitlisted: CohortOutcome(standing, in: cohort, .closed, letter: .closed).withCase(standing)
                default: CohortOutcome(standing, in: cohort, .lapses, letter: .closed).withCase(standing)
                }
            }
    }

    private func require(_ stage: Stage) throws {
        let cohort = stage.cohort
        switch cohort.state {
        case .closed: break
        case .draft, .open, .completed:
            throw Refusal.conflict(
                "cohort-not-closed",
                "\(cohort.code) is \(cohort.state.rawValue). Close it first: `registrar cohort close \(cohort.code)`."
            )
        case .cancelled:
            throw Refusal.gone("cohort-cancelled", "\(cohort.code) was cancelled; nobody is in it any more.")
        }
        let last = stage.sessions.map(\.startsAt).max()
        guard let last, last <= cohort.now else {
            throw Refusal.conflict(
                "cohort-not-held",
                "The last session of \(cohort.code) has not started; say who came when it has."
            )
        }
    }

    func carryOut(
        _ outcomes: [CohortOutcome],
        on stage: Stage,
        by actor: Actor,
        _ connection: Connection
    ) throws {
        let cohort = stage.cohort.id
        // 1. Who came and who did not; they keep their seats.
        try connection.execute(
            """
            UPDATE enrollment
            SET state = CASE WHEN id = ANY(\(outcomes.claims(.attended))) THEN 'attended' ELSE 'no_show' END
            WHERE id = ANY(\(outcomes.claims(.attended, .noShow)))
            """
        )
        // 2. What nobody confirmed ends.
        try connection.end(outcomes.claims(.lapses), as: .lapsed)
        try connection.end(outcomes.claims(.closed), as: .closed)
        try connection.record(
            outcomes.events(.attended, of: .attended, in: cohort, by: actor)
                + outcomes.events(.noShow, of: .noShow, in: cohort, by: actor)
                + outcomes.events(.lapsed, of: .lapses, in: cohort, by: actor, reason: .cohortClosed)
                + outcomes.events(.closed, of: .closed, in: cohort, by: actor, reason: .cohortClosed)
        )
        try connection.openCases(ofEnded: outcomes.claims(.lapses, .closed))
        try connection.enqueue(outcomes.letters)
        try connection.settleElsewhere(for: outcomes.claims(.lapses), beside: [cohort])
        try connection.execute("UPDATE cohort SET state = 'completed' WHERE id = \(cohort)")
    }
}
