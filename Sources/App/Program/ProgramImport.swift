import ArgumentParser
import Domain

/// Imports programs in two steps, a plan and its application, so that nothing happens that nobody read.
struct ProgramImport: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import programs from files: first the plan, then with its hash.",
        usage: """
            registrar program import (<files> ... | --samples)
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            Without --apply or --yes the plan is shown and nothing changes. A version that \
            a cohort opened under never changes: what differs becomes a new version.

            Example:
              registrar program import mes.yaml ames.yaml
              registrar program import mes.yaml ames.yaml --apply 3f0c…
              registrar program import --samples --yes
            """
    )

    @Argument(help: "Program files in YAML.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    @Flag(help: "Take the sample programs instead of files.")
    var samples = false

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard samples != !files.isEmpty else {
            throw ValidationError("Give program files, or --samples for those that come with the software.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let programs = desk.registrar.programs
        let sources = try samples ? Programs.sampleSources : files.map(ProgramFile.Source.init(path:))
        try await desk.requireDrawable(ProgramFile.read(sources))
        if let apply = planning.apply {
            return answer(try await programs.apply(sources, hash: apply, by: actor), isApplied: true)
        }
        let plan = try await programs.plan(sources, by: actor)
        guard planning.yes else { return answer(plan, isApplied: false) }
        return answer(try await programs.apply(sources, hash: plan.hash, by: actor), isApplied: true)
    }

    private func answer(_ plan: ProgramPlan, isApplied: Bool) -> Answer {
        let changes = plan.steps.filter { $0.change != .same }
        let differences = changes.flatMap { step in
            step.differences.map { (label: step.code, value: Table.Cell($0)) }
        }
        let words =
            switch (isApplied, changes.isEmpty) {
            case (_, true): "Nothing to change."
            case (true, false): "Imported: \(changes.map(\.code).joined(separator: ", "))."
            case (false, false):
                "Nothing was changed yet. To carry out this plan, repeat the command with\n  --apply \(plan.hash)"
            }
        return Answer(
            [
                "hash": .string(plan.hash), "applied": .bool(isApplied), "steps": .list(plan.steps, \.json),
            ],
            Output.list(
                plan.steps,
                none: "",
                [
                    .text("PROGRAM") { .init($0.code) },
                    .text("CHANGE") { .init($0.change.words, $0.change == .same ? .faint : .good) },
                    .number("VERSION") { .init($0.versionNumber) },
                ]
            ),
            .details(differences),
            .words(words)
        )
    }
}

extension Programs {
    static var sampleSources: [ProgramFile.Source] {
        get throws { try samples.map { ProgramFile.Source(name: $0.file, text: $0.text) } }
    }
}

extension ProgramFile.Source {
    init(path: String) throws {
        self.init(name: path, text: try InputFile.text(at: path))
    }
}

extension ProgramPlan.Step {
    fileprivate var json: JSON {
        [
            "code": .string(code), "change": .string(change.rawValue), "version": .integer(versionNumber),
            "differences": .list(differences, JSON.string),
        ]
    }
}

extension ProgramPlan.Step.Change {
    fileprivate var words: String {
        switch self {
        case .new: "new"
        case .newVersion: "new version"
        case .replaces: "replaced"
        case .same: "stays"
        }
    }
}
