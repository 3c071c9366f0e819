import ArgumentParser
import Domain
import Postgres

/// Imports answers that were given on paper, in two steps.
struct ExamPaper: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper",
        abstract: "Import answers given on paper from a CSV: the plan first, then its hash.",
        usage: """
            registrar exam paper <code> <file> --form <code> --day <day>
                     [--form-version <number>]
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            The header names candidate, and each item of the form by its position or its code. \
            Answers are letters; an empty cell is a blank. Commas, semicolons and tabs separate. \
            Every fault is told at file:line:column, and then nothing is recorded. Each sheet \
            becomes a try, and is scored.

            Example:
              registrar exam paper MES-WRITTEN sheets.csv --form A --day 2026-11-20
              registrar exam paper MES-WRITTEN sheets.csv --form A --day 2026-11-20 --apply 3f0c…
            """
    )

    @Argument(help: "The exam's code.")
    var code: String

    @Argument(help: "The sheets, in CSV.", completion: .file(extensions: ["csv"]))
    var file: String

    @Option(help: ArgumentHelp("The form that was written.", valueName: "code"))
    var form: String

    @Option(help: ArgumentHelp("In which version (default: the newest).", valueName: "number"))
    var formVersion: Int?

    @Option(help: ArgumentHelp("The day on which it was written, like 2026-11-20.", valueName: "day"))
    var day: String

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard CalendarDate(day) != nil else { throw ValidationError("A day is written like 2026-11-20.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        guard let day = CalendarDate(day) else { throw ValidationError("A day is written like 2026-11-20.") }
        let actor = try await desk.actor()
        let attempts = desk.registrar.attempts
        let source = TableSource(name: file, octets: try InputFile.octets(at: file))
        let request = PaperRequest(source, exam: code, form: form, version: formVersion, day: day)
        if let apply = planning.apply {
            return answer(try await attempts.applyPaper(request, hash: apply, by: actor), isApplied: true)
        }
        let planned = try await attempts.planPaper(request, by: actor)
        guard planning.yes else { return answer(planned, isApplied: false) }
        return answer(try await attempts.applyPaper(request, hash: planned.plan.hash, by: actor), isApplied: true)
    }

    private func answer(_ planned: PaperPlan, isApplied: Bool) -> Answer {
        let sheets = planned.plan.outcomes
        let count = "\(sheets.count) \(sheets.count == 1 ? "sheet" : "sheets") of \(planned.form)"
        let words =
            isApplied
            ? "Recorded and scored: \(count)."
            : "\(count). Nothing was recorded yet. To carry out this plan, repeat the command with\n"
                + "  --apply \(planned.plan.hash)"
        return Answer(
            [
                "hash": .string(planned.plan.hash), "applied": .bool(isApplied), "form": .string(planned.form),
                "sheets": .list(sheets) {
                    [
                        "line": .integer($0.line), "candidate": .integer($0.candidate.rawValue),
                        "try": .integer($0.number),
                        "answered": .integer($0.answered), "blank": .integer($0.blank),
                    ]
                },
                "ignored_columns": .list(planned.ignoredColumns, JSON.string),
            ],
            Output.list(
                sheets,
                none: "",
                [
                    .number("LINE") { .init($0.line) },
                    .number("CANDIDATE") { .init($0.candidate.rawValue) },
                    .number("TRY") { .init($0.number) },
                    .number("ANSWERED") { .init($0.answered) },
                    .number("BLANK") { .init($0.blank) },
                ]
            ),
            .hint(
                planned.ignoredColumns.isEmpty
                    ? "" : "Not looked at: \(planned.ignoredColumns.joined(separator: ", "))."
            ),
            .words(words)
        )
    }
}
