import Foundation
import Postgres

extension Cohorts {
    /// What cancelling would do: every live claim ends, everyone is told, and their money becomes a case.
    package func planCancel(code: String, by actor: Actor) async throws -> CohortPlan {
        try await plan(Cancelling(code: code, reason: nil), by: actor)
    }

    /// Cancels a cohort as planned, for good.
    ///
    /// - Parameter reason: In words, 1 to 1,000 characters, for the audit trail.
    /// - Throws: `Refusal` of kind conflict when the outcome is no longer the one that the plan's hash stands for.
    package func cancel(code: String, reason: String, hash: String, by actor: Actor) async throws -> CohortPlan {
        try actor.require(.runCohorts)
        let words = try StaffReason(.other, reason).words
        return try await apply(Cancelling(code: code, reason: words), hash: hash, by: actor)
    }
}

private struct Cancelling: CohortChange {
    static let verb = "cohort.cancel"
    static let end: Cohort.State? = .cancelled

    let code: String
    let reason: String?

    var details: [String: String?] { ["reason": reason] }

    func outcomes(on stage: Stage, _: Connection) throws -> [CohortOutcome] {
        guard stage.cohort.state != .completed else {
            throw Refusal.conflict("cohort-completed", "\(stage.cohort.code) has taken place; it cannot be cancelled.")
        }
        return [CohortOutcome(stage.cohort, .cancels)]
            + stage.standings.map { standing in
                CohortOutcome(standing, in: stage.cohort, .cancelled, letter: .cancelled).withCase(standing)
            }
    }

    func carryOut(
        _ outcomes: [CohortOutcome],
        on stage: Stage,
        by actor: Actor,
        _ connection: Connection
    ) throws {
        let cohort = stage.cohort
        let claims = outcomes.claims(.cancelled)
        try connection.end(claims, as: .cancelled)
        try connection.record(outcomes.events(.cancelled, of: .cancelled, in: cohort.id, by: actor))
        try connection.enqueue(outcomes.letters)
        try connection.openCases(ofEnded: claims)
        try connection.settleElsewhere(for: claims, beside: [cohort.id])
        try connection.execute("UPDATE cohort SET state = 'cancelled' WHERE id = \(cohort.id)")
    }
}
