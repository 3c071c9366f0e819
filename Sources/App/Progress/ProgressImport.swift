import ArgumentParser
import Domain

/// Imports a table of progress in two steps, a plan and its application.
struct ProgressImport: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import progress from a CSV: first the plan, then with its hash.",
        usage: """
            registrar progress import <cohort> <file>
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            The header names candidate, requirement and state, and where they are needed skill, \
            minutes, date, valid_until and note, in any order; other columns are left alone. A \
            candidate is a candidate number, the number of an enrollment, or an address. Every bad \
            row is listed, and then nothing is recorded. What was said before is not said again.

            Example:
              registrar progress import MES-2027-01 skills.csv
              registrar progress import MES-2027-01 skills.csv --apply 3f0c…
            """
    )

    @Argument(help: "The cohort's code.")
    var cohort: String

    @Argument(help: "The file, in CSV.", completion: .file(extensions: ["csv"]))
    var file: String

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let progress = desk.registrar.progress
        let source = TableSource(name: file, octets: try InputFile.octets(at: file))
        if let apply = planning.apply {
            let done = try await progress.applyImport(source, into: cohort, hash: apply, by: actor)
            return answer(done, isApplied: true)
        }
        let planned = try await progress.planImport(source, into: cohort, by: actor)
        guard planning.yes else { return answer(planned, isApplied: false) }
        let done = try await progress.applyImport(source, into: cohort, hash: planned.plan.hash, by: actor)
        return answer(done, isApplied: true)
    }

    private func answer(_ planned: ProgressImportPlan, isApplied: Bool) -> Answer {
        let plan = planned.plan
        let new = plan.outcomes.count { $0.effect == .recorded }
        let count = "\(new) new \(new == 1 ? "row" : "rows") of \(plan.outcomes.count)"
        let ignored = planned.ignoredColumns.joined(separator: ", ")
        let next = NextCommand("registrar", "progress", "import", planned.cohort, file).adding("--apply", plan.hash)
        return Answer(
            [
                "cohort": .string(planned.cohort), "hash": .string(plan.hash), "applied": .bool(isApplied),
                "rows": .list(plan.outcomes, \.json), "ignored_columns": .list(planned.ignoredColumns, JSON.string),
            ],
            [
                Output.list(
                    plan.outcomes,
                    none: "",
                    [
                        .number("LINE") { .init($0.line) },
                        .number("CANDIDATE") { .init($0.candidate.rawValue) },
                        .text("REQUIREMENT", gives: true) { .init($0.requirement + ($0.skill.map { " \($0)" } ?? "")) },
                        .text("SAID") { .init($0.kind.rawValue) },
                        .text("WHAT") {
                            .init(
                                $0.effect == .again ? "said before" : "recorded",
                                $0.effect == .again ? .faint : .good
                            )
                        },
                        .text("THEN") { .init($0.becomes.rawValue, $0.becomes.tone) },
                    ]
                ),
                .hint(ignored.isEmpty ? "" : "Not looked at: \(ignored)."),
            ]
                + (isApplied || new == 0
                    ? [.words(new == 0 ? "Nothing to record." : "Recorded: \(count).")]
                    : [
                        .words("\(count). Nothing was recorded yet. To carry out this plan:"),
                        .verbatim(next.lines.joined(separator: "\n")),
                    ])
        )
    }
}

extension PlannedProgress {
    fileprivate var json: JSON {
        [
            "line": .integer(line), "enrollment": .integer(enrollment.rawValue),
            "candidate": .integer(candidate.rawValue), "requirement": .string(requirement), "skill": .text(skill),
            "kind": .string(kind.rawValue), "minutes": .count(minutes), "done_on": .text(doneOn.map { "\($0)" }),
            "valid_until": .text(validUntil.map { "\($0)" }), "effect": .string(effect.rawValue),
            "becomes": .string(becomes.rawValue),
        ]
    }
}
