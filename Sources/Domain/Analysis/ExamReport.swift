package import Psychometrics

/// The analysis of one form version with all that is said beside it: what it is called, whom it pools, what its items are
/// called.
package struct ExamReport: Sendable {
    package let title: String
    package let form: String
    /// Codes of the cohorts that are pooled; empty for files.
    package let cohorts: [String]
    /// The items' codes, in the order of the form.
    package let codes: [String]
    /// nil where nobody said it: then nothing is told that rests on it.
    package let cut: CutScore?
    package let analysis: ExamAnalysis
    package let ignoredColumns: [String]

    init(
        title: String,
        form: String,
        cohorts: [String],
        codes: [String],
        _ responses: Responses,
        cut: CutScore?,
        ignoredColumns: [String] = []
    ) throws {
        self.title = title
        self.form = form
        self.cohorts = cohorts
        self.codes = codes
        self.cut = cut
        self.ignoredColumns = ignoredColumns
        // Item figures do not ask for the cut: any stands in where there is none.
        analysis = ExamAnalysis(responses, cut: try cut ?? CutScore(1, of: responses.form.scored))
    }

    package var consistency: DecisionConsistency? { cut == nil ? nil : analysis.consistency }
    package var passRate: Double? { cut.flatMap(analysis.scores.passRate) }
    /// The standard error of measurement at the cut, in raw points.
    package var conditionalError: Double? {
        cut.flatMap { StandardError.conditional(at: $0.raw, of: $0.items) }
    }
}

extension ExamReport {
    /// The same from two files, without a database: for answers on paper from elsewhere.
    ///
    /// - Throws: `Refusal` of kind invalid with bad rows at `file:line`, and for a cut outside 1 to k.
    package static func reading(responses: OctetSource, key: OctetSource, cut: Int?) throws -> ExamReport {
        let form = try KeyFile(key)
        let file = try ResponseFile(responses, key: form)
        let score: CutScore?
        do {
            score = try cut.map { try CutScore($0, of: form.form.scored) }
        } catch let refusal as CutScore.Refusal {
            throw Refusal.invalid("cut", refusal.description)
        }
        return try ExamReport(
            title: responses.baseName,
            form: key.baseName,
            cohorts: [],
            codes: form.codes,
            file.responses,
            cut: score,
            ignoredColumns: file.ignored
        )
    }
}
