import ArgumentParser
import Domain

/// Imports item banks and forms in two steps, a plan and its application.
struct ExamImport: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import items and forms from files: the plan first, then its hash.",
        usage: """
            registrar exam import (<files> ... | --samples)
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            An item whose words changed becomes a new version; a form that somebody sat stays as \
            it is, and what differs becomes a new version. Problems are told at \
            file:line:column. Neither the plan nor the audit trail holds a stem, an option or a key.

            Example:
              registrar exam import bank.yaml
              registrar exam import bank.yaml --apply 3f0c…
              registrar exam import --samples --yes
            """
    )

    @Argument(help: "Exam files in YAML.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    @Flag(help: "Take the sample exam instead of files.")
    var samples = false

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard samples != !files.isEmpty else {
            throw ValidationError("Give exam files, or --samples for the one that comes with the software.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let exams = desk.registrar.exams
        let sources = try samples ? Exams.samples : files.map(ExamFile.Source.init(path:))
        if let apply = planning.apply {
            return answer(try await exams.apply(sources, hash: apply, by: actor), isApplied: true)
        }
        let planned = try await exams.plan(sources, by: actor)
        guard planning.yes else { return answer(planned, isApplied: false) }
        return answer(try await exams.apply(sources, hash: planned.plan.hash, by: actor), isApplied: true)
    }

    private func answer(_ planned: ExamImportPlan, isApplied: Bool) -> Answer {
        let outcomes = planned.plan.outcomes
        let changes = outcomes.filter { $0.change != .same }
        let items = changes.count { $0.kind == .item }
        let words =
            switch (isApplied, changes.isEmpty) {
            case (_, true): "Nothing to change."
            case (true, false): "Imported: \(items) \(items == 1 ? "item" : "items"), and what stands above."
            case (false, false):
                "Nothing was changed yet. To carry out this plan, repeat the command with\n  --apply \(planned.plan.hash)"
            }
        let same = outcomes.count { $0.kind == .item } - items
        return Answer(
            [
                "hash": .string(planned.plan.hash), "applied": .bool(isApplied), "steps": .list(outcomes, \.json),
                "hints": .list(planned.hints) { ["place": .string($0.field), "message": .string($0.message)] },
            ],
            Output.list(
                changes,
                none: "",
                [
                    .text("WHAT") { .init($0.kind.rawValue) },
                    .text("CODE", gives: true) { .init($0.code) },
                    .text("CHANGE") { .init($0.changeWords, .good) },
                    .number("VERSION") { .init($0.kind == .exam ? nil : $0.version) },
                ]
            ),
            .hint(same == 0 ? "" : "\(same) \(same == 1 ? "item stays" : "items stay") as they are."),
            .hint(planned.hints.map { "\($0.field): \($0.message)" }.joined(separator: "\n")),
            .words(words)
        )
    }
}

extension ExamOutcome {
    fileprivate var json: JSON {
        [
            "kind": .string(kind.rawValue), "exam": .string(exam), "code": .string(code),
            "change": .string(change.rawValue), "version": .integer(version),
        ]
    }
}
