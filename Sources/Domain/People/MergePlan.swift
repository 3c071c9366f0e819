/// One line of a plan to make two people one: a row, and what it means from then on.
package struct MergeOutcome: PlannedOutcome {
    package let subject: String
    package let words: String

    init(_ subject: String, _ words: String) {
        self.subject = subject
        self.words = words
    }
}

/// What becoming one person means for the two rows of one human, as the owner reads it before.
package struct MergePlan: Sendable {
    /// Who stays, and who becomes one with them.
    package let person: PersonID
    package let other: PersonID
    package let emails: [EmailAddress]
    package let otherEmails: [EmailAddress]
    package let names: [PersonName]
    package let hash: String
    package let isApplied: Bool
    package let lines: [MergeOutcome]
}
