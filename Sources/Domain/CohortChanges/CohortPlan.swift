import Foundation
import Postgres

/// A change of a whole cohort as staff read it before they carry it out: a line for each claim, with whose it is.
package struct CohortPlan: Sendable {
    package struct Line: Sendable {
        package let outcome: CohortOutcome
        /// nil where the line is about the cohort itself.
        package let name: PersonName?
        package let email: EmailAddress?
        /// What of the price is still missing now, in minor units; 0 once the claim has ended. No part of the hash.
        package let dueMinor: Int
    }

    package let verb: String
    package let hash: String
    package let isApplied: Bool
    /// As it stands after planning or after the change.
    package let cohort: Cohort
    package let lines: [Line]

    package func count(_ fate: CohortOutcome.Fate) -> Int {
        lines.count { $0.outcome.fate == fate }
    }
}

extension Connection {
    /// A plan with the names that belong to its lines; the kept plan holds none.
    func show(_ plan: Plan<CohortOutcome>, of code: String, isApplied: Bool) throws -> CohortPlan {
        struct Bearer: Decodable {
            let id: EnrollmentID
            let name: PersonName
            let email: EmailAddress
            let dueMinor: Int
        }
        let bearers: [Bearer] = try all(
            """
            SELECT enrollment.id, enrollment.name, person.email, greatest(money.due_minor, 0) AS due_minor
            FROM enrollment
            JOIN person ON person.id = enrollment.person_id
            JOIN claim_money AS money ON money.enrollment_id = enrollment.id
            WHERE enrollment.id = ANY(\(plan.outcomes.compactMap(\.enrollment)))
            """
        )
        let byID = Dictionary(bearers.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return CohortPlan(
            verb: plan.verb,
            hash: plan.hash,
            isApplied: isApplied,
            cohort: try cohortPage(code).cohort,
            lines: plan.outcomes.map { outcome in
                let bearer = outcome.enrollment.flatMap { byID[$0] }
                return CohortPlan.Line(
                    outcome: outcome,
                    name: bearer?.name,
                    email: bearer?.email,
                    dueMinor: bearer?.dueMinor ?? 0
                )
            }
        )
    }
}
