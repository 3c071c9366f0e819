import ArgumentParser
import Domain

/// Imports practical exams in two steps, a plan and its application.
struct PracticalImport: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import practical exams: first the plan, then with its hash.",
        usage: """
            registrar practical import (<files> ... | --samples)
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            A file names criteria, their levels from 0 up, weights, the points that pass and, \
            for critical safety, the lowest safe level. A version that somebody is rated by \
            never changes: what differs becomes a new one.

            Example:
              registrar practical import mes-practical.yaml
              registrar practical import mes-practical.yaml --apply 3f0c…
              registrar practical import --samples --yes
            """
    )

    @Argument(help: "Files in YAML.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    @Flag(help: "Take the sample instead of files.")
    var samples = false

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard samples != !files.isEmpty else {
            throw ValidationError("Give files, or --samples for what comes with the software.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let practicals = desk.registrar.practicals
        let sources = try samples ? Practicals.samples : files.map(ProgramFile.Source.init(path:))
        if let apply = planning.apply {
            return answer(try await practicals.apply(sources, hash: apply, by: actor), isApplied: true)
        }
        let plan = try await practicals.plan(sources, by: actor)
        guard planning.yes else { return answer(plan, isApplied: false) }
        return answer(try await practicals.apply(sources, hash: plan.hash, by: actor), isApplied: true)
    }

    private func answer(_ plan: Plan<PlannedPractical>, isApplied: Bool) -> Answer {
        let changes = plan.outcomes.filter { $0.change != .same }
        let words =
            switch (isApplied, changes.isEmpty) {
            case (_, true): "Nothing to change."
            case (true, false): "Imported: \(changes.map(\.code).joined(separator: ", "))."
            case (false, false):
                "Nothing was changed yet. To carry out this plan, repeat the command with\n  --apply \(plan.hash)"
            }
        return Answer(
            ["hash": .string(plan.hash), "applied": .bool(isApplied), "steps": .list(plan.outcomes, \.json)],
            Output.list(
                plan.outcomes,
                none: "",
                [
                    .text("PRACTICAL") { .init($0.code) },
                    .text("CHANGE") {
                        .init($0.change.rawValue.replacing("_", with: " "), $0.change == .same ? .faint : .good)
                    },
                    .number("VERSION") { .init($0.version) },
                    .number("CRITERIA") { .init($0.criteria) },
                    .number("CUT") { .init("\($0.cut) of \($0.maximum)") },
                ]
            ),
            .words(words)
        )
    }
}

extension PlannedPractical {
    fileprivate var json: JSON {
        [
            "code": .string(code), "change": .string(change.rawValue), "version": .integer(version),
            "criteria": .integer(criteria), "cut": .integer(cut), "maximum": .integer(maximum),
            "digest": .string(digest),
        ]
    }
}
