/// One line of a plan of decisions: what is said of one claim, and on what it rests.
package struct DecisionOutcome: PlannedOutcome {
    package let enrollment: EnrollmentID
    package let was: Decision.Kind?
    package let becomes: Decision.Kind
    package let basis: DecisionBasis

    package var subject: String { "enrollment \(enrollment)" }
    package var words: String { "\(was?.rawValue ?? "not proposed") becomes \(becomes.rawValue)" }
}

/// Decisions on several claims of one cohort as staff read them before they are made.
package struct DecisionPlan: Sendable {
    package struct Line: Sendable {
        package let outcome: DecisionOutcome
        package let name: PersonName
        package let email: EmailAddress
        /// What was not asked of them, by whom and why; the words are told, and no part of the hash.
        package let waivers: [Decisions.Waiver]
    }

    package let cohort: String
    package let kind: Decision.Kind
    package let hash: String
    package let isApplied: Bool
    package let lines: [Line]
    /// Who was proposed and is not in this plan, as something is missing; told, and no part of the hash.
    package let leftOut: [Decisions.Candidate]
}
