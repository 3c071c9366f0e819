package import Postgres

/// What one sheet will become: an attempt that is scored at once. It holds no answer and no score.
package struct PlannedPaper: PlannedOutcome {
    package let line: Int
    package let candidate: CandidateNumber
    /// Of the candidate's tries.
    package let number: Int
    package let answered: Int
    package let blank: Int
    /// Stands for the answers.
    package let seal: String

    package var subject: String { "candidate \(candidate)" }
    package var words: String { "try \(number), \(answered) answered, \(blank) blank (\(seal.prefix(8)))" }
}

/// The plan of an import of sheets, and the columns that it does not look at.
package struct PaperPlan: Sendable {
    package let form: String
    package let plan: Plan<PlannedPaper>
    package let ignoredColumns: [String]
}

/// Sheets of one form, written on one day.
package struct PaperRequest: Sendable {
    let source: TableSource
    let exam: String
    let form: String
    let version: Int?
    let day: CalendarDate

    /// - Parameter version: Of the form; nil is the newest.
    package init(_ source: TableSource, exam: String, form: String, version: Int? = nil, day: CalendarDate) {
        self.source = source
        self.exam = exam.uppercased()
        self.form = form.uppercased()
        self.version = version
        self.day = day
    }
}
