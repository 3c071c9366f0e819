/// One total of an import, as its plan covers it; names and addresses are in none.
package struct PlanTotal: PlannedOutcome {
    package let subject: String
    package let words: String

    init(_ subject: String, _ words: String) {
        self.subject = subject
        self.words = words
    }

    init(_ subject: String, _ count: Int) { self.init(subject, String(count)) }
}
