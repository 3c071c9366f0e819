import ArgumentParser
import Domain

/// Dismiss an appeal: the denial stands.
struct AppealDismiss: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: "Dismiss an appeal: the denial stands.",
        usage: """
            registrar decision appeal dismiss <enrollment> --reason <words>
                     [<options>]
            """,
        discussion: """
            For a decider who did not deny it, and neither taught nor examined the candidate.

            Example:
              registrar decision appeal dismiss 12 --reason "Nothing new was shown"
            """
    )

    @Argument(help: "The claim, by its number.")
    var enrollment: Int

    @Option(help: ArgumentHelp("Why, in words; kept with the appeal.", valueName: "words"))
    var reason: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let appeal = try await desk.registrar.decisions.decideAppeal(
            of: EnrollmentID(rawValue: enrollment),
            upheld: false,
            reason: reason,
            by: desk.actor()
        )
        return appeal.answer("Dismissed. The candidate is told by mail.")
    }
}
