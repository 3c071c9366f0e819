import ArgumentParser
import Domain

/// One practical exam, as a rater needs it on paper.
struct PracticalShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a practical exam with its criteria and levels.",
        discussion: """
            Example:
              registrar practical show MES-PRACTICAL
            """
    )

    @Argument(help: "The practical's code.")
    var practical: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let practical = try await desk.registrar.practicals.show(code: practical, by: desk.actor())
        let file = practical.file
        return Answer(
            practical.json,
            .words("\(file.name), version \(practical.version): \(file.cut) of \(file.maximum) points pass."),
            .table(
                Table(
                    file.criteria,
                    [
                        .text("CRITERION") { .init($0.code) },
                        .number("WEIGHT") { .init($0.weight) },
                        .number("SAFE FROM") { .init($0.safeFrom) },
                        .text("LEVELS", gives: true) { criterion in
                            .init(criterion.levels.enumerated().map { "\($0) \($1)" }.joined(separator: ", "))
                        },
                        .text("NAME", gives: true) { .init($0.name) },
                    ]
                )
            )
        )
    }
}
