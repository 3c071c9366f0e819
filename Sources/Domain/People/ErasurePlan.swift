/// One line of a plan to erase somebody: a row of theirs, and what will be left of it.
package struct ErasureOutcome: PlannedOutcome {
    package let subject: String
    package let words: String

    init(_ subject: String, _ words: String) {
        self.subject = subject
        self.words = words
    }
}

/// What an erasure takes and what it leaves, as the owner reads it before it happens; nothing brings it back.
package struct ErasurePlan: Sendable {
    package let person: PersonID
    package let hash: String
    package let isApplied: Bool
    package let lines: [ErasureOutcome]
    /// Whom the plan is about, as they are known now; empty once it was carried out.
    package let names: [PersonName]
    package let emails: [EmailAddress]
    /// Mails about them, of which some may lie in a spool.
    package let mails: [JobID]
    /// Members of staff with the same address, by login: they stay.
    package let staff: [String]
    /// People of the same name under other addresses: perhaps the same one, perhaps not; they stay too.
    package let namesakes: [PersonID]
}
