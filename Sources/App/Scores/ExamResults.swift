import ArgumentParser
import Domain

/// What candidates reached, by their numbers.
struct ExamResults: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "results",
        abstract: "List the results of a cohort or of a form, by candidate number.",
        discussion: """
            For examiners: points, scaled score, cut, and whether it passes. A form is named like \
            A, MES-WRITTEN/A or MES-WRITTEN/A.2, without a version the newest that was sat.

            Example:
              registrar exam results MES-2027-01
              registrar exam results MES-WRITTEN/A --superseded --json
            """
    )

    @Argument(help: "The cohort's code, or the form's name.")
    var subject: String

    @Flag(help: "Show scores too that a rescore replaced.")
    var superseded = false

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let results = try await desk.registrar.scores.results(of: subject, superseded: superseded, by: desk.actor())
        return Answer(
            .page(results, \.json),
            Output.list(
                results,
                none: "Nobody has a score yet.",
                [
                    .number("CANDIDATE") { .init($0.candidate.rawValue) },
                    .text("COHORT") { .init($0.cohort) },
                    .text("FORM", gives: true) { .init($0.form) },
                    .number("TRY") { .init($0.attempt) },
                    .number("RAW") { .init("\($0.raw)/\($0.items)") },
                    .number("CUT") { .init($0.cut) },
                    .number("SCALED") { .init($0.scaled) },
                    .text("RESULT") { .init($0.passed ? "passed" : "failed", $0.passed ? .good : .bad) },
                    .text("SCORE") { .init($0.standing, .faint) },
                ]
            )
        )
    }
}

extension ExamResult {
    fileprivate var standing: String {
        if isSuperseded { return "superseded" }
        return number == 1 ? "" : "rescored"
    }

    fileprivate var json: JSON {
        [
            "candidate": .integer(candidate.rawValue), "cohort": .string(cohort), "form": .string(form),
            "attempt": .integer(attempt), "kind": .string(kind), "finished_at": Moment.json(finishedAt),
            "number": .integer(number), "superseded": .bool(isSuperseded), "raw": .integer(raw),
            "items": .integer(items), "cut": .integer(cut), "scaled": .integer(scaled), "passed": .bool(passed),
            "scored_at": Moment.json(scoredAt), "approved_by": .text(approvedBy), "reason": .text(reason),
        ]
    }
}
