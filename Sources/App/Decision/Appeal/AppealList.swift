import ArgumentParser
import Domain

/// The appeals that were filed.
struct AppealList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List appeals: all, or those that wait for a decider.",
        discussion: """
            Example:
              registrar decision appeal list --open
            """
    )

    @Flag(help: "Only those that wait for a decider.")
    var open = false

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let appeals = try await desk.registrar.decisions.appeals(open: open, by: desk.actor())
        return Answer(
            .page(appeals, \.json),
            Output.list(
                appeals,
                none: open ? "No appeal waits." : "Nobody appealed.",
                [
                    .number("NO") { .init($0.enrollmentId.rawValue) },
                    .text("COHORT") { .init($0.cohort) },
                    .text("STATE") { .init($0.stateWords) },
                    .text("DENIED BY") { .init($0.deniedBy) },
                    .text("WHO", gives: true) { .init($0.name.rawValue) },
                    .text("IN WORDS", gives: true) { .init($0.words) },
                ]
            )
        )
    }
}
